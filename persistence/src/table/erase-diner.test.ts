import { encodeDocument } from "@tureen/shared/table/document/session-document";
import { canonicalState } from "@tureen/shared/table/document/testing/canonical-state";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readTickets } from "../kitchen/read-tickets.ts";
import { MenuCache } from "../menu/menu-cache.ts";
import { commitConfirm } from "../orders/commit-confirm.ts";
import { givenRestaurant, givenTable } from "../testing/fixtures.ts";
import { tablesThatHold } from "../testing/tables-that-hold.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { toldEffects } from "../testing/told-effects.ts";
import { closeSession } from "./close-session.ts";
import { eraseDiner } from "./erase-diner.ts";
import { loadDocument } from "./load-document.ts";
import { readFloor } from "./read-floor.ts";
import { readSessionForDiner } from "./read-session.ts";
import { renameDiner } from "./rename-diner.ts";
import { writeSnapshot } from "./write-snapshot.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const NAME = "Zoë Unmistakable";
const by = { kind: "staff", id: "0190aaaa-0000-7000-8000-000000000001" } as const;

/** A session of a diner with a name that nobody else has: a line for themselves, an order, a snapshot. */
async function givenSession() {
  const restaurant = await givenRestaurant(db.pool);
  const table = await givenTable(db.pool, restaurant);
  const { restaurantId, sessionId, phone } = table;
  const key = { restaurantId, sessionId };
  await renameDiner(db.pool, { ...key, diner: "d1", name: NAME });
  const item = restaurant.item("Soup").id;
  const line = phone.edits.addLine({ item, options: [], note: "", for: "d1", at: Date.now() }, 1);
  await phone.send();
  const confirmId = await phone.confirm(restaurant, [{ line, quantity: 1 }]);
  const now = new Date();
  const { receipt } = await commitConfirm(db.pool, {
    ...{ ...key, confirmId, menus: new MenuCache(), maxAgeMs: 600_000, now },
  });
  if (!receipt.ok) throw new Error("not ordered");
  const { seq, state } = await document(key);
  await writeSnapshot(db.pool, { ...key, seq, state, now });
  return key;
}

async function document(key: { restaurantId: string; sessionId: string }) {
  const loaded = await loadDocument(db.pool, key);
  if (!loaded) throw new Error("no document");
  return { seq: loaded.seq, state: encodeDocument(loaded.doc) };
}

const tablesWithName = () => tablesThatHold(db, "Unmistakable");

describe("Erasing a diner", () => {
  test("removes their name from the whole database, and only that", async () => {
    const key = await givenSession();
    const before = await document(key);
    expect(await tablesWithName()).toEqual(["users"]);
    const told = toldEffects(db.pool);
    expect(await eraseDiner(db.pool, { ...key, diner: "d1", by, now: new Date() })).toEqual({
      erased: true,
    });
    expect(told).toEqual([
      { kind: "notice", sessionId: key.sessionId, notice: { kind: "people" } },
      { kind: "names", restaurantId: key.restaurantId },
      { kind: "floor", restaurantId: key.restaurantId },
    ]);
    expect(await tablesWithName()).toEqual([]);
    // The log is as it was: a replay sees the same session, of seat 1.
    const after = await document(key);
    expect(after.seq).toBe(before.seq);
    expect(canonicalState(after.state)).toEqual(canonicalState(before.state));
  });

  test("leaves the seat wherever a name was shown", async () => {
    const key = await givenSession();
    const { restaurantId } = key;
    const shown = async () => {
      const [ticket] = (await readTickets(db.pool, { menus: new MenuCache(), restaurantId }))
        .tickets;
      const [table] = await readFloor(db.pool, { restaurantId, now: new Date() });
      const { people } = await readSessionForDiner(db.pool, key);
      return {
        by: [ticket?.by, ticket?.bySeat],
        for: [ticket?.lines[0]?.for, ticket?.lines[0]?.forSeat],
        floor: table?.session?.diners.map(({ diner, name }) => [diner, name]),
        people,
      };
    };
    expect(await shown()).toEqual({
      by: [NAME, 1],
      for: [NAME, 1],
      floor: [["d1", NAME]],
      people: [{ diner: "d1", name: NAME }],
    });
    await eraseDiner(db.pool, { ...key, diner: "d1", by, now: new Date() });
    expect(await shown()).toEqual({
      by: [null, 1],
      for: [null, 1],
      floor: [["d1", null]],
      people: [{ diner: "d1", name: null }],
    });
  });

  test("is on record without the name, once, and may be tried again", async () => {
    const key = await givenSession();
    const erase = () => eraseDiner(db.pool, { ...key, diner: "d1", by, now: new Date() });
    const results = await Promise.all([erase(), erase(), erase()]);
    expect(results.filter(({ erased }) => erased)).toHaveLength(1);
    const told = toldEffects(db.pool);
    const again = await erase();
    expect(again.erased).toBe(false);
    // Screens are told again all the same: the first word may have been lost.
    expect(told.map(({ kind }) => kind)).toEqual(["notice", "names", "floor"]);
    const { rows } = await db.owner.query(
      `select actor_kind as kind, actor_id as id, details from session_activity_log
       where session_id = $1 and action = 'diner.erase'`,
      [key.sessionId],
    );
    expect(rows).toEqual([{ ...by, details: { diner: "d1" } }]);
  });

  test("works after the session is over; somebody who never sat there is unknown", async () => {
    const key = await givenSession();
    await closeSession(db.pool, { ...key, by, now: new Date() });
    await eraseDiner(db.pool, { ...key, diner: "d1", by, now: new Date() });
    expect(await tablesWithName()).toEqual([]);
    for (const [code, wrong] of [
      ["diner-gone", { ...key, diner: "d2" }],
      ["session-unknown", { ...key, restaurantId: key.sessionId, diner: "d1" }],
    ] as const) {
      const tried = eraseDiner(db.pool, { ...wrong, by, now: new Date() });
      await expect(tried).rejects.toMatchObject({ code });
    }
  });
});
