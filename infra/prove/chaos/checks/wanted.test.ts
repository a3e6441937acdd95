import { splitPortionKey } from "@tureen/shared/table/document/keys";
import { beforeAll, expect, test } from "vitest";
import { judge } from "./judge.ts";
import { type RecordedSession, recordSession } from "./testing/recorded-session.ts";
import { codesOf, eventsOf, orderNumber, tamper } from "./testing/tamper.ts";
import { checkWanted } from "./wanted.ts";

let recorded: RecordedSession;

beforeAll(async () => {
  recorded = await recordSession();
});

test("finds nothing in a good evening", () => {
  expect(codesOf(checkWanted, tamper(recorded))).toEqual([]);
  const { counts } = judge(recorded.history, recorded.evidence);
  expect(counts).toMatchObject({ orderedLines: 3, ordersAsConfirmed: 2, linesAgainstRecord: 3 });
});

test("one portion more than was wanted", () => {
  const bad = tamper(recorded);
  const [line] = orderNumber(bad, 1).lines;
  if (line) line.quantity += 1;
  expect(codesOf(checkWanted, bad)).toEqual(["line-over-ordered", "order-not-as-confirmed"]);
});

test("a line that a second order takes again", () => {
  const bad = tamper(recorded);
  const again = { ...orderNumber(bad, 1), id: crypto.randomUUID(), number: 3 };
  bad.evidence.orders.push(again);
  const verdict = judge({ events: bad.events, dropped: 0 }, bad.evidence);
  const over = verdict.violations.filter((v) => v.code === "line-over-ordered");
  expect(over.map((v) => v.ids.line)).toContain(again.lines[0]?.line);
});

test("the same quantity, wanted only after it was ordered", () => {
  const bad = tamper(recorded);
  const order = orderNumber(bad, 2);
  const session = bad.evidence.sessions.find((s) => s.id === order.session);
  // The order comes to stand before the line in the log.
  const decided = session?.log.findLast((r) => r.author === "server");
  if (!session || !decided) throw new Error("no order in the log");
  session.log = [
    ...session.log.filter((r) => r.author === "server"),
    ...session.log.filter((r) => r.author !== "server"),
  ];
  session.log.forEach((row, i) => {
    row.seq = i + 1;
  });
  expect(codesOf(checkWanted, bad)).toContain("line-over-ordered");
});

test("another price than the confirmer saw", () => {
  const bad = tamper(recorded);
  const [line] = orderNumber(bad, 1).lines;
  if (line) line.unitPrice -= 1;
  expect(codesOf(checkWanted, bad)).toEqual(["order-not-as-confirmed"]);
});

test("another total than the confirmer saw", () => {
  const bad = tamper(recorded);
  orderNumber(bad, 1).total += 1;
  expect(codesOf(checkWanted, bad)).toEqual(["order-not-as-confirmed"]);
});

test("more than the phones ever asked for, whatever the log says", () => {
  const bad = tamper(recorded);
  const line = orderNumber(bad, 1).lines[0]?.line ?? "";
  for (const e of eventsOf(bad, "sent")) {
    if (e.root === "portions" && splitPortionKey(e.key).lineId === line) e.value = 1;
  }
  expect(codesOf(checkWanted, bad)).toEqual(["line-over-ordered"]);
  const verdict = judge({ events: bad.events, dropped: 0 }, bad.evidence);
  const over = verdict.violations.find((v) => v.code === "line-over-ordered");
  // The taps that were made stay in the history: they are what the order is measured by.
  expect(over?.history.map((e) => ("root" in e ? e.root : ""))).toEqual(
    expect.arrayContaining(["lines", "portions", "portions"]),
  );
});
