/** The inventory of personal data, infra/deploy/privacy.md, against the database as it is. */
import { readFile } from "node:fs/promises";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changeOrderStatus } from "../orders/change-order-status.ts";
import { changeStaff } from "../staff/manage-staff.ts";
import { eraseDiner } from "../table/erase-diner.ts";
import {
  dumpRestaurant,
  FULL_GUEST,
  type FullRestaurant,
  givenFullRestaurant,
} from "../testing/full-restaurant.ts";
import { tablesThatHold } from "../testing/tables-that-hold.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { removeOldLogs } from "../worker/housekeeping.ts";
import { SERVER } from "./actor.ts";

const inventory = await readFile(
  new URL("../../../infra/deploy/privacy.md", import.meta.url),
  "utf8",
);
const SURNAME = FULL_GUEST.split(" ")[1] ?? "";

let db: TestDatabase;
let restaurant: FullRestaurant;
beforeAll(async () => {
  db = await createTestDatabase();
  restaurant = await givenFullRestaurant(db);
});
afterAll(() => db.drop());

/** The text under a heading, to the next one. */
const section = (heading: string) =>
  new RegExp(`^## ${heading}\\n([\\s\\S]*?)(?=^## |(?![\\s\\S]))`, "m").exec(inventory)?.[1] ?? "";

/** Every column that the inventory names, as `table.column`. */
function namedColumns(): string[] {
  const personal = section("What is kept about people").matchAll(/`([a-z_]+\.[a-z_]+)`/g);
  const others = section("Everything else").matchAll(/^- `(\w+)`:((?:\s+`\w+`,?)+)/gm);
  return [
    ...[...personal].map(([, column = ""]) => column),
    ...[...others].flatMap(([, table, columns = ""]) =>
      [...columns.matchAll(/`(\w+)`/g)].map(([, column]) => `${table}.${column}`),
    ),
  ];
}

describe("The inventory of personal data", () => {
  test("names every column of every table once, and no other", async () => {
    const { rows } = await db.owner.query<{ name: string }>(
      `select table_name || '.' || column_name as name from information_schema.columns
       where table_schema = 'public' order by 1`,
    );
    const there = rows.map(({ name }) => name);
    const named = namedColumns();
    const said = "say in infra/deploy/privacy.md whether it is about people, why and for how long";
    expect(
      there.filter((column) => !named.includes(column)),
      said,
    ).toEqual([]);
    expect(named.filter((column) => !there.includes(column))).toEqual([]);
    expect(named.filter((column, i) => named.indexOf(column) !== i)).toEqual([]);
  });

  test("says why, how long and how it goes for all that is about people", () => {
    const rows = section("What is kept about people")
      .split("\n")
      .filter((line) => line.startsWith("| ") && !line.startsWith("| what "));
    expect(rows.length).toBeGreaterThan(5);
    for (const row of rows) {
      const cells = row.split("|").slice(1, -1);
      expect([row, cells.length, cells.every((cell) => cell.trim() !== "")]).toEqual([
        row,
        5,
        true,
      ]);
    }
  });
});

describe("Of a guest who ordered, paid and got a receipt", () => {
  test("an erasure leaves the name in no column of any table", async () => {
    expect(await tablesThatHold(db, SURNAME)).toEqual(["users"]);
    const { restaurantId } = restaurant;
    const by = { kind: "diner", id: "d1" } as const;
    const { rows } = await db.owner.query<{ id: string }>(
      "select session_id as id from users where restaurant_id = $1 and display_name = $2",
      [restaurantId, FULL_GUEST],
    );
    expect(rows).toHaveLength(2);
    for (const { id: sessionId } of rows) {
      const seat = { restaurantId, sessionId, diner: "d1" };
      await eraseDiner(db.pool, { ...seat, by, now: new Date() });
    }
    expect(await tablesThatHold(db, SURNAME)).toEqual([]);
  });

  test("the name goes by itself with the session's log", async () => {
    const { restaurantId, orderId } = await givenFullRestaurant(db);
    const steps = ["placed", "accepted", "preparing", "ready", "served"] as const;
    for (const [i, to] of steps.slice(1).entries()) {
      const move = { restaurantId, orderId, from: steps[i] ?? "placed", to, by: SERVER };
      await changeOrderStatus(db.pool, { ...move, now: new Date() });
    }
    expect(await tablesThatHold(db, SURNAME)).toEqual(["users"]);
    await db.owner.query(
      `update sessions set status = 'closed', closed_at = now() - interval '31 days'
       where restaurant_id = $1`,
      [restaurantId],
    );
    await removeOldLogs({ database: db.pool, log: pino({ level: "silent" }) }, 30);
    expect(await tablesThatHold(db, SURNAME)).toEqual([]);
  });
});

test("a former employee is taken out of their account by the guide's statement", async () => {
  const { restaurantId, staff } = restaurant;
  const { userId, login } = staff.find(({ role }) => role === "waiter") ?? staff[0] ?? {};
  const [, statement = ""] = /```sql\n([\s\S]*?)```/.exec(section("A former employee")) ?? [];
  const values = [restaurantId, userId];
  // An account that is in use is left alone.
  expect((await db.owner.query(statement, values)).rowCount).toBe(0);
  const change = { restaurantId, userId: userId ?? "", active: false, now: new Date() };
  await changeStaff(db.pool, { ...change, by: SERVER });
  expect(await dumpRestaurant(db, restaurantId)).toContain(`"${login}"`);
  expect((await db.owner.query(statement, values)).rowCount).toBe(1);
  expect(await dumpRestaurant(db, restaurantId)).not.toContain(`"${login}"`);
});
