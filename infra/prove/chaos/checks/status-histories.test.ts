import type { OrderStatus } from "@tureen/shared/table/document/order-status";
import { beforeAll, expect, test } from "vitest";
import type { HistoryEvent } from "../history.ts";
import { prepareGround } from "./ground.ts";
import { judge } from "./judge.ts";
import { checkStatusHistories } from "./status-histories.ts";
import { type RecordedSession, recordSession } from "./testing/recorded-session.ts";
import { codesOf, eventsOf, orderNumber, type Tampered, tamper } from "./testing/tamper.ts";

let recorded: RecordedSession;

beforeAll(async () => {
  recorded = await recordSession();
});

/** The answers to the readings of the tickets, in order. */
function readings(bad: Tampered) {
  return eventsOf(bad, "answered").flatMap(({ answer }) =>
    answer.what === "read-tickets" ? [answer] : [],
  );
}

function ask(bad: Tampered, from: OrderStatus, to: OrderStatus, nth = 0) {
  const asked = eventsOf(bad, "asked").filter(
    (e) => e.ask.what === "move-order" && e.ask.from === from && e.ask.to === to,
  )[nth];
  if (!asked) throw new Error(`no move from ${from} to ${to}`);
  return asked;
}

test("finds nothing in a good evening", () => {
  const bad = tamper(recorded);
  const { offences, counts } = checkStatusHistories(bad.events, prepareGround(bad.evidence));
  expect(offences).toEqual([]);
  expect(counts).toMatchObject({
    statusHistories: 2,
    undecidedStatusHistories: 0,
    statusAnswers: 4,
    ticketReadings: 3,
  });
  expect(counts.statusesSeen).toBeGreaterThan(4);
});

test("a stale reading of the tickets", () => {
  const bad = tamper(recorded);
  const ticket = readings(bad)[2]?.tickets.find((t) => t.order === orderNumber(bad, 2).id);
  if (ticket) ticket.status = "placed";
  expect(codesOf(checkStatusHistories, bad)).toEqual(["statuses-not-linearizable"]);
  const verdict = judge({ events: bad.events, dropped: 0 }, bad.evidence);
  const [found] = verdict.violations;
  expect(found?.message).toMatch(/fails at reading the tickets \(r\d+, shows it placed\)/);
  // Just the cancelling, its answer, and the reading that did not know of it.
  expect(found?.history.filter((e) => e.kind === "answered")).toHaveLength(2);
});

test("a reading that lacks an order that was placed and not finished", () => {
  const bad = tamper(recorded);
  const last = readings(bad)[2];
  if (last) last.tickets = last.tickets.filter((t) => t.order !== orderNumber(bad, 1).id);
  expect(codesOf(checkStatusHistories, bad)).toEqual(["statuses-not-linearizable"]);
});

test("a move refused as outrun, though the order stood where it was seen", () => {
  const bad = tamper(recorded);
  const { op } = ask(bad, "placed", "cancelled");
  const i = bad.events.findIndex((e) => e.kind === "answered" && e.op === op);
  const { n, at } = bad.events[i] as HistoryEvent;
  bad.events[i] = { kind: "denied", op, code: "order-moved", n, at };
  expect(codesOf(checkStatusHistories, bad)).toContain("statuses-not-linearizable");
});

test("an order called unknown after the table was told of it", () => {
  const bad = tamper(recorded);
  const denied = eventsOf(bad, "denied").find((e) => e.code === "order-moved");
  if (denied) denied.code = "order-unknown";
  expect(codesOf(checkStatusHistories, bad)).toEqual(["statuses-not-linearizable"]);
});

test("a move granted from where the order no longer was", () => {
  const bad = tamper(recorded);
  const denied = eventsOf(bad, "denied").find((e) => e.code === "order-moved");
  if (!denied) throw new Error("nothing was denied");
  const i = bad.events.indexOf(denied);
  const { op, n, at } = denied;
  const answer = { what: "move-order", event: 3, status: "accepted" } as const;
  bad.events[i] = { kind: "answered", op, answer, n, at };
  expect(codesOf(checkStatusHistories, bad)).toEqual(["statuses-not-linearizable"]);
});

test("a final status that the moves do not lead to", () => {
  const bad = tamper(recorded);
  orderNumber(bad, 1).status = "ready";
  expect(codesOf(checkStatusHistories, bad)).toEqual(["statuses-not-linearizable"]);
});

