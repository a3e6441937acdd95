import { paymentsOf } from "@tureen/shared/bill/bill";
import { checkProof } from "@tureen/shared/bill/proof";
import { PORTION } from "@tureen/shared/bill/ranges";
import { receiptContent } from "@tureen/shared/bill/receipt";
import { TERMS } from "@tureen/shared/bill/testing/evening";
import type { Payment } from "@tureen/shared/table/document/types";
import { openCall } from "@tureen/shared/table/open-call";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DEMO_BILLING } from "../demo/billing.ts";
import { expireSessions } from "../table/expire-sessions.ts";
import { readFloor } from "../table/read-floor.ts";
import { givenRestaurant, later } from "../testing/fixtures.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { adjustBill } from "./adjust-bill.ts";
import { applyChargeState } from "./apply-charge-state.ts";
import { applyRefundState } from "./apply-refund-state.ts";
import { changeBilling } from "./billing-settings.ts";
import { closeTable } from "./close-table.ts";
import { changeDemonstrationFaults, NO_FAULTS } from "./providers/demonstration.ts";
import { readReceiptsOf } from "./read-bill.ts";
import { readReceipt } from "./read-receipt.ts";
import { readBalances } from "./read-unpaid.ts";
import { refundPayment } from "./refund-payment.ts";
import { takePayment } from "./take-payment.ts";
import * as card from "./testing/demonstration-card.ts";
import { decideWish, givenPayingTable, type PayingTable } from "./testing/paying-table.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const manager = { kind: "staff", id: uuidv7(), role: "manager" } as const;
const waiter = { kind: "staff", id: uuidv7(), role: "waiter" } as const;

async function paymentOf(table: PayingTable, wish: string): Promise<Payment> {
  const payment = (await table.view()).payments[wish];
  if (!payment || payment.status === "rejected") throw new Error(`no payment: ${payment?.code}`);
  return payment;
}

const askAll = (table: PayingTable, now?: Date) => card.askAll(db.pool, table, now);
const deliver = (table: PayingTable, now?: Date) => card.deliver(db.pool, table, now);
/** Has a wish's guest pay with the demonstration's card. */
async function payCard(table: PayingTable, wish: string, outcome?: "paid" | "declined") {
  await card.payCard(db.pool, table, (await paymentOf(table, wish)).id, outcome);
}

const captured = (table: PayingTable, paymentId: string, amount: number) =>
  applyChargeState(db.pool, {
    ...{ restaurantId: table.restaurantId, paymentId, now: new Date() },
    state: { state: "captured", reference: "r", amount, currency: "EUR" },
  });

const take = (table: PayingTable, wish: object, more: object = {}) =>
  takePayment(db.pool, {
    ...{ restaurantId: table.restaurantId, sessionId: table.sessionId, method: "cash" },
    ...{ payer: null, by: waiter, once: uuidv7(), now: new Date() },
    wish: { mode: "amount", covers: [], payers: 1, amount: 1, tip: 0, ...wish },
    ...more,
  });

const adjust = (table: PayingTable, what: Parameters<typeof adjustBill>[1]["what"], by = manager) =>
  adjustBill(db.pool, {
    ...{ restaurantId: table.restaurantId, sessionId: table.sessionId, what },
    ...{ reason: "because", by: by as typeof manager, once: uuidv7(), now: new Date() },
  });

const close = ({ restaurantId, sessionId }: PayingTable) =>
  closeTable(db.pool, { restaurantId, sessionId, by: waiter, now: new Date() });

test("a restaurant that does its bills elsewhere again still sees and takes what is unpaid", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const { restaurantId } = restaurant;
  const set = { restaurantId, by: manager, now: new Date() };
  await changeBilling(db.pool, { ...set, billing: DEMO_BILLING, version: 0 });
  const over = await givenPayingTable(db.pool, restaurant, { table: 1 });
  await over.order("Water");
  await expireSessions(db.pool, { now: later(later(new Date())) });
  const open = await givenPayingTable(db.pool, restaurant);
  await open.order("Soup");
  await changeBilling(db.pool, { ...set, billing: { ...DEMO_BILLING, off: true }, version: 1 });
  const unpaid = await readBalances(db.pool, { restaurantId });
  expect(unpaid.map(({ balance, status }) => [status, balance])).toEqual([
    ["expired", 200],
    ["active", 450],
  ]);
  const { token } = await take(open, { mode: "rest", amount: 450 });
  // What was set still stands at the head of the receipt.
  const { text } = await readReceipt(db.pool, token);
  expect(JSON.parse(text)).toMatchObject({ header: DEMO_BILLING.receipt.header });
  await close(open);
});

