import { afterAll, beforeAll, expect, test } from "vitest";
import { readOrderLines, readOrderRange } from "../orders/read-order-lines.ts";
import { readFloor } from "../table/read-floor.ts";
import { givenFullRestaurant } from "./full-restaurant.ts";
import { notOnOneShard, watchStatements } from "./one-shard.ts";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase({ allRestaurants: true });
});
afterAll(() => db.drop());

const problemsOf = async (text: string) =>
  (await notOnOneShard(db.owner, [text])).map((problem) => problem.split(": ")[0]);

const ID = "'00000000-0000-7000-8000-000000000001'";

test.each([
  "select * from orders where restaurant_id = $1 and id = $2",
  "select * from public.orders as o (house, number) where $1::uuid = o.house",
  "select * from orders o join order_items i on i.restaurant_id = o.restaurant_id and i.order_id = o.id where o.restaurant_id = $1",
  "select * from orders o, order_items i where (i.restaurant_id, i.order_id) = (o.restaurant_id, o.id) and o.restaurant_id = $1",
  "select * from sessions s join orders o using (restaurant_id) where restaurant_id = $1",
  "select (select count(*) from order_items i where i.restaurant_id = o.restaurant_id and i.order_id = o.id) from orders o where $1 = o.restaurant_id",
  "select * from restaurants r join tables t on t.restaurant_id = r.id where r.id = $1",
  "select * from restaurants where slug = $1",
  `select * from orders where restaurant_id = ${ID} and (id = $1 or id = $2) and not number = 3`,
  "select * from orders where restaurant_id = current_setting('app.restaurant_id')::uuid",
  // A condition of an outer join binds the side that may be missing.
  "select * from sessions s left join orders o on o.restaurant_id = s.restaurant_id where s.restaurant_id = $1",
  "select * from orders o right join sessions s on o.restaurant_id = s.restaurant_id where s.restaurant_id = $1",
  "select * from sessions s left join orders o on o.restaurant_id = s.restaurant_id left join order_items i on i.restaurant_id = o.restaurant_id where s.restaurant_id = $1",
  // Who asks for a row of the other side has asked for the condition, too.
  "select * from sessions s left join orders o on o.restaurant_id = s.restaurant_id where o.restaurant_id = $1",
  "select * from sessions s where s.restaurant_id = $1 and not exists (select 1 from orders o where o.restaurant_id = s.restaurant_id)",
  "select * from sessions s left join lateral (select * from orders o where o.restaurant_id = s.restaurant_id limit 1) o on true where s.restaurant_id = $1",
  "select * from orders where restaurant_id = $1 union all (select * from orders where $1 = restaurant_id limit 1)",
  "with recent as (select * from orders where restaurant_id = $1) select * from recent join order_items i on i.restaurant_id = recent.restaurant_id",
  "select * from (values ($1), ($1)) as house (id) join orders o on o.restaurant_id = house.id",
  "insert into restaurant_counters (restaurant_id) values ($1)",
  "insert into tables (restaurant_id, id) select k.restaurant_id, t from restaurant_counters k, unnest($2::uuid[]) as t where k.restaurant_id = $1",
  "with head as (update restaurant_counters set next_event_number = 2 where restaurant_id = $1) insert into tables (restaurant_id, id) values ($1, $2)",
  "insert into restaurants (slug, id) values ($2, $1) on conflict do nothing",
  "insert into session_snapshots select $1::uuid, s, n, ''::bytea, now() from unnest($2::uuid[], $3::int[]) as i (s, n)",
  "insert into users (id, restaurant_id) select $2, r.id from restaurants r where r.id = $1 returning (select count(*) from users u where u.restaurant_id = users.restaurant_id)",
  "insert into menu_items (restaurant_id, id) values ($1, $2) on conflict (restaurant_id, id) do update set position = (select 1 from menu_categories c where c.restaurant_id = excluded.restaurant_id)",
  "update sessions set pin = $3 where restaurant_id = $1 and id = $2",
  "update orders o set status = 'ready' from sessions s where s.restaurant_id = o.restaurant_id and s.restaurant_id = $1",
  "delete from orders o using sessions s where s.restaurant_id = o.restaurant_id and o.restaurant_id = $1",
  "with gone as (delete from auth_sessions where restaurant_id = $1 returning user_id) select * from gone",
  "with gone as (delete from auth_sessions where restaurant_id = $1 returning *) select * from users u join gone on gone.restaurant_id = u.restaurant_id",
  "with gone as (delete from auth_sessions where restaurant_id = $1 returning id) insert into session_snapshots select $1, id, 1, '', now() from gone",
  "insert into rate_limits (key) values ($1)",
  "select relname from pg_class",
  "select * from tureen_overdue_sessions($1, $2)",
  `begin; set local app.restaurant_id = ${ID}`,
  "",
  "selec 1",
])("stays on one shard: %s", async (text) => {
  expect(await problemsOf(text)).toEqual([]);
});