test("a move whose answer was lost may have been made or not", () => {
  const made = tamper(recorded);
  expect(eventsOf(made, "unknown")).toHaveLength(1);
  expect(codesOf(checkStatusHistories, made)).toEqual([]);

  const unmade = tamper(recorded);
  const order = orderNumber(unmade, 1);
  order.status = "accepted";
  const row = unmade.evidence.statusHistory.find((r) => r.to === "preparing");
  unmade.evidence.statusHistory = unmade.evidence.statusHistory.filter((r) => r !== row);
  for (const reading of readings(unmade)) {
    for (const t of reading.tickets) if (t.status === "preparing") t.status = "accepted";
  }
  unmade.events = unmade.events.filter((e) => !isStatusSeen(e, "preparing"));
  expect(codesOf(checkStatusHistories, unmade)).toEqual([]);
});

function isStatusSeen(e: Tampered["events"][number], status: OrderStatus): boolean {
  return (
    e.kind === "seen" && e.root === "orders" && (e.value as { status: string }).status === status
  );
}

test("an error after which nobody can know may have been a success", () => {
  const bad = tamper(recorded);
  const { op } = ask(bad, "accepted", "preparing");
  const i = bad.events.findIndex((e) => e.kind === "unknown" && e.op === op);
  const { n, at } = bad.events[i] as HistoryEvent;
  bad.events[i] = { kind: "denied", op, code: "storage-unavailable", n, at };
  expect(codesOf(checkStatusHistories, bad)).toEqual([]);
  bad.events[i] = { kind: "denied", op, code: "token-expired", n, at };
  expect(codesOf(checkStatusHistories, bad)).toContain("status-change-unasked");
});

test("a granted move that the history does not have", () => {
  const bad = tamper(recorded);
  const answered = eventsOf(bad, "answered").find((e) => e.answer.what === "move-order");
  if (answered?.answer.what === "move-order") answered.answer.event = 1;
  expect(codesOf(checkStatusHistories, bad)).toEqual(["status-answer-not-recorded"]);
  const [found] = judge({ events: bad.events, dropped: 0 }, bad.evidence).violations;
  expect(found?.history.some((e) => e.kind === "answered")).toBe(true);
});

test("one request that became two steps", () => {
  const bad = tamper(recorded);
  const { op } = ask(bad, "placed", "accepted", 2);
  bad.events = bad.events.filter((e) => !("op" in e) || e.op !== op);
  expect(codesOf(checkStatusHistories, bad)).toContain("status-change-unasked");
});

test("a phone that sees a status which came before the one it had", () => {
  const bad = tamper(recorded);
  const order = orderNumber(bad, 2).id;
  const seen = eventsOf(bad, "seen").filter((e) => e.root === "orders" && e.key === order);
  const last = seen.at(-1);
  if (!last) throw new Error("nobody saw the order");
  expect(last.value).toMatchObject({ status: "cancelled" });
  const value = { ...(last.value as object), status: "placed" };
  bad.events.push({ ...last, value, n: (bad.events.at(-1)?.n ?? 0) + 1 });
  expect(codesOf(checkStatusHistories, bad)).toEqual(["status-seen-backwards"]);
  const [found] = judge({ events: bad.events, dropped: 0 }, bad.evidence).violations.filter(
    (v) => v.code === "status-seen-backwards",
  );
  const shown = found?.history.filter((e) => e.kind === "seen");
  expect(shown?.map((e) => (e.value as { status: string }).status)).toEqual([
    "cancelled",
    "placed",
  ]);
});

test("a phone that starts afresh begins with what a node has", () => {
  const bad = tamper(recorded);
  const order = orderNumber(bad, 2).id;
  const last = eventsOf(bad, "seen").findLast((e) => e.root === "orders" && e.key === order);
  if (!last) throw new Error("nobody saw the order");
  const { phone, session, diner, at } = last;
  const n = (bad.events.at(-1)?.n ?? 0) + 1;
  bad.events.push({ kind: "document-opened", phone, session, diner, n, at });
  const value = { ...(last.value as object), status: "placed" };
  bad.events.push({ ...last, value, n: n + 1 });
  expect(codesOf(checkStatusHistories, bad)).toEqual([]);
});