describe("A call for the bill", () => {
  const calling = async (table: PayingTable) => {
    const [floor] = await readFloor(db.pool, { ...table, now: new Date() });
    const view = await table.view();
    const seen = Object.keys(view.diners).filter((diner) => openCall(view, diner));
    // The floor and the phones say the same.
    const diners = floor?.session?.diners.filter(({ call }) => call !== "none") ?? [];
    expect(diners.map(({ diner }) => diner)).toEqual(seen);
    return seen;
  };
  const callOut = async (table: PayingTable, call: "bill" | "waiter", seats: readonly number[]) => {
    for (const seat of seats) {
      const phone = table.phones[seat - 1];
      await phone?.receive();
      phone?.edits.mark({ ready: false, call, at: Date.now() });
      await phone?.send();
    }
  };

  test("ends with the payment that clears what its guest owes, whoever pays it and how", async () => {
    const table = await givenPayingTable(db.pool, await givenRestaurant(db.pool), { diners: 4 });
    for (const seat of [1, 2, 3, 4]) await table.order("Soup", 1, seat);
    await callOut(table, "bill", [1, 2, 3]);
    await callOut(table, "waiter", [4]);
    expect(await calling(table)).toEqual(["d1", "d2", "d3", "d4"]);
    // A part of it is not all of it.
    await take(table, { mode: "amount", amount: 100 }, { payer: "d1" });
    expect(await calling(table)).toContain("d1");
    const share = await table.ownShare(1);
    await take(table, share, { payer: "d1" });
    expect(await calling(table)).toEqual(["d2", "d3", "d4"]);
    // On its way is not paid: what is declined is owed as before.
    const ofTwo = await table.ownShare(2);
    const wish = await table.wish(3, ofTwo);
    expect(await calling(table)).toEqual(["d2", "d3", "d4"]);
    await payCard(table, wish, "declined");
    await deliver(table);
    expect(await calling(table)).toEqual(["d2", "d3", "d4"]);
    await payCard(table, await table.wish(3, ofTwo));
    await deliver(table);
    expect(await calling(table)).toEqual(["d3", "d4"]);
    // Who wants something else of the waiter still does when all is paid.
    await take(table, { mode: "rest", amount: (await table.bill()).free });
    expect(await calling(table)).toEqual(["d4"]);
    // And who calls for it again, later, is heard.
    await callOut(table, "bill", [1]);
    expect(await calling(table)).toEqual(["d1", "d4"]);
  });

  test("of a guest who owes nothing ends when nobody does, also by what is taken off", async () => {
    const table = await givenPayingTable(db.pool, await givenRestaurant(db.pool));
    await table.order("Soup", 1, 2);
    await callOut(table, "bill", [1]);
    await take(table, { mode: "amount", amount: 50 }, { payer: "d2" });
    expect(await calling(table)).toEqual(["d1"]);
    await adjust(table, { kind: "write-off", amount: (await table.bill()).balance });
    expect(await calling(table)).toEqual([]);
  });
});

