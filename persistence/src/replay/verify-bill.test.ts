import { TERMS } from "@tureen/shared/bill/testing/evening";
import { eventsOf } from "@tureen/shared/replay/events";
import { formatRecording, parseRecording } from "@tureen/shared/replay/file";
import { readJournal } from "@tureen/shared/replay/journal";
import type { Recording } from "@tureen/shared/replay/recording";
import { verifyRecording } from "@tureen/shared/replay/verify";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, expect, test } from "vitest";
import { adjustBill } from "../bill/adjust-bill.ts";
import { applyChargeState } from "../bill/apply-charge-state.ts";
import { refuseRaise } from "../bill/apply-hold.ts";
import { closeTab } from "../bill/close-tab.ts";
import { editBill } from "../bill/edit-bill.ts";
import { readPaymentOfWish } from "../bill/payment-rows.ts";
import { refundPayment } from "../bill/refund-payment.ts";
import { takePayment } from "../bill/take-payment.ts";
import { givenPayingTable } from "../bill/testing/paying-table.ts";
import { MenuCache } from "../menu/menu-cache.ts";
import { givenRestaurant } from "../testing/fixtures.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { auditAll } from "./audit/audit.ts";
import { readRecording } from "./read-recording.ts";

let db: TestDatabase;
let recording: Recording;
const by = { kind: "staff", id: uuidv7(), role: "manager" } as const;

beforeAll(async () => {
  db = await createTestDatabase();
  const restaurant = await givenRestaurant(db.pool);
  const { restaurantId } = restaurant;
  const table = await givenPayingTable(db.pool, restaurant);
  const { sessionId } = table;
  await table.order("Soup", 3);
  const now = new Date();
  const call = { restaurantId, sessionId, by, now };
  const half = { kind: "discount", on: null, off: { percent: 5000 } } as const;
  await adjustBill(db.pool, { ...call, what: half, reason: "late", once: uuidv7() });
  const paid = await table.wish(1, { mode: "amount", amount: 200, tip: 20 });
  await table.wish(2, { mode: "amount", amount: 5000 });
  const payment = await readPaymentOfWish(db.pool, { restaurantId, sessionId, key: paid });
  await applyChargeState(db.pool, {
    ...{ restaurantId, paymentId: payment?.id ?? "", now },
    state: { state: "captured", reference: "r", amount: 220, currency: "EUR" },
  });
  const wish = { mode: "rest", covers: [], payers: 1, amount: 475, tip: 0 } as const;
  const cash = { method: "cash", payer: null, wish, once: uuidv7() } as const;
  const taken = await takePayment(db.pool, { ...call, ...cash });
  const refund = { paymentId: taken.payment, amount: 75, tip: 0, reason: "cold", once: uuidv7() };
  await refundPayment(db.pool, { restaurantId, by, now, ...refund });
  ({ recording } = await readRecording(db.pool, table, { menus: new MenuCache() }));
});
afterAll(() => db.drop());

test("a session with a bill derives again, from Postgres and from a file", () => {
  expect(verifyRecording(recording)).toMatchObject({ ok: true, entries: 5 });
  expect(verifyRecording(parseRecording(formatRecording(recording)))).toMatchObject({ ok: true });
});

test("whatever is altered of a wish, its decision or the ledger is found", () => {
  const { wishes = [], ledger = [] } = recording;
  const altered = (change: Partial<Recording>) => {
    const verdict = verifyRecording({ ...recording, ...change });
    return verdict.ok ? "ok" : verdict.difference.code;
  };
  const [first, ...others] = wishes;
  if (!first?.result) throw new Error("not decided");
  expect(altered({ wishes: others })).toBe("wish-unqueued");
  expect(altered({ wishes: [{ ...first, payload: {} }, ...others] })).toBe("wish-differs");
  const result = { ...first.result, sessionStatus: "closed" } as const;
  expect(altered({ wishes: [{ ...first, result }, ...others] })).toBe("payment-decision-differs");
  for (const i of ledger.keys()) {
    expect(altered({ ledger: ledger.toSpliced(i, 1) })).toBe("ledger-differs");
  }
});

