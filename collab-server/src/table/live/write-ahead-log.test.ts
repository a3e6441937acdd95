import { closeSession } from "@tureen/persistence/table/close-session";
import { readUpdatesAfter } from "@tureen/persistence/table/load-document";
import { givenRestaurant } from "@tureen/persistence/testing/fixtures";
import { createTestDatabase, type TestDatabase } from "@tureen/persistence/testing/test-database";
import { Registry } from "prom-client";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type LiveTable, openLiveTable } from "../../testing/live-table.ts";
import { Gate, type TappedDatabase, tapDatabase } from "../../testing/tapped-database.ts";
import { until } from "../../testing/until.ts";
import { createCollabMetrics } from "./metrics.ts";
import { WriteAheadLog } from "./write-ahead-log.ts";

let db: TestDatabase;
let tapped: TappedDatabase;
let log: WriteAheadLog;
beforeAll(async () => {
  db = await createTestDatabase();
  tapped = tapDatabase(db.pool);
  const counts = () => ({ connections: 0, unauthenticated: 0, unsentBytes: 0, documents: 0 });
  log = new WriteAheadLog(tapped.database, 3_600_000, createCollabMetrics(new Registry(), counts));
});
afterEach(() => {
  tapped.before = () => {};
  tapped.appends.length = 0;
});
afterAll(() => db.drop());

/** The log does not look into updates: an empty one with a number behind it does. */
const entry = ({ sessionId }: { sessionId: string }, n: number) => ({
  ...{ sessionId, author: "d1", confirms: [], mark: null },
  update: new Uint8Array([0, 0, n]),
});

async function numbersIn({ restaurantId, sessionId }: LiveTable): Promise<number[]> {
  const rows = await readUpdatesAfter(db.pool, { restaurantId, sessionId, after: 0 });
  return rows.filter((row) => row.author === "d1").map((row) => row.update[2] ?? -1);
}

test("edits that wait while a commit is in flight share the next one, in their order", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const one = await openLiveTable(db.pool, { restaurant, table: 0 });
  const two = await openLiveTable(db.pool, { restaurant, table: 1 });
  const { restaurantId } = restaurant;
  const gate = new Gate();
  tapped.before = gate.pass;
  const outcomes = Array.from({ length: 41 }, (_, n) =>
    log.append(restaurantId, entry(n % 2 ? one : two, n)),
  );
  await until("the first is in flight", () => gate.waiting === 1);
  gate.open();
  const decided = await Promise.all(outcomes);
  expect(tapped.appends).toEqual([
    { restaurantId, edits: 1 },
    { restaurantId, edits: 40 },
  ]);
  expect(decided.every((outcome) => outcome.ok)).toBe(true);
  expect(await numbersIn(one)).toEqual(Array.from({ length: 20 }, (_, i) => 2 * i + 1));
  expect(await numbersIn(two)).toEqual(Array.from({ length: 21 }, (_, i) => 2 * i));
});

test("one restaurant's slow commit does not hold another's up", async () => {
  const slow = await openLiveTable(db.pool);
  const quick = await openLiveTable(db.pool);
  const gate = new Gate();
  tapped.before = (restaurantId) => restaurantId === slow.restaurantId && gate.pass();
  const waiting = log.append(slow.restaurantId, entry(slow, 1));
  await until("the slow one is in flight", () => gate.waiting === 1);
  expect(await log.append(quick.restaurantId, entry(quick, 2))).toMatchObject({ ok: true });
  expect(await numbersIn(slow)).toEqual([]);
  gate.open();
  expect(await waiting).toMatchObject({ ok: true });
});

test("a session that is over is refused without disturbing those in the same commit", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const open = await openLiveTable(db.pool, { restaurant, table: 0 });
  const over = await openLiveTable(db.pool, { restaurant, table: 1 });
  await closeSession(db.pool, {
    ...{ restaurantId: restaurant.restaurantId, sessionId: over.sessionId, now: new Date() },
    by: { kind: "staff", id: null },
  });
  const nowhere = { sessionId: "00000000-0000-7000-8000-000000000000" };
  const outcomes = await Promise.all(
    [open, over, open, nowhere].map((table, n) =>
      log.append(restaurant.restaurantId, entry(table, n)),
    ),
  );
  expect(outcomes.map((outcome) => (outcome.ok ? "ok" : outcome.code))).toEqual([
    "ok",
    "session-closed",
    "ok",
    "session-unknown",
  ]);
  expect(await numbersIn(open)).toEqual([0, 2]);
});

test("an edit that Postgres does not take costs the others of its commit nothing", async () => {
  const table = await openLiveTable(db.pool);
  const gate = new Gate();
  tapped.before = gate.pass;
  const first = log.append(table.restaurantId, entry(table, 1));
  const poison = { ...entry(table, 9), author: "d1\u0000" };
  const rest = [entry(table, 2), poison, entry(table, 3)].map((e) =>
    log.append(table.restaurantId, e).then(
      (outcome) => outcome.ok,
      (error: unknown) => (error as { code: string }).code,
    ),
  );
  gate.open();
  await first;
  expect(await Promise.all(rest)).toEqual([true, "storage-unavailable", true]);
  expect(await numbersIn(table)).toEqual([1, 2, 3]);
});

test("a queue that grows out of bounds refuses the newest and keeps the rest", async () => {
  const table = await openLiveTable(db.pool);
  const gate = new Gate();
  tapped.before = gate.pass;
  const codes = new Map<string, number>();
  const all = Array.from({ length: 10_050 }, (_, n) =>
    log.append(table.restaurantId, entry(table, n % 200)).then(
      () => "ok",
      (error: unknown) => (error as { code: string }).code,
    ),
  );
  gate.open();
  for (const code of await Promise.all(all)) codes.set(code, (codes.get(code) ?? 0) + 1);
  expect(Object.fromEntries(codes)).toEqual({ ok: 10_001, overloaded: 49 });
});

test("it is flushed when everything handed in is decided", async () => {
  const table = await openLiveTable(db.pool);
  const appended = [1, 2, 3].map((n) => log.append(table.restaurantId, entry(table, n)));
  await log.flush();
  expect(await numbersIn(table)).toEqual([1, 2, 3]);
  await Promise.all(appended);
});
