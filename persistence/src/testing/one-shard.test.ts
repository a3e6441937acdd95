import { afterAll, beforeAll, expect, test } from "vitest";
import { notOnOneShard, watchStatements } from "./one-shard.ts";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase({ allRestaurants: true });
});
afterAll(() => db.drop());

const tablesOf = async (text: string) =>
  (await notOnOneShard(db.owner, [text])).map((problem) => problem.split(" ")[0]);

test.each([
  "select * from orders where restaurant_id = $1 and id = $2",
  "select * from orders o join order_items i on i.restaurant_id = o.restaurant_id and i.order_id = o.id where o.restaurant_id = $1",
  "select (select count(*) from order_items i where i.restaurant_id = o.restaurant_id and i.order_id = o.id) from orders o where $1 = o.restaurant_id",
  "select * from restaurants r join tables t on t.restaurant_id = r.id where r.id = $1",
  "select * from restaurants where slug = $1",
  "select * from tables where restaurant_id = '00000000-0000-7000-8000-000000000001' or false",
  "insert into restaurant_counters (restaurant_id) values ($1)",
  "insert into session_snapshots select $1::uuid, s, n, ''::bytea, now() from unnest($2::uuid[], $3::int[]) as i (s, n)",
  "update sessions set pin = $3 where restaurant_id = $1 and id = $2",
  "with gone as (delete from auth_sessions where restaurant_id = $1 returning user_id) select * from gone",
  "with gone as (delete from auth_sessions where restaurant_id = $1 returning id) insert into session_snapshots select $1, id, 1, '', now() from gone",
  "insert into rate_limits (key) values ($1)",
  "begin",
])("stays on one shard: %s", async (text) => {
  expect(await tablesOf(text)).toEqual([]);
});

test.each([
  ["select * from orders where id = $1", ["orders"]],
  ["select * from orders where restaurant_id = $1 or id = $2", ["orders"]],
  ["select * from orders where $1::uuid is null or restaurant_id = $1", ["orders"]],
  ["select * from orders where restaurant_id = any($1)", ["orders"]],
  ["select * from orders where restaurant_id <> $1", ["orders"]],
  [
    "select * from orders o join sessions s on s.id = o.session_id where o.restaurant_id = $1",
    ["sessions"],
  ],
  [
    "select * from restaurants r join tables t on t.restaurant_id = r.id where r.slug = $1",
    ["tables"],
  ],
  ["select * from sessions s join orders o using (restaurant_id)", ["sessions", "orders"]],
  ["update sessions set pin = $2 where id = $1", ["sessions"]],
  ["with gone as (delete from auth_sessions returning 1) select 1", ["auth_sessions"]],
  ["insert into restaurant_counters select unnest($1::uuid[])", ["restaurant_counters"]],
  ["insert into restaurant_counters (restaurant_id) values ($1), ($2)", ["restaurant_counters"]],
])("is found out: %s", async (text, tables) => {
  expect((await tablesOf(text)).sort()).toEqual(tables.sort());
});

test("every statement of a pool is heard of, whichever way it takes", async () => {
  const heard = watchStatements(db.pool);
  await db.pool.query("select 1");
  await db.pool.query("select $1::int", [2]);
  await db.pool.query({ name: "three", text: "select 3" });
  expect([...heard]).toEqual(["select 1", "select $1::int", "select 3"]);
});

test("a database whose tests forgot the restaurant is not dropped without a word", async () => {
  const careless = await createTestDatabase();
  await careless.pool.query("select 1 from orders").catch(() => {});
  await expect(careless.drop()).rejects.toThrow(
    "orders without its restaurant_id: select 1 from orders",
  );
});