test("the audit follows the ledger too, and finds what an owner alters in it", async () => {
  const report = await auditAll(db.owner);
  expect(report).toMatchObject({ ok: true, entries: 5, receipts: 3 });
  const anchor = report.restaurants.map(({ head }) => head);
  const faultsAfter = async (statement: string) => {
    const client = await db.owner.connect();
    await client.query("set session_replication_role = replica");
    await client.query(statement);
    client.release(true);
    const { restaurants } = await auditAll(db.owner, { since: anchor });
    return restaurants.flatMap(({ faults }) => faults.map(({ code }) => code));
  };
  const content = "content = replace(content, '475', '474')";
  expect(await faultsAfter(`update receipts set ${content} where number = 2`)).toEqual([
    "receipt-altered",
  ]);
  await faultsAfter("update receipts set content = replace(content, '474', '475')");
  expect(await faultsAfter("update payments set refunded_minor = 0")).toEqual(["payment-differs"]);
  await faultsAfter("update payments set refunded_minor = 75 where method = 'cash'");
  expect(await faultsAfter(`update bill_entries set ${content} where number = 4`)).toContain(
    "entry-altered",
  );
  const last = "delete from bill_entries where number = 5";
  expect(await faultsAfter(last)).toContain("anchor-differs");
});

test("a tab derives again, from the card that was put down to what it was charged", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const { restaurantId } = restaurant;
  const terms = { ...TERMS, tab: { hold: 1000, step: 500 } };
  const table = await givenPayingTable(db.pool, restaurant, { terms });
  const { sessionId } = table;
  const key = await table.wish(1, { mode: "tab", amount: 1000 });
  const tab = await readPaymentOfWish(db.pool, { restaurantId, sessionId, key });
  const apply = (state: "authorised" | "captured", amount: number) =>
    applyChargeState(db.pool, {
      ...{ restaurantId, paymentId: tab?.id ?? "", now: new Date() },
      state: { state, reference: "r", amount, currency: "EUR" },
    });
  await apply("authorised", 1000);
  await table.order("Soup", 3);
  await apply("authorised", 1500);
  await refuseRaise(db.pool, {
    ...{ restaurantId, paymentId: tab?.id ?? "", amount: 2000, now: new Date() },
  });
  await closeTab(db.pool, {
    ...{ restaurantId, sessionId, holder: "d1", seen: 1350, tip: 100, now: new Date() },
    by: { kind: "diner", id: "d1" },
  });
  await apply("captured", 1450);
  const { recording } = await readRecording(db.pool, table, { menus: new MenuCache() });
  expect(verifyRecording(recording)).toMatchObject({ ok: true, entries: 6 });
  expect(verifyRecording(parseRecording(formatRecording(recording)))).toMatchObject({ ok: true });
  const { ledger = [] } = recording;
  const without = (i: number) => verifyRecording({ ...recording, ledger: ledger.toSpliced(i, 1) });
  // The first hold is taken up in the second; that it is missing is for the audit to find.
  const found = [...ledger.keys()].filter((i) => !without(i).ok);
  expect(found).toEqual([0, 2, 3, 4, 5]);
  const told = eventsOf(readJournal(recording.log)).flatMap((event) =>
    event.kind === "payment-moved" ? [event.status] : [],
  );
  expect(told).toEqual([
    ...["authorising", "held", "raised", "raise-refused", "reserved", "captured"],
  ]);
  const mine = (await auditAll(db.owner)).restaurants.find((one) => one.slug === restaurant.slug);
  expect(mine).toMatchObject({ faults: [] });
});

test("a tab that was charged for another amount than was open is found", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const { restaurantId } = restaurant;
  const terms = { ...TERMS, tab: { hold: 1000, step: 500 } };
  const table = await givenPayingTable(db.pool, restaurant, { terms });
  const key = await table.wish(1, { mode: "tab", amount: 1000 });
  const tab = await readPaymentOfWish(db.pool, { ...table, key });
  await applyChargeState(db.pool, {
    ...{ restaurantId, paymentId: tab?.id ?? "", now: new Date() },
    state: { state: "authorised", reference: "r", amount: 1000, currency: "EUR" },
  });
  await table.order("Soup", 2);
  await editBill(db.pool, { ...table, now: new Date() }, async (bill) => {
    const held = bill.view.payments[key];
    if (held?.status !== "held") throw new Error("not held");
    bill.setPayment(key, { ...held, status: "reserved", amount: 901 });
  });
  const { recording } = await readRecording(db.pool, table, { menus: new MenuCache() });
  expect(verifyRecording(recording)).toMatchObject({
    difference: { code: "payment-decision-differs", expected: 900, found: 901 },
  });
});