describe("A payment on the phone", () => {
  test("is reserved, asked for, paid once, and on a receipt that the ledger proves", async () => {
    const table = await givenPayingTable(db.pool, await givenRestaurant(db.pool));
    await table.order("Soup", 2, 1);
    await table.order("Water", 1, 2);
    // What is ordered for the table is shared: all of it here, half each.
    const share = await table.ownShare(1);
    expect(share.amount).toBe(550);
    const wish = await table.wish(1, { ...share, tip: 50 });
    expect(await paymentOf(table, wish)).toMatchObject({
      status: "reserved",
      amount: 550,
      tip: 50,
    });
    await payCard(table, wish);
    expect(await deliver(table)).toBe(1);
    const payment = await paymentOf(table, wish);
    expect(payment).toMatchObject({ status: "captured", receipt: 1 });
    expect(payment.taxes).toEqual([{ rate: 700, gross: 550, tax: 36 }]);
    expect(await table.bill()).toMatchObject({ paid: 550, balance: 550, reserved: 0, tips: 50 });

    const [receipt] = await readReceiptsOf(db.pool, table);
    const { text, proof } = await readReceipt(db.pool, receipt?.token ?? "");
    const content = receiptContent.parse(JSON.parse(text));
    expect(content).toMatchObject({
      number: 1,
      amount: 550,
      tip: 50,
      table: "1",
      method: "online",
    });
    expect(content.lines.map(({ name, amount }) => [name, amount])).toEqual([
      ["Soup", 450],
      ["Water", 100],
    ]);
    expect(checkProof(text, proof)).toBe("waiting");
  });

  test("takes in the same news twice, and older news after newer, as once", async () => {
    const table = await givenPayingTable(db.pool, await givenRestaurant(db.pool));
    const { restaurantId } = table;
    await table.order("Soup");
    await changeDemonstrationFaults(db.pool, restaurantId, {
      ...NO_FAULTS,
      ...{ times: 3, reorder: true },
    });
    const wish = await table.wish(1, { mode: "rest", amount: 450 });
    await payCard(table, wish);
    expect([await deliver(table), await deliver(table), await deliver(table)]).toEqual([1, 1, 1]);
    expect(await paymentOf(table, wish)).toMatchObject({ status: "captured", receipt: 1 });
    expect((await table.bill()).paid).toBe(450);
    const { rows } = await db.owner.query(
      "select kind from bill_entries where restaurant_id = $1 order by number",
      [restaurantId],
    );
    expect(rows.map(({ kind }) => kind)).toEqual(["reserved", "captured"]);
  });

  test("whose news is lost is found when it is looked at", async () => {
    const table = await givenPayingTable(db.pool, await givenRestaurant(db.pool));
    await table.order("Soup");
    await changeDemonstrationFaults(db.pool, table.restaurantId, {
      ...NO_FAULTS,
      times: 0,
    });
    const wish = await table.wish(1, { mode: "rest", amount: 450 });
    await payCard(table, wish);
    expect(await deliver(table)).toBe(0);
    await askAll(table, later(new Date()));
    expect(await paymentOf(table, wish)).toMatchObject({ status: "captured" });
  });

  test("that is declined, or not made in time, frees what it reserved", async () => {
    const table = await givenPayingTable(db.pool, await givenRestaurant(db.pool));
    await table.order("Soup");
    const declined = await table.wish(1, { mode: "rest", amount: 450 });
    await payCard(table, declined, "declined");
    await deliver(table);
    expect(await paymentOf(table, declined)).toMatchObject({ status: "failed" });
    const late = await table.wish(1, { mode: "rest", amount: 450 });
    await askAll(table);
    expect(await table.bill()).toMatchObject({ free: 0, reserved: 450 });
    await askAll(table, later(new Date()));
    expect(await paymentOf(table, late)).toMatchObject({ status: "lapsed" });
    expect(await table.bill()).toMatchObject({ free: 450, reserved: 0 });
  });

  test("that arrives after its time pays what is left, and is given back when nothing is", async () => {
    const table = await givenPayingTable(db.pool, await givenRestaurant(db.pool));
    await table.order("Soup", 2);
    const ids: string[] = [];
    for (const amount of [900, 900]) {
      const wish = await table.wish(1, { mode: "rest", amount });
      const { id } = await paymentOf(table, wish);
      ids.push(id);
      await applyChargeState(db.pool, {
        ...{ restaurantId: table.restaurantId, paymentId: id, lapsed: true, now: new Date() },
        state: { state: "failed", reference: "r" },
      });
    }
    const [first = "", second = ""] = ids;
    expect(await captured(table, first, 900)).toBe("captured-late");
    expect(await table.bill()).toMatchObject({ balance: 0, paid: 900 });
    expect(await captured(table, second, 900)).toBe("returned");
    expect(await captured(table, second, 900)).toBe("nothing");
    expect(await table.bill()).toMatchObject({ balance: 0, paid: 900, overpaid: 0 });
    const { rows } = await db.owner.query(
      "select amount_minor from provider_tasks where restaurant_id = $1 and task = 'refund'",
      [table.restaurantId],
    );
    expect(rows).toEqual([{ amount_minor: 900 }]);
  });

  test("of another amount or currency than was asked for is not believed", async () => {
    const table = await givenPayingTable(db.pool, await givenRestaurant(db.pool));
    await table.order("Soup");
    const wish = await table.wish(1, { mode: "rest", amount: 450, tip: 10 });
    const { id } = await paymentOf(table, wish);
    expect(await captured(table, id, 450)).toBe("nothing");
    expect(await paymentOf(table, wish)).toMatchObject({ status: "reserved" });
    const { rows } = await db.owner.query(
      "select details from session_activity_log where action = 'payment.mismatch' and restaurant_id = $1",
      [table.restaurantId],
    );
    expect(rows).toHaveLength(1);
    expect(await captured(table, id, 460)).toBe("captured");
  });

  test("of the same dish at the same instant is one payment", async () => {
    const table = await givenPayingTable(db.pool, await givenRestaurant(db.pool));
    await table.order("Soup");
    const wishes = [];
    for (const phone of table.phones) {
      await phone.receive();
      const whole = { mode: "rest", covers: [], payers: 1, amount: 450, tip: 0 } as const;
      wishes.push(phone.edits.wish({ ...whole, at: Date.now() }));
      await phone.send();
    }
    const decided = await Promise.all(wishes.map((wish) => decideWish(db.pool, table, wish)));
    expect(decided.map(({ kind }) => kind).sort()).toEqual(["rejected", "reserved"]);
    const again = await Promise.all(wishes.map((wish) => decideWish(db.pool, table, wish)));
    expect(again.map(({ kind }) => kind)).toEqual(["already", "already"]);
    const { rows } = await db.owner.query("select 1 from payments where restaurant_id = $1", [
      table.restaurantId,
    ]);
    expect(rows).toHaveLength(1);
  });
});

