import { beforeAll, expect, test } from "vitest";
import { judge } from "./judge.ts";
import { checkKitchenNumbers } from "./kitchen-numbers.ts";
import { type RecordedSession, recordSession } from "./testing/recorded-session.ts";
import { codesOf, eventsOf, orderNumber, type Tampered, tamper } from "./testing/tamper.ts";

let recorded: RecordedSession;

beforeAll(async () => {
  recorded = await recordSession();
});

const verdictOf = (bad: Tampered) => judge({ events: bad.events, dropped: 0 }, bad.evidence);

function drop(bad: Tampered, number: number): void {
  bad.events = bad.events.filter((e) => e.kind !== "kitchen-event" || e.number !== number);
}

test("finds nothing in a good evening", () => {
  expect(codesOf(checkKitchenNumbers, tamper(recorded))).toEqual([]);
  const { counts } = judge(recorded.history, recorded.evidence);
  expect(counts).toMatchObject({ kitchenEvents: 7, screens: 1, screenEvents: 7 });
});

test("a gap in the numbers of the events", () => {
  const bad = tamper(recorded);
  bad.evidence.statusHistory = bad.evidence.statusHistory.filter((row) => row.number !== 4);
  const { offences } = checkKitchenNumbers([], {
    ...emptyGround,
    statusHistory: bad.evidence.statusHistory,
  });
  expect(offences.map((o) => [o.code, o.message])).toEqual([
    ["kitchen-number-missing", "After event 3 comes event 5."],
  ]);
});

test("events that do not begin with the first", () => {
  const { statusHistory } = tamper(recorded).evidence;
  const { offences } = checkKitchenNumbers([], {
    ...emptyGround,
    statusHistory: statusHistory.slice(1),
  });
  expect(offences.map((o) => o.code)).toEqual(["kitchen-number-missing"]);
});

test("a number given twice", () => {
  const bad = tamper(recorded);
  orderNumber(bad, 2).number = 1;
  expect(codesOf(checkKitchenNumbers, bad)).toEqual(["order-number-missing"]);
});

test("a gap in the numbers of the orders", () => {
  const bad = tamper(recorded);
  orderNumber(bad, 2).number = 3;
  expect(codesOf(checkKitchenNumbers, bad)).toEqual(["order-number-missing"]);
});

test("a screen that was not brought an event", () => {
  const bad = tamper(recorded);
  drop(bad, 4);
  expect(codesOf(checkKitchenNumbers, bad)).toEqual(["screen-missed-event"]);
  const missed = verdictOf(bad).violations.find((v) => v.code === "screen-missed-event");
  expect(missed?.message).toContain("event 5 where 4 was next");
  const numbers = missed?.history.map((e) => (e.kind === "kitchen-event" ? e.number : e.kind));
  expect(numbers).toEqual(["kitchen-connected", "kitchen-connected", 5]);
});

test("a screen that was brought an event twice", () => {
  const bad = tamper(recorded);
  const at = bad.events.findIndex((e) => e.kind === "kitchen-event" && e.number === 4);
  bad.events.splice(at, 0, { ...(bad.events[at] as (typeof bad.events)[number]) });
  expect(codesOf(checkKitchenNumbers, bad)).toEqual(["screen-missed-event"]);
});

test("a screen that asks again for what it has is brought it again", () => {
  const bad = tamper(recorded);
  const events = eventsOf(bad, "kitchen-event");
  const n = (bad.events.at(-1)?.n ?? 0) + 1;
  bad.events.push({ kind: "kitchen-connected", screen: "pass", after: 5, n, at: 0 });
  bad.events.push(...events.filter((e) => e.number > 5));
  expect(codesOf(checkKitchenNumbers, bad)).toEqual([]);
});

test.each([
  ["status", { to: "served" }],
  ["order", { order: crypto.randomUUID() }],
  ["step", { from: "ready" }],
] as const)("a screen that was brought an event with another %s", (_what, change) => {
  const bad = tamper(recorded);
  Object.assign(eventsOf(bad, "kitchen-event")[3] ?? {}, change);
  expect(codesOf(checkKitchenNumbers, bad)).toContain("screen-event-differs");
  const [found] = verdictOf(bad).violations.filter((v) => v.code === "screen-event-differs");
  expect(found?.history.map((e) => (e.kind === "kitchen-event" ? e.number : e.kind))).toEqual([4]);
});

test("a screen whose view stopped before the end", () => {
  const bad = tamper(recorded);
  drop(bad, 7);
  expect(codesOf(checkKitchenNumbers, bad)).toEqual(["screen-behind"]);
});

test("a screen that was told to start over", () => {
  const bad = tamper(recorded);
  const n = (bad.events.at(-1)?.n ?? 0) + 1;
  bad.events.push({ kind: "kitchen-reset", screen: "pass", last: 6, n, at: 0 });
  expect(codesOf(checkKitchenNumbers, bad)).toEqual(["screen-behind", "screen-set-back"]);
});

test("a screen that was told to read the tickets again where it stands is not set back", () => {
  const good = tamper(recorded);
  const n = (good.events.at(-1)?.n ?? 0) + 1;
  good.events.push({ kind: "kitchen-reset", screen: "pass", last: 7, n, at: 0 });
  expect(codesOf(checkKitchenNumbers, good)).toEqual([]);
});

test("a screen that came late answers only for what came after", () => {
  const bad = tamper(recorded);
  bad.events = bad.events.filter((e) => e.kind !== "kitchen-event" || e.number > 2);
  const first = eventsOf(bad, "kitchen-connected")[0];
  if (first) first.after = 2;
  expect(codesOf(checkKitchenNumbers, bad)).toEqual([]);
});

const emptyGround = { sessions: new Map(), orders: [], statusHistory: [] };
