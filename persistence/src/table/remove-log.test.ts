import { encodeDocument } from "@tureen/shared/table/document/session-document";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MenuCache } from "../menu/menu-cache.ts";
import { changeOrderStatus } from "../orders/change-order-status.ts";
import { commitConfirm } from "../orders/commit-confirm.ts";
import { ofRestaurant } from "../platform/wire/index.ts";
import { givenRestaurant, givenTable, type TestRestaurant } from "../testing/fixtures.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { removeOldLogs } from "../worker/housekeeping.ts";
import { closeSession } from "./close-session.ts";
import { loadDocument } from "./load-document.ts";
import { findOldLogs, removeLogBatch } from "./remove-log.ts";
import { writeSnapshot } from "./write-snapshot.ts";

let db: TestDatabase;
let restaurant: TestRestaurant;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const DAY_MS = 24 * 60 * 60 * 1000;
const by = { kind: "staff", id: null } as const;
const part = { publish: async () => {}, log: pino({ level: "silent" }) };
const housekeeping = () => ({ ...part, database: db.pool });

/** A closed session with an order that was moved to `status` and ended this many days ago. */
async function givenSession(endedDaysAgo: number, status: "placed" | "served" = "served") {
  restaurant = await givenRestaurant(db.pool);
  const table = await givenTable(db.pool, restaurant);
  const { restaurantId, sessionId, phone } = table;
  const line = await phone.add(restaurant.item("Soup"), 2, [], "no salt");
  const confirmId = await phone.confirm(restaurant, [{ line, quantity: 2 }]);
  const now = new Date();
  const { receipt } = await commitConfirm(db.pool, {
    ...{ restaurantId, sessionId, confirmId, menus: new MenuCache(), maxAgeMs: 600_000, now },
  });
  if (!receipt.ok) throw new Error("not ordered");
  const orderId = receipt.order;
  const steps = ["placed", "accepted", "preparing", "ready", "served"] as const;
  for (let i = 1; i <= steps.indexOf(status); i += 1) {
    const [from, to] = [steps[i - 1] ?? "placed", steps[i] ?? "placed"];
    await changeOrderStatus(db.pool, { restaurantId, orderId, from, to, by, now });
  }
  const loaded = await loadDocument(db.pool, table);
  if (!loaded) throw new Error("no document");
  const state = encodeDocument(loaded.doc);
  await writeSnapshot(db.pool, { ...table, seq: loaded.seq, state, now });
  await closeSession(db.pool, { restaurantId, sessionId, by, now });
  const ended = new Date(now.getTime() - endedDaysAgo * DAY_MS);
  await db.owner.query("update sessions set closed_at = $2 where id = $1", [sessionId, ended]);
  return { ...table, orderId };
}

const count = async (table: string, sessionId: string) => {
  const { rows } = await db.owner.query(
    `select count(*)::int as n from ${table} where session_id = $1`,
    [sessionId],
  );
  return rows[0].n as number;
};

/** All that is kept about an order. */
const orderRows = async (orderId: string) => {
  const { rows } = await db.owner.query(
    `select to_jsonb(o) as "order",
       (select jsonb_agg(to_jsonb(i) order by i.position) from order_items i
         where i.order_id = o.id) as items,
       (select jsonb_agg(to_jsonb(s) order by s.diner) from order_item_shares s
         join order_items i on i.id = s.order_item_id where i.order_id = o.id) as shares,
       (select jsonb_agg(to_jsonb(h) order by h.event_number) from order_status_history h
         where h.order_id = o.id) as history
     from orders o where o.id = $1`,
    [orderId],
  );
  return rows[0];
};

