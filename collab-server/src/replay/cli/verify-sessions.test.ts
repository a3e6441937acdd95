/** Promise 8: the log tells the whole story. Alters each copy of the truth and expects to be told where. */
import { createPool } from "@tureen/persistence/platform/database";
import type { SessionKey } from "@tureen/persistence/table/load-document";
import { writeSnapshot } from "@tureen/persistence/table/write-snapshot";
import { createTestDatabase, type TestDatabase } from "@tureen/persistence/testing/test-database";
import type { Recording } from "@tureen/shared/replay/recording";
import { documentAt } from "@tureen/shared/replay/state-at";
import type { Verdict } from "@tureen/shared/replay/verdict";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import * as Y from "yjs";
import { RECORDINGS } from "../testing/recordings/scenes.ts";
import { verifyAll, verifySession } from "./verify-sessions.ts";

let database: TestDatabase;
let recording: Recording;
let key: SessionKey;

beforeAll(async () => {
  database = await createTestDatabase();
  // Through a live server, with orders, rejections, a cancelled order, and a snapshot of the middle.
  const record = RECORDINGS["sold-out"];
  if (!record) throw new Error("no such evening");
  recording = await record(database.pool);
  key = { restaurantId: recording.restaurant, sessionId: recording.session };
  await snapshot(10, recording);
});
afterAll(() => database?.drop());

async function snapshot(seq: number, { log }: Recording): Promise<void> {
  const state = Y.encodeStateAsUpdate(documentAt(log, seq));
  await writeSnapshot(database.pool, { ...key, seq, state, now: new Date() });
}

/**
 * What a verification finds while a statement's work stands, which is taken back afterwards. Past the
 * triggers, as somebody with the whole database in their hands would do it.
 */
async function foundAfter(tamper: string, values: unknown[] = []): Promise<Verdict> {
  const client = await database.owner.connect();
  try {
    const undo: string[] = [];
    for (const table of [
      "session_updates",
      "session_snapshots",
      "sync_queue",
      "orders",
      "order_items",
      "order_item_customizations",
      "order_item_shares",
      "order_status_history",
      "menu_versions",
      "sessions",
    ]) {
      await client.query(`create temp table kept_${table} as select * from ${table}`);
      undo.push(table);
    }
    await client.query("set session_replication_role = replica");
    const { rowCount } = await client.query(tamper, values);
    expect(rowCount).toBeGreaterThan(0);
    const verdict = await verifySession(database.pool, key, null);
    for (const table of undo.toReversed()) {
      await client.query(`delete from ${table}`);
      await client.query(`insert into ${table} select * from kept_${table}`);
      await client.query(`drop table kept_${table}`);
    }
    await client.query("set session_replication_role = origin");
    return verdict;
  } finally {
    client.release();
  }
}

const first = (verdict: Verdict) => {
  if (verdict.ok) throw new Error("nothing was found");
  return verdict.difference;
};

test("a session recorded through the live server verifies, with its snapshot", async () => {
  expect(await verifySession(database.pool, key, null)).toEqual({
    ok: true,
    logKept: true,
    entries: 0,
    edits: recording.log.length,
    confirms: 4,
    pending: 0,
    orders: 2,
  });
});

