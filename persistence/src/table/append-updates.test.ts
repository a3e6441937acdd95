import { afterAll, beforeAll, expect, test } from "vitest";
import { inRestaurant } from "../platform/database.ts";
import { givenRestaurant, givenTable, later } from "../testing/fixtures.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { appendUpdates, MAX_APPEND_ENTRIES } from "./append-updates.ts";
import { closeSession } from "./close-session.ts";
import { editSession } from "./edit-session.ts";
import { loadDocument, readUpdatesAfter } from "./load-document.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const update = () => Buffer.from([0, 0]);
const by = { kind: "server", id: null } as const;

test("an append says where each update stands in its session's log", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const a = await givenTable(db.pool, restaurant, 0);
  const b = await givenTable(db.pool, restaurant, 1);
  const now = new Date();
  const entry = (sessionId: string) => ({
    sessionId,
    author: "d1",
    update: update(),
    confirms: [],
  });
  const outcomes = await appendUpdates(db.pool, {
    restaurantId: restaurant.restaurantId,
    entries: [entry(a.sessionId), entry(b.sessionId), entry(a.sessionId)],
    now,
    expiresAt: later(now),
  });
  expect(outcomes).toEqual([
    { ok: true, seq: 2 },
    { ok: true, seq: 2 },
    { ok: true, seq: 3 },
  ]);
});

test("activity moves the expiry on, never back", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const { sessionId, restaurantId } = await givenTable(db.pool, restaurant);
  const expiry = async () =>
    (await db.owner.query("select expires_at from sessions where id = $1", [sessionId])).rows[0]
      .expires_at as Date;
  const before = await expiry();
  const entries = [{ sessionId, author: "d1", update: update(), confirms: [] }];
  const now = new Date();
  await appendUpdates(db.pool, { restaurantId, entries, now, expiresAt: new Date(0) });
  expect(await expiry()).toEqual(before);
  const expiresAt = new Date(before.getTime() + 5_000);
  await appendUpdates(db.pool, { restaurantId, entries, now, expiresAt });
  expect(await expiry()).toEqual(expiresAt);
});

test("a closed, an overdue, an unknown and a foreign session are refused; the others go on", async () => {
  const restaurant = await givenRestaurant(db.pool, { tables: 4 });
  const other = await givenRestaurant(db.pool);
  const open = await givenTable(db.pool, restaurant, 0);
  const closed = await givenTable(db.pool, restaurant, 1);
  const overdue = await givenTable(db.pool, restaurant, 2);
  const foreign = await givenTable(db.pool, other, 0);
  const now = new Date();
  await closeSession(db.pool, { ...closed, by, now });
  await db.owner.query("update sessions set expires_at = $2 where id = $1", [
    overdue.sessionId,
    now,
  ]);
  const ids = [
    open.sessionId,
    closed.sessionId,
    overdue.sessionId,
    "018f0000-0000-7000-8000-000000000000",
    foreign.sessionId,
  ];
  const outcomes = await appendUpdates(db.pool, {
    restaurantId: restaurant.restaurantId,
    entries: ids.map((sessionId) => ({ sessionId, author: "d1", update: update(), confirms: [] })),
    now,
    expiresAt: later(now),
  });
  expect(outcomes).toEqual([
    { ok: true, seq: 2 },
    { ok: false, code: "session-closed" },
    { ok: false, code: "session-expired" },
    { ok: false, code: "session-unknown" },
    { ok: false, code: "session-unknown" },
  ]);
  const rows = await readUpdatesAfter(db.pool, { ...closed, after: 0 });
  expect(rows.map((row) => row.author)).toEqual(["server", "server"]);
});

test("the log has no gaps under concurrent groups and the server's own edits", async () => {
  const restaurant = await givenRestaurant(db.pool, { tables: 3 });
  const tables = await Promise.all([0, 1, 2].map((i) => givenTable(db.pool, restaurant, i)));
  const { restaurantId } = restaurant;
  const seqs = new Map<string, number[]>(tables.map((t) => [t.sessionId, []]));
  const groups = Array.from({ length: 40 }, async (_, round) => {
    const now = new Date();
    // In a different order each time, so that lock order is put to the test.
    const order = round % 2 ? tables : tables.toReversed();
    const entries = order.flatMap(({ sessionId }) =>
      [1, 2].map(() => ({ sessionId, author: "d1", update: update(), confirms: [] })),
    );
    const expiresAt = later(now);
    const outcomes = await appendUpdates(db.pool, { restaurantId, entries, now, expiresAt });
    outcomes.forEach((outcome, i) => {
      if (outcome.ok) seqs.get(entries[i]?.sessionId ?? "")?.push(outcome.seq);
    });
  });
  const serverEdits = Array.from({ length: 30 }, async (_, n) => {
    const { sessionId } = tables[n % 3] ?? { sessionId: "" };
    const { seq } = await inRestaurant(db.pool, restaurantId, (tx) =>
      editSession(tx, { restaurantId, sessionId, now: new Date() }, async (session) => {
        session.edit((edits) => edits.facts({ expiresAt: n }));
      }),
    );
    seqs.get(sessionId)?.push(seq ?? 0);
  });
  await Promise.all([...groups, ...serverEdits]);
  for (const { sessionId } of tables) {
    const got = (seqs.get(sessionId) ?? []).sort((a, b) => a - b);
    expect(got).toEqual(Array.from({ length: 90 }, (_, i) => i + 2));
    const rows = await readUpdatesAfter(db.pool, { restaurantId, sessionId, after: 0 });
    expect(rows.map((row) => row.seq)).toEqual(Array.from({ length: 91 }, (_, i) => i + 1));
    const loaded = await loadDocument(db.pool, { restaurantId, sessionId });
    expect(loaded?.seq).toBe(91);
    expect(loaded?.doc.store.pendingStructs).toBeNull();
  }
});

test("a confirm gets its queue row with the update, once; a refused one gets none", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const table = await givenTable(db.pool, restaurant);
  const { restaurantId, sessionId, phone } = table;
  const line = await phone.add(restaurant.item("Soup"));
  const confirmId = await phone.confirm(restaurant, [{ line, quantity: 1 }]);
  await phone.add(restaurant.item("Water"));
  const { rows } = await db.owner.query(
    "select confirm_id, status, attempts from sync_queue where session_id = $1",
    [sessionId],
  );
  expect(rows).toEqual([{ confirm_id: confirmId, status: "pending", attempts: 0 }]);

  const now = new Date();
  await closeSession(db.pool, { ...table, by, now });
  const confirm = { lines: [], total: 0, menuVersion: 1, at: 0 };
  const [outcome] = await appendUpdates(db.pool, {
    restaurantId,
    entries: [
      {
        sessionId,
        author: "d1",
        update: update(),
        confirms: [{ id: "d1-late0late0late", confirm }],
      },
    ],
    now,
    expiresAt: later(now),
  });
  expect(outcome).toEqual({ ok: false, code: "session-closed" });
  const count = await db.owner.query("select 1 from sync_queue where session_id = $1", [sessionId]);
  expect(count.rowCount).toBe(1);
});

test("an append is bounded", async () => {
  const entry = { sessionId: "", author: "d1", update: update(), confirms: [] };
  await expect(
    appendUpdates(db.pool, {
      restaurantId: "",
      entries: Array.from({ length: MAX_APPEND_ENTRIES + 1 }, () => entry),
      now: new Date(),
      expiresAt: new Date(),
    }),
  ).rejects.toThrow(RangeError);
});
