import { beforeAll, expect, test } from "vitest";
import { prepareGround } from "./ground.ts";
import { checkOrdersAgree } from "./orders-agree.ts";
import { type RecordedSession, recordSession } from "./testing/recorded-session.ts";
import { codesOf, orderNumber, tamper } from "./testing/tamper.ts";

let recorded: RecordedSession;

beforeAll(async () => {
  recorded = await recordSession();
});

test("finds nothing in a good evening", () => {
  expect(codesOf(checkOrdersAgree, tamper(recorded))).toEqual([]);
});

test("an order that only the table was shown", () => {
  const bad = tamper(recorded);
  bad.evidence.orders = bad.evidence.orders.filter((o) => o.number !== 1);
  expect(codesOf(checkOrdersAgree, bad)).toEqual(["order-not-in-tables"]);
});

test("an order that its document does not have", () => {
  const bad = tamper(recorded);
  bad.evidence.orders.push({ ...orderNumber(bad, 1), id: crypto.randomUUID(), number: 3 });
  expect(codesOf(checkOrdersAgree, bad)).toEqual([
    "order-not-in-document",
    "status-history-broken",
  ]);
});

type Order = ReturnType<typeof orderNumber>;

test.each<[string, (order: Order) => void]>([
  ["number", (o) => Object.assign(o, { number: 9 })],
  ["total", (o) => Object.assign(o, { total: o.total + 1 })],
  ["currency", (o) => Object.assign(o, { currency: "USD" })],
  ["by", (o) => Object.assign(o, { diner: "d2" })],
  ["statusAt", (o) => Object.assign(o, { statusAt: o.statusAt + 1 })],
  ["lines", (o) => Object.assign(o.lines[0] ?? {}, { unitPrice: 1 })],
  ["lines", (o) => Object.assign(o.lines[1] ?? {}, { note: "" })],
  ["lines", (o) => Object.assign(o.lines[1] ?? {}, { for: "table" })],
  ["lines", (o) => Object.assign(o.lines[1] ?? {}, { choices: ["Small"] })],
  ["lines", (o) => Object.assign(o.lines[0] ?? {}, { shares: { d1: 3 } })],
  ["lines", (o) => o.lines.pop()],
])("an order whose %s differs", (part, change) => {
  const bad = tamper(recorded);
  const order = orderNumber(bad, 1);
  change(order);
  const { offences } = checkOrdersAgree([], prepareGround(bad.evidence));
  expect(offences).toHaveLength(1);
  expect(offences[0]?.code).toBe("order-differs");
  expect(offences[0]?.message).toMatch(new RegExp(`in ${part}\\.$`));
});

test("a reason that the table was not given", () => {
  const bad = tamper(recorded);
  orderNumber(bad, 2).reason = "burnt";
  expect(codesOf(checkOrdersAgree, bad)).toEqual(["order-differs"]);
});

test("a status that the document and the history do not have", () => {
  const bad = tamper(recorded);
  orderNumber(bad, 1).status = "ready";
  expect(codesOf(checkOrdersAgree, bad)).toEqual(["order-differs", "status-history-broken"]);
});

test("a step that is not allowed", () => {
  const bad = tamper(recorded);
  const order = orderNumber(bad, 1).id;
  const steps = bad.evidence.statusHistory.filter((row) => row.order === order);
  const second = steps[1];
  if (second) second.to = "ready";
  const third = steps[2];
  if (third) third.from = "ready";
  expect(codesOf(checkOrdersAgree, bad)).toEqual(["status-history-broken"]);
});

test("a step from where the order was not", () => {
  const bad = tamper(recorded);
  const row = bad.evidence.statusHistory.find((r) => r.from === "accepted");
  if (row) row.from = "preparing";
  expect(codesOf(checkOrdersAgree, bad)).toEqual(["status-history-broken"]);
});

test("an order without history", () => {
  const bad = tamper(recorded);
  bad.evidence.statusHistory = [];
  expect(codesOf(checkOrdersAgree, bad)).toEqual(["status-history-broken"]);
});