describe("Logs are kept for a time and then go, while orders stay", () => {
  test("the worker removes an old log with its snapshots, and nothing of a younger one", async () => {
    const old = await givenSession(31);
    const young = await givenSession(29);
    const order = await orderRows(old.orderId);
    expect(order.items).toHaveLength(1);
    expect(order.history).toHaveLength(5);
    const kept = await count("session_updates", young.sessionId);
    await removeOldLogs(housekeeping(), 30);
    expect(await count("session_updates", old.sessionId)).toBe(0);
    expect(await count("session_snapshots", old.sessionId)).toBe(0);
    expect(await orderRows(old.orderId)).toEqual(order);
    expect(await count("session_updates", young.sessionId)).toBe(kept);
    expect(await count("session_snapshots", young.sessionId)).toBe(1);
    await expect(loadDocument(db.pool, old)).rejects.toMatchObject({ code: "log-gone" });
    expect((await loadDocument(db.pool, young))?.seq).toBe(kept);
    const { rows } = await db.owner.query(
      "select actor_kind as kind from session_activity_log where session_id = $1 and action = $2",
      [old.sessionId, "session.log-removed"],
    );
    expect(rows).toEqual([{ kind: "server" }]);
    // Again, there is nothing left to do.
    await removeOldLogs(housekeeping(), 30);
    expect(await count("session_activity_log", old.sessionId)).toBeGreaterThan(0);
    const again = await db.owner.query(
      "select count(*)::int as n from session_activity_log where session_id = $1 and action = $2",
      [old.sessionId, "session.log-removed"],
    );
    expect(again.rows[0].n).toBe(1);
  });

  test("in batches; half-way there is no document, and the next run goes on", async () => {
    const old = await givenSession(31);
    const endedBefore = new Date(Date.now() - 30 * DAY_MS);
    const updates = await count("session_updates", old.sessionId);
    const batch = { ...old, endedBefore, now: new Date(), batch: 3 };
    expect(await removeLogBatch(db.pool, batch)).toEqual({ removed: 3, gone: false });
    expect(await count("session_updates", old.sessionId)).toBe(updates - 3);
    await expect(loadDocument(db.pool, old)).rejects.toMatchObject({ code: "log-gone" });
    expect(await findOldLogs(db.pool, { endedBefore, limit: 9 })).toEqual([
      { restaurantId: old.restaurantId, sessionId: old.sessionId },
    ]);
    await removeOldLogs(housekeeping(), 30);
    expect(await count("session_updates", old.sessionId)).toBe(0);
    expect(await findOldLogs(db.pool, { endedBefore, limit: 9 })).toEqual([]);
  });

  test("two workers at once remove it once", async () => {
    const old = await givenSession(31);
    await Promise.all([removeOldLogs(housekeeping(), 30), removeOldLogs(housekeeping(), 30)]);
    await removeOldLogs(housekeeping(), 30);
    expect(await count("session_updates", old.sessionId)).toBe(0);
    const { rows } = await db.owner.query(
      "select count(*)::int as n from session_activity_log where session_id = $1 and action = $2",
      [old.sessionId, "session.log-removed"],
    );
    expect(rows[0].n).toBe(1);
  });

  test("a session stays as long as the kitchen has an order of it open", async () => {
    const open = await givenSession(31, "placed");
    await removeOldLogs(housekeeping(), 30);
    expect(await count("session_updates", open.sessionId)).toBeGreaterThan(0);
    expect((await loadDocument(db.pool, open))?.status).toBe("closed");
  });

  test("an order of a session without a log can still be moved, with its history", async () => {
    const old = await givenSession(31);
    const { restaurantId, orderId } = old;
    await removeOldLogs(housekeeping(), 30);
    const now = new Date();
    await changeOrderStatus(db.pool, {
      ...{ restaurantId, orderId, from: "served", to: "ready", by, now },
    });
    const order = await orderRows(orderId);
    expect(order.order.status).toBe("ready");
    expect(order.history).toHaveLength(6);
    expect(await count("session_updates", old.sessionId)).toBe(0);
  });
});

describe("Nothing else removes a log", () => {
  const remove = (key: { restaurantId: string; sessionId: string }, endedBefore: Date) =>
    removeLogBatch(db.pool, { ...key, endedBefore, now: new Date() });

  test("not the application's role by itself, nor the owner", async () => {
    const old = await givenSession(31);
    const statement = "delete from session_updates where restaurant_id = $1 and session_id = $2";
    const key = [old.restaurantId, old.sessionId];
    const app = ofRestaurant(db.pool, old.restaurantId);
    await expect(app.query(statement, key)).rejects.toMatchObject({ code: "42501" });
    await expect(db.owner.query(statement, key)).rejects.toMatchObject({
      code: "TU001",
    });
  });

  test("not an active session's, whatever its age", async () => {
    const active = await givenTable(db.pool, await givenRestaurant(db.pool));
    expect(await remove(active, new Date(Date.now() + DAY_MS))).toEqual({
      ...{ removed: 0, gone: false },
    });
    await expect(
      db.owner.query("update sessions set log_state = 'leaving' where id = $1", [active.sessionId]),
    ).rejects.toMatchObject({ code: "TU001" });
    expect(await count("session_updates", active.sessionId)).toBeGreaterThan(0);
  });

  test("not one that ended today, whatever retention is asked for", async () => {
    const today = await givenSession(0.5);
    await expect(remove(today, new Date())).rejects.toMatchObject({ code: "TU001" });
    expect(await count("session_updates", today.sessionId)).toBeGreaterThan(0);
  });

  test("and what has gone is not declared kept again", async () => {
    const old = await givenSession(31);
    await removeOldLogs(housekeeping(), 30);
    for (const state of ["kept", "leaving"]) {
      await expect(
        db.owner.query("update sessions set log_state = $2 where id = $1", [old.sessionId, state]),
      ).rejects.toMatchObject({ code: "TU001" });
    }
  });
});
