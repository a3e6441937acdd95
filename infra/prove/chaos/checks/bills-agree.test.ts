import { randomUUID } from "node:crypto";
import { adjustBill } from "@tureen/persistence/bill/adjust-bill";
import { refundPayment } from "@tureen/persistence/bill/refund-payment";
import * as card from "@tureen/persistence/bill/testing/demonstration-card";
import { givenPayingTable, type PayingTable } from "@tureen/persistence/bill/testing/paying-table";
import { givenRestaurant } from "@tureen/persistence/testing/fixtures";
import { createTestDatabase } from "@tureen/persistence/testing/test-database";
import type { Payment } from "@tureen/shared/table/document/types";
import { beforeAll, expect, test } from "vitest";
import { checkBillsAgree } from "./bills-agree.ts";
import type { Evidence } from "./evidence.ts";
import { type Ground, prepareGround } from "./ground.ts";
import { loadEvidence } from "./load-evidence.ts";

let evidence: Evidence;

/** An evening with a payment by card, one of them given back in part, and a void after it was paid. */
beforeAll(async () => {
  const db = await createTestDatabase();
  try {
    const restaurant = await givenRestaurant(db.pool);
    const table = await givenPayingTable(db.pool, restaurant);
    const order = await table.order("Soup", 2, 1);
    await table.order("Water", 1, 2);
    const first = await pay(db.pool, table, 1);
    const { lines } = (await table.view()).orders[order] ?? { lines: [] };
    const common = { restaurantId: table.restaurantId, sessionId: table.sessionId };
    const by = { kind: "staff", id: randomUUID(), role: "manager" } as const;
    const on = { order, line: lines[0]?.line ?? "" };
    await adjustBill(db.pool, {
      ...{ ...common, by, what: { kind: "void", on, portions: 1 }, reason: "spilt" },
      ...{ once: randomUUID(), now: new Date() },
    });
    await refundPayment(db.pool, {
      ...{ restaurantId: table.restaurantId, paymentId: first.id, amount: 100, tip: 0 },
      ...{ reason: "spilt", by, once: randomUUID(), now: new Date() },
    });
    await card.askAll(db.pool, table);
    await card.deliver(db.pool, table);
    evidence = { ...(await loadEvidence(db.pool, table.restaurantId)), replicas: [] };
  } finally {
    await db.drop();
  }
});

async function pay(
  database: Parameters<typeof card.askAll>[0],
  table: PayingTable,
  seat: number,
): Promise<Payment> {
  const wish = await table.wish(seat, await table.ownShare(seat));
  const payment = (await table.view()).payments[wish];
  if (!payment || payment.status === "rejected") throw new Error("no payment");
  await card.payCard(database, table, payment.id);
  await card.deliver(database, table);
  return payment;
}

/** What the check finds after `change`; it may change everything in place. */
function foundAfter(change: (bad: ReturnType<typeof copy>) => void): string[] {
  const bad = copy();
  change(bad);
  const { offences } = checkBillsAgree([], bad.ground);
  return [...new Set(offences.map(({ code }) => code))].sort();
}

type Writable<T> = T extends object ? { -readonly [K in keyof T]: Writable<T[K]> } : T;

function copy() {
  const ground: Ground = prepareGround(structuredClone(evidence));
  const [session] = ground.sessions.values();
  if (!session) throw new Error("no session");
  const bill = session.bill as Writable<typeof session.bill>;
  const view = session.replay.view as Writable<typeof session.replay.view>;
  const [row, charge, shown] = [
    bill.payments[0],
    bill.charges[0],
    Object.entries(view.payments)[0],
  ];
  if (!row || !charge || !shown) throw new Error("no payment");
  const [key, payment] = shown as [string, Writable<Payment>];
  return { ground, bill, view, row, charge, key, payment };
}

test("finds nothing in a good evening, and counts it", () => {
  const { offences, counts } = checkBillsAgree([], prepareGround(evidence));
  expect(offences).toEqual([]);
  expect(counts).toMatchObject({ payments: 1, doublePaid: 0, lostCharges: 0 });
  expect(counts.ledgerEntries).toBeGreaterThanOrEqual(4);
});

test("the same dish paid twice", () => {
  const found = foundAfter(({ view, payment }) => {
    view.payments["d2-00000000000000"] = { ...payment, id: randomUUID() };
  });
  expect(found).toContain("double-paid");
});

test("more money than the bill ever was", () => {
  const found = foundAfter(({ payment }) => {
    payment.amount += 10_000;
  });
  expect(found).toContain("double-paid");
});

test.each<[string, (bad: ReturnType<typeof copy>) => void]>([
  ["money that is not known as paid", ({ row }) => Object.assign(row, { status: "failed" })],
  ["a payment that nobody charged", ({ charge }) => Object.assign(charge, { state: "failed" })],
  ["a charge of another amount", ({ charge }) => Object.assign(charge, { amount: 1 })],
  ["a refund that the provider never made", ({ charge }) => Object.assign(charge, { refunded: 0 })],
])("%s", (_, change) => {
  expect(foundAfter(change)).toContain("charge-lost");
});

test("a reservation that never ended", () => {
  const found = foundAfter(({ row }) => Object.assign(row, { status: "pending" }));
  expect(found).toContain("reservation-stuck");
});

test("a tab whose card is never charged", () => {
  const found = foundAfter(({ row, payment }) => {
    Object.assign(row, { status: "authorised" });
    Object.assign(payment, { status: "reserved" });
  });
  expect(found).toContain("reservation-stuck");
});

test.each<[string, (bad: ReturnType<typeof copy>) => void]>([
  ["an entry that the ledger lacks", ({ bill }) => bill.ledger.pop()],
  ["an adjustment that the document lacks", ({ view }) => Object.assign(view, { entries: {} })],
  ["a payment that the document lacks", ({ view }) => Object.assign(view, { payments: {} })],
  ["a payment that the tables lack", ({ bill }) => bill.payments.pop()],
  ["a floor that shows another balance", ({ bill }) => Object.assign(bill.sums ?? {}, { paid: 1 })],
])("%s", (_, change) => {
  expect(foundAfter(change)).toContain("balance-mismatch");
});
