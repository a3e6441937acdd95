import { heldOf, keyOf, paymentsOf } from "@tureen/shared/bill/bill";
import { refundableLines, refundOfLines } from "@tureen/shared/bill/paid-lines";
import { PORTION } from "@tureen/shared/bill/ranges";
import { receiptContent } from "@tureen/shared/bill/receipt";
import { verifyRecording } from "@tureen/shared/replay/verify";
import type { LineRef } from "@tureen/shared/table/document/types";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MenuCache } from "../menu/menu-cache.ts";
import { changeOrderStatus } from "../orders/change-order-status.ts";
import { ofRestaurant } from "../platform/wire/index.ts";
import { auditAll } from "../replay/audit/audit.ts";
import { readRecording } from "../replay/read-recording.ts";
import { givenRestaurant } from "../testing/fixtures.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { adjustBill } from "./adjust-bill.ts";
import { applyChargeState } from "./apply-charge-state.ts";
import { applyRefundState } from "./apply-refund-state.ts";
import { noteBill } from "./note-bill.ts";
import { readPaidDishes } from "./read-paid-dishes.ts";
import { readReceipt } from "./read-receipt.ts";
import { refundPayment } from "./refund-payment.ts";
import { takePayment } from "./take-payment.ts";
import { givenPayingTable, type PayingTable } from "./testing/paying-table.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const manager = { kind: "staff", id: uuidv7(), role: "manager" } as const;

/** A table that ordered three soups and two waters, with ten percent off, and has paid all of it. */
async function givenPaid() {
  const table = await givenPayingTable(db.pool, await givenRestaurant(db.pool));
  const soups = await table.order("Soup", 3);
  const waters = await table.order("Water", 2);
  const { restaurantId, sessionId } = table;
  const call = { restaurantId, sessionId, by: manager, now: new Date() };
  const what = { kind: "discount", on: null, off: { percent: 1000 } } as const;
  await adjustBill(db.pool, { ...call, what, reason: "late", once: uuidv7() });
  const { free } = await table.bill();
  const wish = { mode: "rest", covers: [], payers: 1, amount: free, tip: 0 } as const;
  const { payment } = await takePayment(db.pool, {
    ...{ ...call, method: "cash", payer: null, wish, once: uuidv7() },
  });
  const lineOf = async (order: string) => {
    const line = (await table.view()).orders[order]?.lines[0]?.line ?? "";
    return { order, line };
  };
  return { table, payment, soup: await lineOf(soups), water: await lineOf(waters) };
}

async function dishesOf(table: PayingTable, payment: string) {
  const q = ofRestaurant(db.pool, table.restaurantId);
  return (await readPaidDishes(q, table, await table.bill())).get(payment)?.lines ?? [];
}

const giveBack = (
  table: PayingTable,
  paymentId: string,
  amount: number,
  lines?: readonly (LineRef & { readonly parts: number })[],
) =>
  refundPayment(db.pool, {
    ...{ restaurantId: table.restaurantId, paymentId, amount, tip: 0, lines },
    ...{ by: manager, reason: "cold", once: uuidv7(), now: new Date() },
  });

async function refusalOf(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(
    () => "done",
    (error: { code: string }) => error.code,
  );
}

async function expectProven(table: PayingTable) {
  const { recording } = await readRecording(db.pool, table, { menus: new MenuCache() });
  expect(verifyRecording(recording)).toMatchObject({ ok: true });
  const { restaurants } = await auditAll(db.owner);
  const own = restaurants.find(({ restaurantId }) => restaurantId === table.restaurantId);
  expect(own?.faults).toEqual([]);
}

