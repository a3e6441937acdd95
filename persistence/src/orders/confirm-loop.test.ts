import { readSession } from "@tureen/shared/table/document/session-document";
import pino from "pino";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { MenuCache } from "../menu/menu-cache.ts";
import { loadDocument } from "../table/load-document.ts";
import { givenRestaurant, givenTable, type TestRestaurant } from "../testing/fixtures.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { toldEffects } from "../testing/told-effects.ts";
import { claimConfirms } from "./claim-confirms.ts";
import { commitConfirm } from "./commit-confirm.ts";
import { ConfirmLoop, type ConfirmLoopOptions } from "./confirm-loop.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const loops: ConfirmLoop[] = [];
afterEach(async () => {
  await Promise.all(loops.splice(0).map((loop) => loop.stop()));
});

function givenLoop(more: Partial<ConfirmLoopOptions> = {}) {
  const loop = new ConfirmLoop({
    database: db.pool,
    menus: new MenuCache(),
    log: pino({ level: "silent" }),
    maxAgeMs: 600_000,
    pollMs: 20,
    backoffBaseMs: 1,
    ...more,
  });
  loops.push(loop);
  loop.start();
  return loop;
}

/** One confirm at each of these tables. */
async function givenConfirms(restaurant: TestRestaurant, each = 1) {
  return Promise.all(
    restaurant.tables.map(async (_, i) => {
      const table = await givenTable(db.pool, restaurant, i);
      const ids: string[] = [];
      for (let n = 0; n < each; n += 1) {
        const line = await table.phone.add(restaurant.item("Soup"));
        ids.push(await table.phone.confirm(restaurant, [{ line, quantity: 1 }]));
      }
      return { table, ids };
    }),
  );
}

async function queue(restaurantId: string) {
  const { rows } = await db.owner.query<{ status: string; attempts: number; error: string | null }>(
    "select status, attempts, error, confirm_id from sync_queue where restaurant_id = $1 order by created_at",
    [restaurantId],
  );
  return rows;
}

const settled = (restaurantId: string) =>
  vi.waitFor(
    async () => expect((await queue(restaurantId)).every((r) => r.status !== "pending")).toBe(true),
    { timeout: 30_000, interval: 20 },
  );

test("many workers never claim the same confirm, nor more than they asked for", async () => {
  const restaurant = await givenRestaurant(db.pool, { tables: 10 });
  const { restaurantId } = restaurant;
  await givenConfirms(restaurant, 3);
  const now = new Date();
  const leaseUntil = new Date(now.getTime() + 60_000);
  const claims = await Promise.all(
    Array.from({ length: 20 }, () =>
      claimConfirms(db.pool, { restaurantId, limit: 2, now, leaseUntil }),
    ),
  );
  for (const claim of claims) expect(claim.length).toBeLessThanOrEqual(2);
  const ids = claims.flat().map((confirm) => confirm.confirmId);
  expect(new Set(ids).size).toBe(ids.length);
  // What racing workers passed over is there for the next round; nothing is lost or doubled.
  const rest = await claimConfirms(db.pool, { restaurantId, limit: 100, now, leaseUntil });
  expect(ids.length + rest.length).toBe(30);
  const none = await claimConfirms(db.pool, { restaurantId, limit: 100, now, leaseUntil });
  expect(none).toEqual([]);
  // The claims of a worker that died lapse.
  const lapsed = { restaurantId, limit: 100, now: new Date(now.getTime() + 60_001), leaseUntil };
  expect(await claimConfirms(db.pool, lapsed)).toHaveLength(30);
  await db.owner.query("update sync_queue set status = 'done', finished_at = now()");
});