describe("Money that staff take", () => {
  test("is taken once, however often the waiter taps, and closes the table", async () => {
    const restaurant = await givenRestaurant(db.pool);
    const table = await givenPayingTable(db.pool, restaurant);
    await table.order("Soup");
    await expect(close(table)).rejects.toMatchObject({ code: "bill-open" });
    const once = uuidv7();
    const rest = { mode: "rest", amount: 450, tip: 50 };
    const [a, b] = await Promise.all([take(table, rest, { once }), take(table, rest, { once })]);
    expect(a).toEqual(b);
    expect(await table.bill()).toMatchObject({ paid: 450, tips: 50, balance: 0 });
    await expect(take(table, { amount: 1 })).rejects.toMatchObject({ code: "payment-rejected" });
    await close(table);
  });

  test("is on its payer's list of receipts, as what changed hands", async () => {
    const terms = { ...TERMS, cashStep: 5 };
    const table = await givenPayingTable(db.pool, await givenRestaurant(db.pool), { terms });
    await table.order("Soup");
    const { payment } = await take(table, { amount: 333, tip: 20 }, { payer: "d1" });
    await refundPayment(db.pool, {
      ...{ restaurantId: table.restaurantId, paymentId: payment, amount: 100, tip: 20 },
      ...{ reason: "cold", by: manager, once: uuidv7(), now: new Date() },
    });
    expect(await readReceiptsOf(db.pool, { ...table, diner: "d1" })).toMatchObject([
      { kind: "payment", payment, method: "cash", amount: 355 },
      { kind: "refund", payment, method: "cash", amount: -120 },
    ]);
    expect(await readReceiptsOf(db.pool, { ...table, diner: "d2" })).toEqual([]);
  });

  test("of an even share says among how many it was split, as one on the phone does", async () => {
    const table = await givenPayingTable(db.pool, await givenRestaurant(db.pool));
    await table.order("Soup", 2);
    const { payment } = await take(table, { mode: "even", payers: 3, amount: 300 });
    expect((await paymentOf(table, payment)).payers).toBe(3);
    const wish = await table.wish(1, { mode: "even", payers: 2, amount: 300 });
    await payCard(table, wish);
    await deliver(table);
    expect(await paymentOf(table, wish)).toMatchObject({ status: "captured", payers: 2 });
    const { payment: rest } = await take(table, { mode: "rest", amount: 300 });
    expect((await paymentOf(table, rest)).payers).toBeUndefined();
  });

  test("counts for the phones, and what phones reserved is not taken again", async () => {
    const table = await givenPayingTable(db.pool, await givenRestaurant(db.pool));
    await table.order("Soup", 2, 1);
    const wish = await table.wish(1, await table.ownShare(1));
    expect((await paymentOf(table, wish)).amount).toBe(450);
    await expect(take(table, { mode: "rest", amount: 900 })).rejects.toThrow(/amount-differs.*450/);
    await take(table, { mode: "rest", amount: 450 });
    expect(await table.bill()).toMatchObject({ free: 0, reserved: 450, paid: 450 });
  });

  test("says on its receipt what of discounts and of the service charge is in it", async () => {
    const service = {
      rate: { percent: 1000 },
      fromGuests: 1,
      of: "net",
      category: "food",
    } as const;
    const table = await givenPayingTable(db.pool, await givenRestaurant(db.pool), {
      terms: { ...TERMS, service },
    });
    await table.order("Soup", 2, 1);
    await adjust(table, { kind: "discount", on: null, off: { percent: 2000 } });
    // Two soups at 4.50, a fifth off, and a tenth of that on top.
    const { token } = await take(table, { mode: "rest", amount: 792 });
    const { text } = await readReceipt(db.pool, token);
    expect(receiptContent.parse(JSON.parse(text))).toMatchObject({
      lines: [{ portions: 2, amount: 792 }],
      ...{ reduced: 180, service: 72 },
    });
  });

  test("also comes from a table that is over and left without paying", async () => {
    const restaurant = await givenRestaurant(db.pool);
    const table = await givenPayingTable(db.pool, restaurant);
    await table.order("Soup");
    await expireSessions(db.pool, { now: later(later(new Date())) });
    const unpaid = await readBalances(db.pool, restaurant);
    expect(unpaid).toMatchObject([{ table: "1", status: "expired", balance: 450 }]);
    await take(table, { mode: "rest", amount: 450 });
    expect(await readBalances(db.pool, restaurant)).toEqual([]);
  });

  test("beyond the bill, by what is taken off it later, is told to the floor", async () => {
    const restaurant = await givenRestaurant(db.pool);
    const table = await givenPayingTable(db.pool, restaurant);
    await table.order("Soup");
    await take(table, { mode: "rest", amount: 450 });
    expect(await readBalances(db.pool, restaurant)).toMatchObject([{ balance: 0, overpaid: 0 }]);
    await adjust(table, { kind: "discount", on: null, off: { amount: 100 } });
    expect(await readBalances(db.pool, restaurant)).toMatchObject([{ balance: 0, overpaid: 100 }]);
  });
});