describe("a change of one value is named", () => {
  test("the price of an order's item", async () => {
    const sql = "update order_items set unit_price_minor = unit_price_minor + 1";
    expect(first(await foundAfter(sql))).toMatchObject({
      code: "order-differs",
      where: expect.stringMatching(/^order #\d+, lines\[0\]\.unitPrice$/),
      expected: 900,
      found: 901,
    });
  });

  test("the quantity of an order's item, a choice, a share, the total", async () => {
    expect(first(await foundAfter("update order_items set quantity = 2")).where).toMatch(
      /quantity$/,
    );
    const choice = "update order_item_customizations set price_delta_minor = 1";
    expect(first(await foundAfter(choice)).where).toMatch(/chosen\[0\]\.priceDelta$/);
    const share = "update order_item_shares set diner = 'd9'";
    expect(first(await foundAfter(share)).where).toMatch(/shares\.d1$/);
    expect(first(await foundAfter("update orders set total_minor = 1")).where).toMatch(/total$/);
  });

  test("an order's status", async () => {
    const sql = "update orders set status = 'served' where status = 'placed'";
    expect(first(await foundAfter(sql))).toMatchObject({
      code: "status-differs",
      where: expect.stringMatching(/^order #\d+, status$/),
      expected: "placed",
      found: "served",
    });
  });

  test("a row of its history, and a lost one", async () => {
    const sql = "update order_status_history set reason = 'burnt' where to_status = 'cancelled'";
    expect(first(await foundAfter(sql))).toMatchObject({
      code: "history-differs",
      expected: "the oven is cold",
      found: "burnt",
    });
    const lost = "delete from order_status_history where to_status = 'cancelled'";
    expect(first(await foundAfter(lost)).code).toBe("history-differs");
  });

  test("a whole order that is gone", async () => {
    const sql = "delete from orders where status = 'placed'";
    expect(first(await foundAfter(sql)).code).toBe("order-missing");
  });

  test("the snapshot", async () => {
    const other = Y.encodeStateAsUpdate(documentAt(recording.log, 9));
    const verdict = await foundAfter("update session_snapshots set state = $1", [
      Buffer.from(other),
    ]);
    expect(first(verdict)).toMatchObject({
      code: "snapshot-differs",
      where: expect.stringContaining("snapshot at edit 10"),
    });
  });

  test("an entry of the log", async () => {
    const theirs = recording.log.find((entry) => entry.author === "d1");
    const cut = `update session_updates set "update" = substring("update" from 1 for 20)
      where seq = $1`;
    expect(first(await foundAfter(cut, [theirs?.seq]))).toMatchObject({
      code: "log-refused",
      where: `edit ${theirs?.seq} by d1`,
    });
    const gone = "delete from session_updates where seq = $1";
    expect(first(await foundAfter(gone, [theirs?.seq]))).toMatchObject({
      code: "log-gap",
      expected: theirs?.seq,
      found: (theirs?.seq ?? 0) + 1,
    });
    const other = "update session_updates set author = 'd2' where seq = $1";
    expect(first(await foundAfter(other, [theirs?.seq])).code).toBe("log-refused");
  });

  test("the end of the log, cut off", async () => {
    const sql = "delete from session_updates where seq = $1";
    expect(first(await foundAfter(sql, [recording.log.length]))).toMatchObject({
      code: "log-gap",
      where: "the log's last entry",
      expected: recording.log.length,
      found: recording.log.length - 1,
    });
  });

  test("a receipt, a decision and what it was made from", async () => {
    const set = (path: string, value: string) =>
      foundAfter(`update sync_queue set result = jsonb_set(result, '${path}', '${value}')
        where result #>> '{receipt,ok}' = 'true'`);
    expect(first(await set("{receipt,number}", "77"))).toMatchObject({
      code: "receipt-differs",
      where: expect.stringContaining("number"),
      expected: 77,
    });
    expect(first(await set("{decision,total}", "1")).code).toBe("decision-differs");
    expect(
      first(await set("{availability,stock}", `{"${recording.orders[0]?.lines[0]?.item}":0}`)).code,
    ).toBe("decision-differs");
    expect(first(await set("{maxAgeMs}", "0")).code).toMatch(/^decision-differs$/);
    expect(first(await set("{decision}", '"x"')).code).toMatch(/receipt-unexplained/);
    expect(first(await foundAfter("update sync_queue set payload = '{}'")).code).toBe(
      "confirm-differs",
    );
  });

  test("the menu of the evening", async () => {
    const sql = `update menu_versions set menu = replace(menu::text, '"price": 900', '"price": 800')::jsonb`;
    expect(first(await foundAfter(sql)).code).toBe("decision-differs");
    expect(first(await foundAfter("delete from menu_versions")).code).toBe("menu-missing");
  });
});

test("afterwards everything is as it was", async () => {
  expect(await verifySession(database.pool, key, null)).toMatchObject({ ok: true });
});

test("all sessions are verified, and each that differs is named", async () => {
  await RECORDINGS["double-confirm"]?.(database.pool);
  // As the owner: the application's role sees one restaurant at a time.
  const everything = createPool({ url: database.url, poolMin: 0, role: null });
  onTestFinished(() => everything.end());
  const named: string[] = [];
  const never = new AbortController().signal;
  const all = await verifyAll(everything, null, never, ({ sessionId }, verdict) => {
    if (!verdict.ok) named.push(sessionId);
  });
  expect(all).toMatchObject({ sessions: 2, differences: 0 });
  expect(named).toEqual([]);

  await database.owner.query("alter table order_items disable trigger user");
  await database.owner.query(
    `update order_items i set quantity = quantity + 1 from orders o
     where o.id = i.order_id and o.session_id = $1`,
    [key.sessionId],
  );
  const again = await verifyAll(everything, null, never, ({ sessionId }, verdict) => {
    if (!verdict.ok) named.push(sessionId);
  });
  expect(again).toMatchObject({ sessions: 2, differences: 1 });
  expect(named).toEqual([key.sessionId]);

  const stopped = AbortSignal.abort();
  expect(await verifyAll(everything, null, stopped, () => {})).toMatchObject({ sessions: 0 });
});