test("three workers at once give every confirm exactly one outcome", async () => {
  const restaurant = await givenRestaurant(db.pool, { tables: 8 });
  const { restaurantId } = restaurant;
  await givenConfirms(restaurant, 3);
  const told = toldEffects(db.pool);
  const workers = [givenLoop(), givenLoop(), givenLoop()];
  await settled(restaurantId);
  const orders = await db.owner.query(
    "select number from orders where restaurant_id = $1 order by 1",
    [restaurantId],
  );
  expect(orders.rows.map((row) => row.number)).toEqual(Array.from({ length: 24 }, (_, i) => i + 1));
  await Promise.all(workers.map((loop) => loop.stop()));
  expect(told.filter(({ kind }) => kind === "kitchen")).toHaveLength(24);
});

test("a confirm that cannot be committed is set aside with its error, its table learns it, others go on", async () => {
  const restaurant = await givenRestaurant(db.pool, { tables: 4 });
  const { restaurantId } = restaurant;
  const [poisoned, ...others] = await givenConfirms(restaurant);
  const poison = poisoned?.ids[0] ?? "";
  const told = toldEffects(db.pool);
  givenLoop({
    commit: async (database, input) => {
      if (input.confirmId === poison) throw new Error("cannot be eaten");
      return commitConfirm(database, input);
    },
  });
  await settled(restaurantId);
  const rows = await queue(restaurantId);
  expect(rows.filter((row) => row.status === "failed")).toMatchObject([
    { confirm_id: poison, attempts: 4, error: "cannot be eaten" },
  ]);
  expect(rows.filter((row) => row.status === "done")).toHaveLength(others.length);
  if (!poisoned) throw new Error("no table");
  const loaded = await loadDocument(db.pool, poisoned.table);
  expect(loaded && readSession(loaded.doc).receipts[poison]).toMatchObject({
    ok: false,
    code: "internal",
  });
  const { sessionId } = poisoned.table;
  await vi.waitFor(
    () =>
      expect(told).toContainEqual({
        kind: "session",
        restaurantId,
        sessionId,
        seq: loaded?.seq,
      }),
    { timeout: 30_000 },
  );
});

test("a confirm whose commit fails in passing is tried again", async () => {
  const restaurant = await givenRestaurant(db.pool, { tables: 1 });
  await givenConfirms(restaurant);
  let failures = 6;
  givenLoop({
    commit: async (database, input) => {
      failures -= 1;
      if (failures > 0) throw Object.assign(new Error("starting up"), { code: "57P03" });
      return commitConfirm(database, input);
    },
  });
  await settled(restaurant.restaurantId);
  expect(await queue(restaurant.restaurantId)).toMatchObject([{ status: "done", attempts: 6 }]);
});

test("a commit whose answer was lost does not become a second order", async () => {
  const restaurant = await givenRestaurant(db.pool, { tables: 1 });
  const { restaurantId } = restaurant;
  await givenConfirms(restaurant);
  let lost = false;
  givenLoop({
    commit: async (database, input) => {
      const done = await commitConfirm(database, input);
      if (!lost) {
        lost = true;
        throw Object.assign(new Error("connection reset"), { code: "ECONNRESET" });
      }
      return done;
    },
  });
  await settled(restaurantId);
  await vi.waitFor(() => expect(lost).toBe(true), { timeout: 30_000 });
  const { rowCount } = await db.owner.query("select 1 from orders where restaurant_id = $1", [
    restaurantId,
  ]);
  expect(rowCount).toBe(1);
  expect(await queue(restaurantId)).toMatchObject([{ status: "done" }]);
});

test("stopping finishes what was begun, and a wake-up spares the poll", async () => {
  const restaurant = await givenRestaurant(db.pool, { tables: 1 });
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let begun = false;
  const loop = givenLoop({
    pollMs: 60_000,
    commit: async (database, input) => {
      begun = true;
      await held;
      return commitConfirm(database, input);
    },
  });
  await givenConfirms(restaurant);
  loop.wake();
  await vi.waitFor(() => expect(begun).toBe(true), { timeout: 30_000 });
  let stopped = false;
  const stopping = loop.stop().then(() => {
    stopped = true;
  });
  expect(stopped).toBe(false);
  release();
  await stopping;
  expect(await queue(restaurant.restaurantId)).toMatchObject([{ status: "done" }]);
});
