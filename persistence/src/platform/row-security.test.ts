import type { QueryConfig } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  dumpRestaurant,
  type FullRestaurant,
  givenFullRestaurant,
  restaurantTables,
} from "../testing/full-restaurant.ts";
import { createTestDatabase, type TestDatabase, testWire } from "../testing/test-database.ts";
import { createPool, inRestaurant, transaction } from "./database.ts";
import { errorCode } from "./retry.ts";
import { beginIn, ofRestaurant } from "./wire/index.ts";

let db: TestDatabase;
let here: FullRestaurant;
let there: FullRestaurant;
let tables: readonly { readonly name: string; readonly key: string }[];
beforeAll(async () => {
  db = await createTestDatabase({ allRestaurants: true });
  here = await givenFullRestaurant(db);
  there = await givenFullRestaurant(db);
  tables = await restaurantTables(db);
});
afterAll(() => db.drop());

/** What refuses a row: the policy, a trigger that cannot see what it belongs to, or Citus, which moves none. */
const REFUSED = ["42501", "TU001", "TU003", "0A000"];

/** What Postgres says where no restaurant was named: ever on this connection, or not any more. */
const UNNAMED = /^(42704|22P02)$/;

const codeOf = (query: Promise<unknown>) => query.then(() => "none", errorCode);

// Counts of tries belong to an address, which may try several restaurants.
test("every table of the schema but rate_limits is protected, and has rows here to prove it with", async () => {
  const { rows } = await db.owner.query<{ name: string; on: boolean; policies: string[] }>(
    `select c.relname as name, c.relrowsecurity as on,
       array(select p.polname::text from pg_policy p where p.polrelid = c.oid) as policies
     from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
       and c.relname <> 'rate_limits'
     order by c.relname`,
  );
  expect(rows).toEqual(
    tables.map(({ name }) => ({ name, on: true, policies: ["own_restaurant"] })),
  );
  for (const { name, key } of tables) {
    const sql = `select 1 from ${name} where ${key} = $1 limit 1`;
    expect([name, (await db.owner.query(sql, [there.restaurantId])).rowCount]).toEqual([name, 1]);
  }
});

test("a statement that forgot its WHERE shows the rows of its own restaurant only", async () => {
  for (const { name, key } of tables) {
    const sql = `select distinct ${key} as id from ${name}`;
    const own = [{ id: here.restaurantId }];
    expect((await ofRestaurant(db.pool, here.restaurantId).query(sql)).rows, name).toEqual(own);
    const inside = await inRestaurant(db.pool, here.restaurantId, (tx) => tx.query(sql));
    expect(inside.rows, name).toEqual(own);
  }
});

test("without a restaurant a statement fails, with one that does not exist there are no rows", async () => {
  for (const { name } of tables) {
    const sql = `select 1 from ${name} limit 1`;
    const unnamed = [db.pool.query(sql), transaction(db.pool, (tx) => tx.query(sql))];
    for (const code of await Promise.all(unnamed.map(codeOf))) {
      expect(code, name).toMatch(UNNAMED);
    }
    const nobody = ofRestaurant(db.pool, crypto.randomUUID());
    expect((await nobody.query(sql)).rowCount, name).toBe(0);
  }
});

test("no statement changes, removes, adds or takes over a row of another restaurant", async () => {
  const before = await dumpRestaurant(db, there.restaurantId);
  const q = ofRestaurant(db.pool, here.restaurantId);
  for (const { name, key } of tables) {
    const attempts = [
      `update ${name} set ${key} = ${key} where ${key} = '${there.restaurantId}'`,
      `delete from ${name} where ${key} = '${there.restaurantId}'`,
    ];
    for (const sql of attempts) {
      const outcome = await q.query(sql).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(REFUSED, sql).toContain(errorCode(outcome));
      else expect(outcome, sql).toMatchObject({ rowCount: 0 });
    }
    const { rows } = await db.owner.query<{ row: unknown }>(
      `select to_jsonb(t) as row from ${name} t where ${key} = $1 limit 1`,
      [there.restaurantId],
    );
    const insert = `insert into ${name} select * from jsonb_populate_record(null::${name}, $1)`;
    const refused = await q.query(insert, [JSON.stringify(rows[0]?.row)]).then(
      () => "inserted",
      (error: unknown) => errorCode(error),
    );
    expect(REFUSED, insert).toContain(refused);
    // Where the right to write the column is there, the policy still keeps the row at home.
    const gift = `update ${name} set ${key} = '${there.restaurantId}'`;
    const given = await q.query(gift).then(
      () => "given away",
      (error: unknown) => errorCode(error),
    );
    expect(REFUSED, gift).toContain(given);
  }
  expect(await dumpRestaurant(db, there.restaurantId)).toBe(before);
});

