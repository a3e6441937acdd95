import { beforeAll, expect, test } from "vitest";
import { judge } from "./judge.ts";
import { checkOutcomes } from "./outcomes.ts";
import { type RecordedSession, recordSession } from "./testing/recorded-session.ts";
import {
  busiest,
  codesOf,
  eventsOf,
  forgetRows,
  orderNumber,
  type Tampered,
  tamper,
} from "./testing/tamper.ts";

let recorded: RecordedSession;

beforeAll(async () => {
  recorded = await recordSession();
});

const verdictOf = (bad: Tampered) => judge({ events: bad.events, dropped: 0 }, bad.evidence);

/** The rejected confirm of the first table that came too late. */
function rejectedConfirm(bad: Tampered) {
  const found = eventsOf(bad, "seen").find(
    (e) => e.root === "receipts" && (e.value as { ok: boolean }).ok === false,
  );
  if (!found) throw new Error("no rejection");
  return found;
}

test("finds nothing in a good evening", () => {
  expect(codesOf(checkOutcomes, tamper(recorded))).toEqual([]);
  const { counts } = judge(recorded.history, recorded.evidence);
  expect(counts).toMatchObject({ confirms: 5, ordered: 2, rejected: 3, duplicateOrders: 0 });
});

test("two orders for one confirm", () => {
  const bad = tamper(recorded);
  bad.evidence.orders.push({ ...orderNumber(bad, 1), id: crypto.randomUUID(), number: 3 });
  const verdict = verdictOf(bad);
  expect(verdict.counts.duplicateOrders).toBe(1);
  expect(codesOf(checkOutcomes, bad)).toEqual(["duplicate-order"]);
  // The order tables show it by themselves: what the phones knew of it is given besides.
  const duplicate = verdict.violations.find((v) => v.code === "duplicate-order");
  expect(duplicate?.history.map((e) => e.kind)).toContain("sent");
});

test("an acknowledged confirm without an outcome", () => {
  const bad = tamper(recorded);
  const session = busiest(bad);
  const decided = session.log.find((row) => row.author === "server" && row.seq > 3);
  const confirmed = session.log.findLast(
    (row) => row.author === "d1" && row.seq < (decided?.seq ?? 0),
  );
  forgetRows(bad, session, (seq) => seq > (confirmed?.seq ?? 0));
  const { confirm } = orderNumber(bad, 1);
  bad.evidence.orders = bad.evidence.orders.filter((o) => o.session !== session.id);
  const row = session.queue.find((r) => r.confirm === confirm);
  if (row) row.status = "pending";
  const verdict = verdictOf(bad);
  const missing = verdict.violations.find(
    (v) => v.code === "outcome-missing" && v.ids.confirm === confirm,
  );
  expect(missing).toBeDefined();
  expect(verdict.counts.missingOutcomes).toBeGreaterThanOrEqual(1);
});

test("an acknowledged confirm that has vanished altogether", () => {
  const bad = tamper(recorded);
  const { confirm, session: id } = orderNumber(bad, 2);
  const session = bad.evidence.sessions.find((s) => s.id === id);
  if (!session) throw new Error("no session");
  session.log = [];
  session.queue = [];
  bad.evidence.orders = bad.evidence.orders.filter((o) => o.session !== id);
  bad.events = bad.events.filter((e) => e.kind !== "seen");
  const verdict = verdictOf(bad);
  const missing = verdict.violations.find(
    (v) => v.code === "outcome-missing" && v.ids.confirm === confirm,
  );
  expect(missing?.history.map((e) => e.kind)).toEqual(["sent", "acknowledged"]);
});

test("a receipt for an order that is not there", () => {
  const bad = tamper(recorded);
  bad.evidence.orders = bad.evidence.orders.filter((o) => o.number !== 1);
  expect(codesOf(checkOutcomes, bad)).toEqual(["receipt-without-order"]);
  expect(verdictOf(bad).counts.missingOutcomes).toBe(1);
});

test("a receipt with another order's number", () => {
  const bad = tamper(recorded);
  orderNumber(bad, 1).number = 9;
  expect(codesOf(checkOutcomes, bad)).toEqual(["receipt-without-order"]);
});

test("an order that the table was never told of", () => {
  const bad = tamper(recorded);
  orderNumber(bad, 1).confirm = "d1-neverconfirmed";
  expect(codesOf(checkOutcomes, bad)).toEqual([
    "order-without-receipt",
    "queue-disagrees",
    "receipt-without-order",
  ]);
});

test("a rejected confirm that was ordered all the same", () => {
  const bad = tamper(recorded);
  const { key: confirm, session } = rejectedConfirm(bad);
  bad.evidence.orders.push({
    ...orderNumber(bad, 1),
    id: crypto.randomUUID(),
    number: 3,
    confirm,
    session,
  });
  expect(codesOf(checkOutcomes, bad)).toEqual(["order-despite-rejection"]);
});

test("a phone that was told another outcome", () => {
  const bad = tamper(recorded);
  const told = rejectedConfirm(bad);
  told.value = { ok: true, order: orderNumber(bad, 1).id, number: 1, at: 1 };
  expect(codesOf(checkOutcomes, bad)).toEqual(["outcome-changed"]);
  const changed = verdictOf(bad).violations.find((v) => v.code === "outcome-changed");
  expect(changed?.history).toHaveLength(1);
  expect(changed?.history[0]).toMatchObject({ kind: "seen", key: told.key, phone: told.phone });
});

test.each(["pending", "failed"] as const)(
  "an ordered confirm that is %s in the queue",
  (status) => {
    const bad = tamper(recorded);
    const { confirm } = orderNumber(bad, 1);
    const row = bad.evidence.sessions.flatMap((s) => s.queue).find((r) => r.confirm === confirm);
    if (row) row.status = status;
    expect(codesOf(checkOutcomes, bad)).toEqual(["queue-disagrees"]);
  },
);

test("a confirm that was logged and never queued", () => {
  const bad = tamper(recorded);
  const session = busiest(bad);
  session.queue = session.queue.slice(1);
  expect(codesOf(checkOutcomes, bad)).toEqual(["queue-disagrees"]);
});