describe("An adjustment", () => {
  test("takes portions off from where nobody pays, never what is being paid", async () => {
    const table = await givenPayingTable(db.pool, await givenRestaurant(db.pool));
    const order = await table.order("Soup", 3);
    const [line = ""] = Object.keys((await table.view()).lines);
    const on = { order, line };
    const covers = [{ ...on, from: 2 * PORTION, to: 3 * PORTION, of: null }];
    await table.wish(1, { mode: "items", covers, amount: 450 });
    await adjust(table, { kind: "void", on, portions: 2 }, waiter as never);
    expect(await table.bill()).toMatchObject({ total: 450, free: 0, reserved: 450 });
    await expect(adjust(table, { kind: "void", on, portions: 1 })).rejects.toMatchObject({
      code: "void-too-high",
    });
  });

  test("is for those who may, once for each call, and can be undone", async () => {
    const table = await givenPayingTable(db.pool, await givenRestaurant(db.pool));
    const { restaurantId, sessionId } = table;
    await table.order("Soup", 2);
    const half = { kind: "discount", on: null, off: { percent: 5000 } } as const;
    await expect(adjust(table, half, waiter as never)).rejects.toMatchObject({
      code: "not-allowed",
    });
    const call = { restaurantId, sessionId, what: half, reason: "late", by: manager };
    const once = uuidv7();
    const [a, b] = await Promise.all(
      [1, 2].map(() => adjustBill(db.pool, { ...call, once, now: new Date() })),
    );
    expect(a).toEqual(b);
    expect((await table.bill()).total).toBe(450);
    const undo = { kind: "reversal", entry: a?.entry ?? 0 } as const;
    await expect(adjust(table, undo, waiter as never)).rejects.toMatchObject({
      code: "not-allowed",
    });
    await adjust(table, undo);
    await expect(adjust(table, undo)).rejects.toMatchObject({ code: "entry-unknown" });
    expect((await table.bill()).total).toBe(900);
    await expect(adjust(table, { kind: "write-off", amount: 901 })).rejects.toMatchObject({
      code: "field-invalid",
    });
    await adjust(table, { kind: "write-off", amount: 900 });
    await close(table);
  });
});