describe("naming the restaurant", () => {
  const scoped = () => ofRestaurant(db.pool, here.restaurantId);

  test("holds for its own statement only, also on the same connection", async () => {
    const client = await db.pool.connect();
    try {
      await client.query(beginIn(here.restaurantId));
      expect((await client.query("select 1 from tables")).rowCount).toBe(2);
      await client.query("commit");
      expect(await codeOf(client.query("select 1 from tables"))).toMatch(UNNAMED);
    } finally {
      client.release();
    }
    await scoped().query("select 1");
    const left = await Promise.all(
      Array.from({ length: 30 }, () => codeOf(db.pool.query("select 1 from tables"))),
    );
    for (const code of left) expect(code).toMatch(UNNAMED);
  });

  test("leaves a connection usable after a statement that fails, at whatever stage", async () => {
    const sessionId = here.table.sessionId;
    const failures: [string | QueryConfig, string][] = [
      ["select nonsense from nowhere", "42P01"],
      [{ name: "not-sql", text: "selekt 1" }, "42601"],
      ["select 1 / 0", "22012"],
      [{ name: "by-zero", text: "select 1 / $1::int", values: [0] }, "22012"],
    ];
    for (let round = 0; round < 30; round++) {
      for (const [config, code] of failures) {
        await expect(scoped().query(config as string)).rejects.toMatchObject({ code });
      }
      const named = { name: "good", text: "select id from sessions where id = $1" };
      const { rows } = await scoped().query({ ...named, values: [sessionId] });
      expect(rows).toEqual([{ id: sessionId }]);
    }
    const recovered = { name: "by-zero", text: "select 1 / $1::int", values: [1] };
    expect((await scoped().query(recovered)).rowCount).toBe(1);
  });

  test("takes no round trip more than the statement itself, on the plain wire two more", async () => {
    const each = testWire() === "quick" ? 1 : 3;
    const pool = createPool({ url: db.url, poolMin: 0, poolMax: 1, wire: testWire() });
    try {
      let answers = 0;
      const client = await pool.connect();
      const { connection } = client as unknown as { connection: NodeJS.EventEmitter };
      connection.on("readyForQuery", () => {
        answers += 1;
      });
      client.release();
      const q = ofRestaurant(pool, here.restaurantId);
      for (let n = 1; n <= 3; n++) {
        expect((await q.query("select 1 from tables")).rowCount).toBe(2);
        expect(answers).toBe(n * each);
      }
      // Transactions: begin, one statement, commit.
      await inRestaurant(pool, here.restaurantId, (tx) => tx.query("select 1 from tables"));
      expect(answers).toBe(3 * each + 3);
    } finally {
      await pool.end();
    }
  });

  test("refuses what is not a restaurant's id", async () => {
    expect(() => beginIn("x'; drop table orders; --")).toThrow(RangeError);
    await expect(ofRestaurant(db.pool, "x").query("select 1 from tables")).rejects.toMatchObject({
      code: "22P02",
    });
  });
});

test("a log of another restaurant cannot be removed through the function that removes logs", async () => {
  const remove = (restaurantId: string) =>
    ofRestaurant(db.pool, here.restaurantId).query(
      "select * from tureen_remove_log($1, $2, now(), 10)",
      [restaurantId, there.table.sessionId],
    );
  await expect(remove(there.restaurantId)).rejects.toMatchObject({ code: "42501" });
  expect((await remove(here.restaurantId)).rows).toEqual([{ removed: 0, gone: false }]);
});

test("what may be asked over all restaurants gives away ids and counts only", async () => {
  const { rows } = await db.owner.query<{ name: string; result: string }>(
    `select p.proname as name, pg_get_function_result(p.oid) as result
     from pg_proc p where p.prosecdef and p.pronamespace = 'public'::regnamespace
       and has_function_privilege('tureen_app', p.oid, 'execute') order by 1`,
  );
  expect(rows).toEqual([
    { name: "tureen_due_demonstration_news", result: "SETOF uuid" },
    { name: "tureen_due_fiscal_closes", result: "SETOF uuid" },
    { name: "tureen_due_fiscal_records", result: "SETOF uuid" },
    { name: "tureen_due_ledger_anchors", result: "SETOF uuid" },
    { name: "tureen_due_menus", result: "SETOF uuid" },
    { name: "tureen_due_payment_wishes", result: "SETOF uuid" },
    { name: "tureen_due_photo_removals", result: "SETOF uuid" },
    { name: "tureen_due_print_removals", result: "SETOF uuid" },
    { name: "tureen_due_prints", result: "SETOF uuid" },
    { name: "tureen_due_provider_tasks", result: "SETOF uuid" },
    { name: "tureen_due_restaurants", result: "SETOF uuid" },
    { name: "tureen_due_restores", result: "SETOF uuid" },
    { name: "tureen_failed_payments", result: "bigint" },
    { name: "tureen_has_restaurants", result: "boolean" },
    { name: "tureen_long_tails", result: "TABLE(restaurant_id uuid, session_id uuid)" },
    { name: "tureen_old_logs", result: "TABLE(restaurant_id uuid, session_id uuid)" },
    { name: "tureen_overdue_sessions", result: "TABLE(restaurant_id uuid, session_id uuid)" },
    { name: "tureen_print_health", result: "record" },
    { name: "tureen_provider_waits_since", result: "timestamp with time zone" },
    {
      name: "tureen_queue_health",
      result: "TABLE(depth bigint, oldest timestamp with time zone, failed bigint)",
    },
    { name: "tureen_remove_log", result: "record" },
    { name: "tureen_remove_log", result: "record" },
    { name: "tureen_restaurant_of_slug", result: "uuid" },
    { name: "tureen_restaurants_named", result: "TABLE(id uuid, name text)" },
    { name: "tureen_restaurants_with_ended_sign_ins", result: "SETOF uuid" },
    { name: "tureen_unreachable", result: "TABLE(restaurants bigint)" },
    { name: "tureen_unsigned_receipts", result: "record" },
  ]);
  const { rowCount } = await db.owner.query(
    `select 1 from pg_proc p where p.prosecdef and p.pronamespace = 'public'::regnamespace
       and has_function_privilege('public', p.oid, 'execute')`,
  );
  expect(rowCount).toBe(0);
});