describe("Giving back dishes", () => {
  test("gives back what was paid for them, names them on its receipt, and frees them", async () => {
    const { table, payment, soup, water } = await givenPaid();
    expect(await table.bill()).toMatchObject({ total: 1575, paid: 1575, free: 0 });
    // Ten percent off each of three soups at 4.50.
    const lines = [{ ...soup, parts: PORTION }];
    const refund = refundOfLines(await dishesOf(table, payment), lines);
    expect(refund).toMatchObject({ amount: 405, byRate: [{ rate: 700, amount: 405 }] });
    const { token } = await giveBack(table, payment, 405, lines);
    const { text, proof } = await readReceipt(db.pool, token);
    const receipt = receiptContent.parse(JSON.parse(text));
    expect(receipt).toMatchObject({
      ...{ kind: "refund", amount: -405, taxes: [{ rate: 700, gross: -405 }] },
      lines: [{ name: "Soup", portions: 1, amount: -405 }],
    });
    expect(proof.intact).toBe(true);
    // It can be paid again, as that dish and by anybody.
    const bill = await table.bill();
    expect(bill).toMatchObject({ paid: 1170, free: 405 });
    const freed = bill.lines.find((line) => keyOf(line) === keyOf(soup));
    expect(freed?.paid).toEqual([[0, 2 * PORTION]]);
    const share = await table.ownShare(1);
    expect(await table.ownShare(2)).toMatchObject({ amount: 405 - (share.amount ?? 0) });
    // What is left of all dishes is what is left of the payment.
    const rest = (await dishesOf(table, payment)).map(({ order, line, left }) => ({
      ...{ order, line },
      parts: left.reduce((sum, [from, to]) => sum + to - from, 0),
    }));
    expect(rest).toEqual([
      { ...soup, parts: 2 * PORTION },
      { ...water, parts: 2 * PORTION },
    ]);
    await giveBack(table, payment, 1170, rest);
    expect((await table.view()).payments[payment]).toMatchObject({
      ...{ refunded: 1575, covers: [], taxes: [] },
    });
    await expectProven(table);
  });

  test("twice at the same moment gives them back once, and says why not again", async () => {
    const { table, payment, soup } = await givenPaid();
    const lines = [{ ...soup, parts: 2 * PORTION }];
    const both = [giveBack(table, payment, 810, lines), giveBack(table, payment, 810, lines)];
    expect((await Promise.all(both.map(refusalOf))).sort()).toEqual(["done", "refund-changed"]);
    expect((await table.view()).payments[payment]).toMatchObject({ refunded: 810 });
    await expectProven(table);
  });

  test("at the moment in which a sum is given back is never more than the payment", async () => {
    const { table, payment, soup, water } = await givenPaid();
    const all = [
      { ...soup, parts: 3 * PORTION },
      { ...water, parts: 2 * PORTION },
    ];
    const both = [giveBack(table, payment, 1575, all), giveBack(table, payment, 100)];
    expect((await Promise.all(both.map(refusalOf))).sort()).toEqual(["done", "refund-too-high"]);
    await expectProven(table);
  });

  test("is refused for what the payment did not pay, or at another amount than it comes to", async () => {
    const { table, payment, soup, water } = await givenPaid();
    const attempt = (amount: number, ...lines: Parameters<typeof giveBack>[3] & object) =>
      refusalOf(giveBack(table, payment, amount, lines));
    const one = { ...soup, parts: PORTION };
    expect(await attempt(404, one)).toBe("refund-changed");
    expect(await attempt(1620, { ...soup, parts: 4 * PORTION })).toBe("refund-changed");
    expect(await attempt(810, one, one)).toBe("refund-changed");
    expect(await attempt(405, { ...one, order: water.order })).toBe("refund-changed");
    expect((await table.view()).payments[payment]).toMatchObject({ refunded: 0 });
  });

  test("works for an order that was cancelled after it was paid", async () => {
    const { table, payment, soup } = await givenPaid();
    await changeOrderStatus(db.pool, {
      ...{ restaurantId: table.restaurantId, orderId: soup.order, from: "placed", to: "cancelled" },
      ...{ reason: "burnt", by: manager, noteBill, now: new Date() },
    });
    const { token } = await giveBack(table, payment, 1215, [{ ...soup, parts: 3 * PORTION }]);
    const { text } = await readReceipt(db.pool, token);
    const receipt = receiptContent.parse(JSON.parse(text));
    expect(receipt.lines).toEqual([{ name: "Soup", portions: 3, amount: -1215 }]);
    expect(await table.bill()).toMatchObject({ overpaid: 0, balance: 0 });
    await expectProven(table);
  });

  test("that the provider could not do leaves them with the payment", async () => {
    const table = await givenPayingTable(db.pool, await givenRestaurant(db.pool));
    const order = await table.order("Soup", 2);
    const share = await table.ownShare(1);
    const wish = await table.wish(1, share);
    const { restaurantId } = table;
    const now = new Date();
    const found = () => paymentsOf(table_).find(({ key }) => key === wish);
    let table_ = await table.view();
    const paymentId = found()?.id ?? "";
    await applyChargeState(db.pool, {
      ...{ restaurantId, paymentId, now },
      state: { state: "captured", reference: "r", amount: share.amount ?? 0, currency: "EUR" },
    });
    const line = table_.orders[order]?.lines[0]?.line ?? "";
    const once = uuidv7();
    const back = { amount: 450, tip: 0, lines: [{ order, line, parts: PORTION }], reason: "cold" };
    await refundPayment(db.pool, { restaurantId, paymentId, by: manager, once, now, ...back });
    table_ = await table.view();
    expect(found()).toMatchObject({ refunded: 450, covers: [] });
    await applyRefundState(db.pool, {
      ...{ restaurantId, paymentId, refundId: once, state: "failed", now },
    });
    table_ = await table.view();
    const payment = found();
    expect(payment).toMatchObject({ refunded: 0, covers: [{ order, line, from: 0, to: PORTION }] });
    expect(payment && heldOf(payment)).toBe(450);
    await expectProven(table);
    // And they can be given back again.
    await refundPayment(db.pool, {
      ...{ restaurantId, paymentId, by: manager, once: uuidv7(), now, ...back },
    });
    await expectProven(table);
  });
});

test("what was paid before the ledger said what each dish had cost is divided as of now", async () => {
  const { table, payment } = await givenPaid();
  const known = await dishesOf(table, payment);
  const client = await db.owner.connect();
  await client.query("set session_replication_role = replica");
  await client.query(
    `update bill_entries set content = (content::jsonb - 'lines')::text
     where restaurant_id = $1 and kind = 'captured'`,
    [table.restaurantId],
  );
  client.release(true);
  expect(refundableLines(await dishesOf(table, payment), [])).toEqual(known);
});
