import { encodeDocument } from "@tureen/shared/table/document/session-document";
import { afterAll, beforeAll, expect, test } from "vitest";
import { givenRestaurant, givenTable } from "../testing/fixtures.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { loadDocument } from "./load-document.ts";
import { findLongTails, writeSnapshot } from "./write-snapshot.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

test("a document loads the same with and without a snapshot, and the newest two are kept", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const table = await givenTable(db.pool, restaurant);
  for (let i = 0; i < 4; i += 1) {
    await table.phone.add(restaurant.item("Soup"));
    const loaded = await loadDocument(db.pool, table);
    if (!loaded) throw new Error("no document");
    const snapshot = { seq: loaded.seq, state: encodeDocument(loaded.doc), now: new Date() };
    await writeSnapshot(db.pool, { ...table, ...snapshot });
    const again = await loadDocument(db.pool, table);
    expect(again && encodeDocument(again.doc)).toEqual(snapshot.state);
  }
  await table.phone.add(restaurant.item("Water"));
  const loaded = await loadDocument(db.pool, table);
  expect(loaded && encodeDocument(loaded.doc)).toEqual(encodeDocument(table.phone.doc));
  const { rows } = await db.owner.query("select seq from session_snapshots order by seq");
  expect(rows).toEqual([{ seq: 4 }, { seq: 5 }]);
});

test("a snapshot of more than the log holds is not stored", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const table = await givenTable(db.pool, restaurant);
  const state = Buffer.from([0, 0]);
  await writeSnapshot(db.pool, { ...table, seq: 99, state, now: new Date() });
  const { rowCount } = await db.owner.query(
    "select 1 from session_snapshots where session_id = $1",
    [table.sessionId],
  );
  expect(rowCount).toBe(0);
});

test("long tails are found", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const table = await givenTable(db.pool, restaurant);
  for (let i = 0; i < 7; i += 1) await table.phone.add(restaurant.item("Soup"));
  const { restaurantId, sessionId } = table;
  expect(await findLongTails(db.pool, { minTail: 8, limit: 10 })).toEqual([
    { restaurantId, sessionId },
  ]);
});