const no = (...tables: string[]) => tables.map((table) => `${table} without its restaurant_id`);

test.each<[string, string[]]>([
  ["select * from orders where id = $1", no("orders")],
  ["select * from orders where restaurant_id = $1 or id = $2", no("orders")],
  ["select * from orders where restaurant_id = $1 or restaurant_id = $1", no("orders")],
  ["select * from orders where not (restaurant_id = $1 and id = $2)", no("orders")],
  ["select * from orders where $1::uuid is null or restaurant_id = $1", no("orders")],
  ["select * from orders where restaurant_id = any($1)", no("orders")],
  ["select * from orders where restaurant_id in ($1, $2)", no("orders")],
  ["select * from orders where restaurant_id <> $1", no("orders")],
  ["select * from orders where restaurant_id is not distinct from $1", no("orders")],
  ["select * from orders where restaurant_id = (select $1::uuid)", no("orders")],
  ["select * from orders where restaurant_id::text = $1", no("orders")],
  ["select * from orders where restaurant_id = null", no("orders")],
  ["select count(*) from orders group by restaurant_id having restaurant_id = $1", no("orders")],
  [
    "select * from orders o where exists (select from orders p where p.restaurant_id = $1)",
    no("orders"),
  ],
  // Inside, the name means the inner table's column.
  [
    "select * from sessions s where restaurant_id = $1 and exists (select 1 from orders where restaurant_id = restaurant_id)",
    no("orders"),
  ],
  [
    "select * from orders o join sessions s on s.id = o.session_id where o.restaurant_id = $1",
    no("sessions"),
  ],
  ["select * from sessions s join orders o using (restaurant_id)", no("sessions", "orders")],
  [
    "select *, (select count(*) from order_items i where i.order_id = o.id) from orders o where restaurant_id = $1",
    no("order_items"),
  ],
  // The side that is there anyway is not bound by the condition.
  [
    "select * from sessions s left join orders o on o.restaurant_id = s.restaurant_id and s.restaurant_id = $1",
    no("sessions"),
  ],
  [
    "select * from sessions s left join orders o on s.restaurant_id = $1 and o.restaurant_id = $1",
    no("sessions"),
  ],
  [
    "select * from sessions s right join orders o on s.restaurant_id = $1 and o.restaurant_id = $1",
    no("orders"),
  ],
  [
    "select * from sessions s full join orders o on s.restaurant_id = $1 and o.restaurant_id = $1",
    no("sessions", "orders"),
  ],
  [
    "select * from (select * from orders order by number limit 5) o where restaurant_id = $1",
    no("orders"),
  ],
  [
    "select * from sessions s cross join lateral (select * from orders o where o.session_id = s.id) o where s.restaurant_id = $1",
    no("orders"),
  ],
  ["select * from orders where restaurant_id = $1 union select * from orders", no("orders")],
  [
    "select * from (select restaurant_id from orders where restaurant_id = $1 union select id from sessions where restaurant_id = $1) x join users u on u.restaurant_id = x.restaurant_id",
    no("users"),
  ],
  [
    "with recent as (select * from orders) select * from recent where restaurant_id = $1",
    no("orders"),
  ],
  ["with gone as (delete from auth_sessions returning 1) select 1", no("auth_sessions")],
  ["update sessions set pin = $2 where id = $1", no("sessions")],
  [
    "update sessions set restaurant_id = $2 where restaurant_id = $1",
    ["sessions with another restaurant_id"],
  ],
  [
    "update orders o set status = 'ready' from sessions s where s.id = o.session_id and o.restaurant_id = $1",
    no("sessions"),
  ],
  [
    "delete from orders o using sessions s where s.id = o.session_id and s.restaurant_id = $1",
    no("orders"),
  ],
  ["insert into restaurant_counters (next_order_number) values ($1)", no("restaurant_counters")],
  ["insert into restaurant_counters default values", no("restaurant_counters")],
  ["insert into restaurant_counters select unnest($1::uuid[])", no("restaurant_counters")],
  ["insert into restaurant_counters (restaurant_id) values ($1), ($2)", no("restaurant_counters")],
  [
    "insert into session_snapshots (session_id, restaurant_id) select restaurant_id, session_id from sessions where restaurant_id = $1",
    no("session_snapshots"),
  ],
  [
    "insert into menu_items (restaurant_id, id) values ($1, $2) on conflict (restaurant_id, id) do update set position = (select 1 from menu_categories)",
    no("menu_categories"),
  ],
  // One restaurant each, but not provably the same.
  [
    "select * from orders o, sessions s where o.restaurant_id = $1 and s.restaurant_id = $2",
    ["sessions of $2, others of $1"],
  ],
  [
    `select * from orders o, sessions s where o.restaurant_id = $1 and s.restaurant_id = ${ID}`,
    [`sessions of ${ID}, others of $1`],
  ],
  [
    "select 1 from orders where restaurant_id = $1 union select 1 from orders where restaurant_id = $2",
    ["orders of $2, others of $1"],
  ],
  [
    "insert into restaurant_counters (restaurant_id) select $2 from sessions where restaurant_id = $1",
    [
      "restaurant_counters is filled without a table of its restaurant",
      "restaurant_counters of $2, others of $1",
    ],
  ],
  // Citus would copy these rows, which row-level security refuses.
  [
    "insert into tables (restaurant_id, id) select $1, t from unnest($2::uuid[]) as t",
    ["tables is filled without a table of its restaurant"],
  ],
  [
    "with gone as (update sessions set pin = $2 where restaurant_id = $1 returning id) insert into session_updates (restaurant_id, session_id) select $1, id from gone",
    ["session_updates is filled without a table of its restaurant"],
  ],
  [
    "with made as (insert into tables (restaurant_id, id) values ($1, $2)) insert into users (restaurant_id, id) values ($1, $3)",
    ["tables is inserted into by a WITH part"],
  ],
  // The name finds the restaurant, not what lies on one node.
  [
    "select * from restaurants r join tables t on t.restaurant_id = r.id where r.slug = $1",
    no("tables"),
  ],
  ["select * from restaurants where name = $1", ["restaurants without its id"]],
  ["do $$ begin delete from orders; end $$", ["DoStmt cannot be judged"]],
  ["truncate orders", ["TruncateStmt cannot be judged"]],
  ["select * from orders natural join sessions", ["JOIN cannot be judged"]],
])("is found out: %s", async (text, problems) => {
  expect((await problemsOf(text)).sort()).toEqual(problems.sort());
});