describe("Giving back", () => {
  test("is never more than was paid, with another refund running or not", async () => {
    const table = await givenPayingTable(db.pool, await givenRestaurant(db.pool));
    await table.order("Soup");
    const { payment } = await take(table, { mode: "rest", amount: 450 });
    const refund = (amount: number, once = uuidv7()) =>
      refundPayment(db.pool, {
        ...{ restaurantId: table.restaurantId, paymentId: payment, amount, tip: 0, once },
        ...{ reason: "cold", by: manager, now: new Date() },
      });
    const both = await Promise.allSettled([refund(300), refund(300)]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const once = uuidv7();
    expect(await refund(150, once)).toEqual(await refund(150, once));
    await expect(refund(1)).rejects.toMatchObject({ code: "refund-too-high" });
    expect(await table.bill()).toMatchObject({ paid: 0, balance: 450 });
    const taxes = paymentsOf(await table.view()).flatMap((each) => each.taxes ?? []);
    expect(taxes).toEqual([]);
  });

  test("that the provider cannot do is taken back, and seen", async () => {
    const table = await givenPayingTable(db.pool, await givenRestaurant(db.pool));
    const { restaurantId } = table;
    await table.order("Soup");
    const wish = await table.wish(1, { mode: "rest", amount: 450 });
    const { id: paymentId } = await paymentOf(table, wish);
    await captured(table, paymentId, 450);
    const refundId = uuidv7();
    await refundPayment(db.pool, {
      ...{ restaurantId, paymentId, amount: 450, tip: 0, once: refundId },
      ...{ reason: "cold", by: manager, now: new Date() },
    });
    expect((await table.bill()).paid).toBe(0);
    const failed = { restaurantId, paymentId, refundId, state: "failed", now: new Date() } as const;
    await applyRefundState(db.pool, failed);
    await applyRefundState(db.pool, failed);
    expect(await table.bill()).toMatchObject({ paid: 450, balance: 0 });
    const receipts = await readReceiptsOf(db.pool, table);
    expect(receipts.map(({ amount }) => amount)).toEqual([450, -450, 450]);
  });
});

test("neither the ledger, nor receipts, nor what a payment is for can be changed", async () => {
  const table = await givenPayingTable(db.pool, await givenRestaurant(db.pool));
  await table.order("Soup");
  await take(table, { mode: "rest", amount: 450 });
  const refused = [
    "update bill_entries set content = '{}'",
    "delete from bill_entries",
    "update receipts set content = '{}'",
    "delete from receipts",
    "update payments set amount_minor = 1",
    "update payments set status = 'pending'",
    "delete from payments",
  ];
  for (const statement of refused) {
    await expect(
      db.owner.query(`${statement} where restaurant_id = $1`, [table.restaurantId]),
    ).rejects.toMatchObject({ code: expect.stringMatching(/^TU00[12]$/) });
  }
});
