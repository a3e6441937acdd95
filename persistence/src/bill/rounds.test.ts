/** Paying round by round, as the worker decides it: under the session's lock, on record, replayable. */
import { paymentsOf } from "@tureen/shared/bill/bill";
import { TERMS } from "@tureen/shared/bill/testing/evening";
import { verifyRecording } from "@tureen/shared/replay/verify";
import { CHARGES } from "@tureen/shared/table/document/roots/claims";
import type { BillTerms } from "@tureen/shared/table/document/types";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MenuCache } from "../menu/menu-cache.ts";
import { readRecording } from "../replay/read-recording.ts";
import { decide } from "../testing/confirmed.ts";
import { givenRestaurant, type TestRestaurant } from "../testing/fixtures.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { adjustBill } from "./adjust-bill.ts";
import { applyChargeState } from "./apply-charge-state.ts";
import type { ChargeState } from "./providers/provider.ts";
import { takePayment } from "./take-payment.ts";
import { givenPayingTable, type PayingTable } from "./testing/paying-table.ts";

let db: TestDatabase;
let restaurant: TestRestaurant;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const manager = { kind: "staff", id: uuidv7(), role: "manager" } as const;
const ROUNDS: BillTerms = { ...TERMS, rounds: "required" };

async function givenTable(terms: BillTerms = ROUNDS): Promise<PayingTable> {
  restaurant = await givenRestaurant(db.pool);
  return givenPayingTable(db.pool, restaurant, { terms });
}

const given = (table: PayingTable, seat: number) => {
  const phone = table.phones[seat - 1];
  if (!phone) throw new RangeError(`no seat ${seat}`);
  const { restaurantId, sessionId, pin } = table;
  return { restaurantId, sessionId, pin, phone };
};

/** Puts a dish in the cart and confirms it, without the worker's decision; returns the confirm. */
async function confirmed(table: PayingTable, dish: string, seat = 1): Promise<string> {
  const { phone } = given(table, seat);
  await phone.receive();
  const line = await phone.add(restaurant.item(dish), 1);
  return phone.confirm(restaurant, [{ line, quantity: 1 }]);
}

const decided = async (table: PayingTable, confirm: string) =>
  (await decide(db.pool, given(table, 1), confirm)).receipt;

const REFUSED = { ok: false, code: "round-unpaid", lines: [] };

/** Everything that is free, in cash. */
async function payRest(table: PayingTable) {
  const { restaurantId, sessionId } = table;
  const { free } = await table.bill();
  const wish = { mode: "rest", covers: [], payers: 1, amount: free, tip: 0 } as const;
  await takePayment(db.pool, {
    ...{ restaurantId, sessionId, method: "cash", payer: null, wish },
    ...{ by: manager, once: uuidv7(), now: new Date() },
  });
}

const verified = async (table: PayingTable) => {
  const { recording } = await readRecording(db.pool, table, { menus: new MenuCache() });
  return { recording, verdict: verifyRecording(recording) };
};

