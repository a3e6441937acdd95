import type { LineMove } from "@tureen/shared/orders/line-move";
import { beforeAll, expect, test } from "vitest";
import { prepareGround } from "./ground.ts";
import { judge } from "./judge.ts";
import { checkLineHistories } from "./line-histories.ts";
import { checkOrdersAgree } from "./orders-agree.ts";
import { checkStatusHistories } from "./status-histories.ts";
import { type RecordedSession, recordSession } from "./testing/recorded-session.ts";
import type { RecordedTable } from "./testing/recorded-table.ts";
import type { RecordedRestaurant } from "./testing/restaurant.ts";
import { codesOf, eventsOf, orderNumber, type Tampered, tamper } from "./testing/tamper.ts";

let recorded: RecordedSession;
let soup: string;
let pizza: string;

beforeAll(async () => {
  recorded = await recordSession(playLines);
});

/** An order of two dishes that go on one by one. */
async function playLines(restaurant: RecordedRestaurant): Promise<RecordedTable[]> {
  const table = await restaurant.openTable(0);
  soup = await table.host.add("Soup", 2);
  pizza = await table.host.add("Pizza", 1);
  const lines = [
    { line: soup, quantity: 2 },
    { line: pizza, quantity: 1 },
  ];
  const confirm = await table.host.confirm(lines);
  await table.decide(confirm);
  await table.receive();
  const order = table.orderOf(confirm);
  const soupIsReady: LineMove = { line: soup, from: "placed", to: "ready" };
  await restaurant.moveLines(order, [soupIsReady]);
  await restaurant.readTickets();
  await table.receive();
  // The same tap once more, as after an answer that was lost.
  await restaurant.moveLines(order, [soupIsReady]);
  const pizzaIsBegun: LineMove = { line: pizza, from: "placed", to: "preparing" };
  await restaurant.moveLines(order, [pizzaIsBegun], { answerLost: true });
  await restaurant.moveLines(order, [pizzaIsBegun]);
  await restaurant.cancelPortions(order, pizza, 1);
  await table.receive();
  await restaurant.readTickets();
  await restaurant.moveLines(order, [{ line: soup, from: "ready", to: "served" }]);
  await restaurant.screenReceives();
  await table.receive();
  return [table];
}

const CHECKS = [checkLineHistories, checkOrdersAgree, checkStatusHistories];
const all = (bad: Tampered) => [...new Set(CHECKS.flatMap((check) => codesOf(check, bad)))].sort();
const readings = (bad: Tampered) =>
  eventsOf(bad, "answered").flatMap(({ answer }) =>
    answer.what === "read-tickets" ? [answer] : [],
  );
/** The rows of moved lines. */
const moved = ({ evidence }: Tampered) => evidence.statusHistory.filter(({ moves }) => moves);

test("finds nothing where lines went on as they should", () => {
  const bad = tamper(recorded);
  expect(all(bad)).toEqual([]);
  const { counts } = judge({ events: bad.events, dropped: 0 }, bad.evidence);
  expect(counts).toMatchObject({ lineMoves: 3, linesRead: 4, lineMovesRefused: 2 });
  // Without the pizza the order is as far as its soup: a row that nobody asked for.
  expect(moved(bad).map(({ to, moves }) => [to, moves?.length])).toEqual([
    ["preparing", 1],
    ["preparing", 1],
    ["ready", 0],
    ["served", 1],
  ]);
});

test("a reading of the tickets that does not know of a moved line", () => {
  const bad = tamper(recorded);
  const [ticket] = readings(bad)[0]?.tickets ?? [];
  if (ticket) ticket.lines[soup] = "placed";
  expect(all(bad)).toEqual(["lines-not-linearizable"]);
});

test("a reading of the tickets that knows of a line what nobody has done yet", () => {
  const bad = tamper(recorded);
  const [ticket] = readings(bad)[0]?.tickets ?? [];
  if (ticket) ticket.lines[soup] = "served";
  expect(all(bad)).toEqual(["lines-not-linearizable"]);
});

test("a tap refused as outrun, though its line stood where it was seen", () => {
  const bad = tamper(recorded);
  const [denied] = eventsOf(bad, "denied");
  const asked = eventsOf(bad, "asked").find(({ op }) => op === denied?.op);
  if (asked?.ask.what !== "move-lines") throw new Error("no tap was refused");
  asked.ask.moves = [{ line: soup, from: "ready", to: "served" }];
  expect(all(bad)).toContain("lines-not-linearizable");
});

test("a tap that was done twice", () => {
  const bad = tamper(recorded);
  const [row] = moved(bad);
  if (!row) throw new Error("no row");
  bad.evidence.statusHistory.push({ ...row, from: "served", number: 99 });
  expect(all(bad)).toContain("status-change-unasked");
});

test("a move from where its line was not", () => {
  const bad = tamper(recorded);
  const last = moved(bad).at(-1)?.moves?.[0];
  if (last) last.from = "preparing";
  expect(all(bad)).toContain("status-history-broken");
});

test("an order whose status does not follow from its lines", () => {
  const bad = tamper(recorded);
  const rows = moved(bad);
  const last = rows.at(-1);
  if (last) last.to = "ready";
  orderNumber(bad, 1).status = "ready";
  expect(codesOf(checkOrdersAgree, bad)).toContain("status-history-broken");
});

test("portions cancelled that there are not", () => {
  const bad = tamper(recorded);
  const change = bad.evidence.statusHistory.find((row) => row.change)?.change;
  if (change) change.portions = 2;
  expect(codesOf(checkOrdersAgree, bad)).toContain("status-history-broken");
});

test("a document that does not say how far a line is", () => {
  const bad = tamper(recorded);
  const last = moved(bad).at(-1);
  if (last) last.moves = [];
  expect(codesOf(checkOrdersAgree, bad)).toContain("status-history-broken");
});

test("a phone that sees a line go back", () => {
  const bad = tamper(recorded);
  const seen = eventsOf(bad, "seen").filter((e) => e.root === "orders");
  const [first, last] = [
    seen.find((e) => (e.value as { progress?: object }).progress),
    seen.at(-1),
  ];
  if (!first || !last) throw new Error("nobody saw the order");
  bad.events.push({ ...last, value: first.value, n: (bad.events.at(-1)?.n ?? 0) + 1 });
  expect(all(bad)).toEqual(["status-seen-backwards"]);
});

test("a move that has a lower number than one that was answered before it was asked for", () => {
  const bad = tamper(recorded);
  const answers = eventsOf(bad, "answered").flatMap(({ answer }) =>
    answer.what === "move-lines" ? [answer] : [],
  );
  const [first, last] = [answers[0], answers.at(-1)];
  if (!first || !last) throw new Error("nothing was answered");
  [first.event, last.event] = [last.event, first.event];
  const { offences } = checkLineHistories(bad.events, prepareGround(bad.evidence));
  expect(offences.map(({ message }) => message).join()).toContain("with a number before");
});
