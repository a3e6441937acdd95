/** The host pays for the others up to a limit: said in the document, decided as any payment. */
import { sharesOf } from "@tureen/shared/bill/shares";
import { TERMS } from "@tureen/shared/bill/testing/evening";
import { verifyRecording } from "@tureen/shared/replay/verify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MenuCache } from "../menu/menu-cache.ts";
import { readRecording } from "../replay/read-recording.ts";
import { givenRestaurant } from "../testing/fixtures.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { applyChargeState } from "./apply-charge-state.ts";
import { readBill } from "./read-bill.ts";
import { givenPayingTable, type PayingTable } from "./testing/paying-table.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const owed = async (table: PayingTable) =>
  sharesOf(await table.view(), await table.bill()).diners.map(({ owes }) => owes);

/** Says it on the host's phone, which may be offline until it sends. */
async function treat(table: PayingTable, limit: number | null): Promise<void> {
  const [host] = table.phones;
  await host.receive();
  host.edits.treat({ limit });
  await host.send();
}

async function pay(table: PayingTable, seat: number): Promise<string> {
  const share = await table.ownShare(seat);
  const wish = await table.wish(seat, share);
  const payment = (await table.view()).payments[wish];
  if (!payment || payment.status === "rejected") throw new Error(`no payment: ${payment?.code}`);
  await applyChargeState(db.pool, {
    ...{ restaurantId: table.restaurantId, paymentId: payment.id, now: new Date() },
    state: { state: "captured", reference: "r", amount: payment.amount, currency: "EUR" },
  });
  return wish;
}

test("the host pays each one's part up to the limit, the others the rest, and nobody twice", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const table = await givenPayingTable(db.pool, restaurant, {
    terms: { ...TERMS, hostPays: true },
  });
  // Shared by both, half each.
  await table.order("Soup", 2);
  expect(await owed(table)).toEqual([450, 450]);
  await treat(table, 300);
  expect(await owed(table)).toEqual([750, 150]);
  // The floor reads the same.
  const { view } = await readBill(db.pool, table);
  expect(view.treats).toEqual({ d1: { limit: 300 } });
  await pay(table, 1);
  expect(await owed(table)).toEqual([0, 150]);
  // More is ordered: the limit is spent, and half of it is the guest's own.
  await table.order("Water", 2, 2);
  expect(await owed(table)).toEqual([200, 350]);
  // Raised, it holds for what is open; taken back, what was paid stays paid.
  await treat(table, 400);
  expect(await owed(table)).toEqual([300, 250]);
  await treat(table, 0);
  expect(await owed(table)).toEqual([200, 350]);
  await pay(table, 2);
  await pay(table, 1);
  expect(await table.bill()).toMatchObject({ total: 1300, paid: 1300, balance: 0, overpaid: 0 });
  const { recording } = await readRecording(db.pool, table, { menus: new MenuCache() });
  expect(verifyRecording(recording)).toMatchObject({ ok: true });
});

test("a wish that was made before the host changed their mind is decided exactly as it was seen", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const table = await givenPayingTable(db.pool, restaurant, {
    terms: { ...TERMS, hostPays: true },
  });
  await table.order("Soup", 2);
  await treat(table, null);
  const share = await table.ownShare(1);
  expect(share.amount).toBe(900);
  await treat(table, 0);
  // It names its dishes and their amount, which the change has not touched.
  const wish = await table.wish(1, share);
  expect((await table.view()).payments[wish]).toMatchObject({ status: "reserved", amount: 900 });
  // The guest, who reads that the other half is theirs now, cannot pay it twice.
  expect(await owed(table)).toEqual([0, 0]);
});