describe("Where rounds are paid one by one", () => {
  test("the next order waits for the one before, and its dishes stay in the cart", async () => {
    const table = await givenTable();
    await table.order("Soup");
    const next = await confirmed(table, "Water", 2);
    expect(await decided(table, next)).toMatchObject(REFUSED);
    await payRest(table);
    // What was refused stays so; the same dishes are sent again.
    expect(await decided(table, next)).toMatchObject(REFUSED);
    const line = Object.keys((await table.view()).lines).find((id) => id.startsWith("d2")) ?? "";
    const again = await given(table, 2).phone.confirm(restaurant, [{ line, quantity: 1 }]);
    expect(await decided(table, again)).toMatchObject({ ok: true });
    expect(await table.bill()).toMatchObject({ total: 650, paid: 450, balance: 200 });
  });

  test("of two confirms at once the first is ordered and the second waits for it", async () => {
    const table = await givenTable();
    const confirms = [await confirmed(table, "Soup", 1), await confirmed(table, "Water", 2)];
    const receipts = await Promise.all(confirms.map((confirm) => decided(table, confirm)));
    expect(receipts.filter(({ ok }) => ok)).toHaveLength(1);
    expect(receipts.filter(({ ok }) => !ok)).toMatchObject([REFUSED]);
    expect(Object.keys((await table.view()).orders)).toHaveLength(1);
  });

  test("one that was made without a connection is decided as it arrives", async () => {
    const table = await givenTable();
    const { phone } = given(table, 2);
    await phone.receive();
    const line = phone.edits.addLine(
      { item: restaurant.item("Water").id, options: [], note: "", for: "d2", at: Date.now() },
      1,
    );
    const offline = phone.writeConfirm(restaurant, [{ line, quantity: 1 }]);
    // Meanwhile the others order.
    await table.order("Soup");
    await phone.send();
    expect(await decided(table, offline)).toMatchObject(REFUSED);
  });

  test("what is reserved is not paid: a payment that is called off has paid no round", async () => {
    const table = await givenTable();
    await table.order("Soup");
    const wish = await table.wish(1, { mode: "rest", amount: 450 });
    expect(await table.bill()).toMatchObject({ free: 0, reserved: 450, balance: 450 });
    expect(await decided(table, await confirmed(table, "Water"))).toMatchObject(REFUSED);
    const { restaurantId } = table;
    const paymentOf = async (wish: string) =>
      paymentsOf(await table.view()).find(({ key }) => key === wish)?.id ?? "";
    const apply = async (wish: string, state: ChargeState) =>
      applyChargeState(db.pool, {
        ...{ restaurantId, paymentId: await paymentOf(wish), now: new Date(), state },
      });
    await apply(wish, { state: "failed", reference: "r" });
    expect(await decided(table, await confirmed(table, "Water"))).toMatchObject(REFUSED);
    // Captured, it has.
    const paid = await table.wish(1, { mode: "rest", amount: 450 });
    await apply(paid, { state: "captured", reference: "r", amount: 450, currency: "EUR" });
    expect(await decided(table, await confirmed(table, "Water"))).toMatchObject({ ok: true });
  });

  test("what is written off or on the house is due no more, what staff add is", async () => {
    const table = await givenTable();
    const { restaurantId, sessionId } = table;
    const order = await table.order("Soup");
    const adjust = (what: Parameters<typeof adjustBill>[1]["what"]) =>
      adjustBill(db.pool, {
        ...{ restaurantId, sessionId, what, reason: "because" },
        ...{ by: manager, once: uuidv7(), now: new Date() },
      });
    const line = (await table.bill()).lines[0]?.line ?? "";
    await adjust({ kind: "comp", on: { order, line } });
    expect(await decided(table, await confirmed(table, "Water"))).toMatchObject({ ok: true });
    await payRest(table);
    await adjust({ kind: "charge", name: "Corkage", amount: 500, category: "food" });
    expect((await table.bill()).lines.at(-1)?.order).toBe(CHARGES);
    expect(await decided(table, await confirmed(table, "Water"))).toMatchObject(REFUSED);
    await adjust({ kind: "write-off", amount: 500 });
    expect(await decided(table, await confirmed(table, "Water"))).toMatchObject({ ok: true });
  });

  test("the refusal is on record with what was due, and derives again", async () => {
    const table = await givenTable();
    await table.order("Soup");
    await decided(table, await confirmed(table, "Water"));
    const { recording, verdict } = await verified(table);
    expect(verdict).toMatchObject({ ok: true });
    const refused = recording.confirms.at(-1);
    expect(refused?.result).toMatchObject({ due: 450, decision: REFUSED });
    // Who lets an order through that was refused, or the other way around, is found.
    const [first, second] = recording.confirms;
    if (!first?.result || !second?.result) throw new Error("not decided");
    const result = { ...first.result, decision: second.result.decision };
    const confirms = [{ ...first, result }, second];
    const altered = verifyRecording({ ...recording, confirms });
    expect(altered).toMatchObject({ ok: false, difference: { code: "decision-differs" } });
  });

  test.each([undefined, "offered"] as const)("nothing waits where they are %s", async (rounds) => {
    const table = await givenTable({ ...TERMS, rounds });
    await table.order("Soup");
    expect(await decided(table, await confirmed(table, "Water"))).toMatchObject({ ok: true });
  });
});
