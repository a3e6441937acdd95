import pg from "pg";
import { afterEach, expect, test } from "vitest";
import { assertAppRole, createPool } from "./database.ts";
import { migrate } from "./migrate.ts";
import { createEmptyDatabase } from "./testing/test-database.ts";

const drops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const drop of drops.splice(0)) await drop();
});

async function emptyDatabase(): Promise<string> {
  const { url, drop } = await createEmptyDatabase();
  drops.push(drop);
  return url;
}

test("two processes that migrate at once both end with the one schema", async () => {
  const url = await emptyDatabase();
  const said: string[] = [];
  await Promise.all([1, 2, 3].map(() => migrate(url, { log: (line) => said.push(line) })));
  expect(said.filter((line) => line === "database schema is up to date")).toHaveLength(2);
  expect(said.filter((line) => line.startsWith("applied"))).toHaveLength(1);
});

test("two databases of one server can be migrated at once, though they share the role", async () => {
  await Promise.all([await emptyDatabase(), await emptyDatabase()].map((url) => migrate(url)));
});

test("waiting for another process that migrates is bounded", async () => {
  const url = await emptyDatabase();
  const other = new pg.Client({ connectionString: url });
  await other.connect();
  try {
    await other.query("select pg_advisory_lock(7461626901)");
    await expect(migrate(url, { waitMs: 100 })).rejects.toThrow("another process");
  } finally {
    await other.end();
  }
});

test("the application pool acts as the role that cannot change orders; a plain one is refused", async () => {
  const url = await emptyDatabase();
  await migrate(url);
  const pool = createPool({ url, poolMin: 0, poolMax: 1 });
  const owner = createPool({ url, poolMin: 0, poolMax: 1, role: null });
  try {
    await expect(assertAppRole(pool)).resolves.toBeUndefined();
    await expect(assertAppRole(owner)).rejects.toThrow("may change orders");
  } finally {
    await Promise.all([pool.end(), owner.end()]);
  }
});

test("every key and index starts with the restaurant, except the one the specification names", async () => {
  const url = await emptyDatabase();
  await migrate(url);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ index: string; first: string }>(
      `select i.relname as index, a.attname as first
       from pg_index x join pg_class i on i.oid = x.indexrelid
         join pg_class t on t.oid = x.indrelid
         join pg_attribute a on a.attrelid = t.oid and a.attnum = x.indkey[0]
       where t.relnamespace = 'public'::regnamespace
         and a.attname <> 'restaurant_id' and t.relname <> 'restaurants'`,
    );
    expect(rows).toEqual([{ index: "idx_orders_session_status", first: "session_id" }]);
    const cascades = await client.query(
      `select conname from pg_constraint where contype = 'f' and (confdeltype <> 'a'
         or (confrelid <> 'restaurants'::regclass and array_length(conkey, 1) < 2))`,
    );
    expect(cascades.rows).toEqual([]);
  } finally {
    await client.end();
  }
});