test("a condition that any statement of a whole evening loses is missed at once", async () => {
  const recorded = await createTestDatabase();
  const heard = watchStatements(recorded.pool);
  const { restaurantId } = await givenFullRestaurant(recorded);
  const days = { restaurantId, from: "2020-01-01", to: "2090-01-01" };
  const range = await readOrderRange(recorded.pool, days);
  const lines = { ...days, after: 0, last: range?.last ?? 0, limit: 10 };
  expect(await readOrderLines(recorded.pool, lines)).toHaveLength(1);
  await readFloor(recorded.pool, { restaurantId, now: new Date() });
  await recorded.drop();

  const condition =
    /\b(?:\w+\.)?restaurant_id = (?:\$\d+|\w+\.(?:restaurant_id|id)\b)|\b(?:r\.)?id = \$1(?!\d)/g;
  const cut = [...heard].flatMap((text) =>
    [...text.matchAll(condition)].map(
      ({ 0: gone, index }) => `${text.slice(0, index)}true${text.slice(index + gone.length)}`,
    ),
  );
  expect(cut.length).toBeGreaterThan(50);
  for (const text of cut) expect(await problemsOf(text), text).not.toEqual([]);
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

test("a table of no restaurant is known as such, or it is a problem", async () => {
  const grown = await createTestDatabase({ allRestaurants: true });
  await grown.owner.query("create table notes (id uuid)");
  expect(await notOnOneShard(grown.owner, ["select 1 from notes"])).toEqual([
    "notes without its restaurant_id: select 1 from notes",
  ]);
  await grown.drop();
});
