/** Each question is asked of a real database in which its answer is known. */
import { readdir, readFile } from "node:fs/promises";
import { createTestDatabase, type TestDatabase } from "@tureen/persistence/testing/test-database";
import pg from "pg";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

type Row = Record<string, unknown>;

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  await db.owner.query("create extension pg_stat_statements");
});
afterAll(() => db.drop());

const clients: pg.Client[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) await client.end();
});
async function connect(name: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: db.url, application_name: name });
  await client.connect();
  clients.push(client);
  return client;
}

const asked = new Set<string>();
async function ask(file: string): Promise<Row[]> {
  asked.add(file);
  const { rows } = await db.owner.query(await readFile(new URL(file, import.meta.url), "utf8"));
  return rows;
}
/** Counts are told at the end of a transaction, and not more often than once a second unless forced. */
const told = (client: pg.Client, sql: string) =>
  client.query(`begin; ${sql}; commit; select pg_stat_force_next_flush(); select 1`);

test("table-sizes.sql: the largest table comes first, with its rows and its indexes", async () => {
  const client = await connect("filler");
  await told(
    client,
    "create table large as select n, repeat('x', 100) from generate_series(1, 20000) n",
  );
  const [first] = await ask("table-sizes.sql");
  expect(first).toMatchObject({ table: "large", live_rows: 20_000, indexes: "0 bytes" });
  expect((await ask("table-sizes.sql")).map(({ table }) => table)).toContain("session_updates");
});

test("missing-indexes.sql: a table read from end to end, and exactly the foreign keys meant to have none", async () => {
  const client = await connect("reader");
  const scans = "select count(*) from large where n = 7;".repeat(60);
  await told(client, scans);
  const rows = await ask("missing-indexes.sql");
  expect(rows).toContainEqual({
    ...{ table: "large", why: "read from end to end" },
    what: expect.stringMatching(/^6\d times, 20000 rows each time/),
  });
  const keys = rows.filter(({ why }) => why === "foreign key without an index");
  expect(keys.map(({ what }) => what)).toEqual([
    "fiscal_closes_last_fk",
    "order_items_menu_item_fk",
    "order_status_history_line_fk",
    "payments_order_fk",
    "print_jobs_at_printer_fk",
    "print_jobs_printer_fk",
    "receipts_entry_fk",
    "receipts_payment_fk",
    "sessions_table_fk",
  ]);
});

test("index-use.sql: an index that was read is told from one that was not", async () => {
  const client = await connect("reader");
  await client.query("create index large_used on large (n)");
  await client.query("create index large_unused on large ((n + 1))");
  await client.query("set enable_seqscan = off");
  await told(client, "select * from large where n = 7");
  const rows = await ask("index-use.sql");
  const of = (name: string) => rows.find(({ index }) => index === name);
  expect(of("large_unused")).toMatchObject({ table: "large", scans: 0, holds_a_constraint: false });
  expect(of("large_used")?.scans).toBeGreaterThan(0);
  expect(of("orders_pk")).toMatchObject({ holds_a_constraint: true });
});

test("stale-statistics.sql: a table that changed since it was analyzed, until it is", async () => {
  const client = await connect("changer");
  const stale = async () => (await ask("stale-statistics.sql")).map(({ table }) => table);
  await client.query("analyze large");
  await told(client, "update large set n = n + 1");
  expect(await stale()).toContain("large");
  await client.query("vacuum (analyze) large");
  await client.query("select pg_stat_force_next_flush()");
  expect(await stale()).not.toContain("large");
});

test("slow-statements.sql: what took the time comes first, without its values", async () => {
  const client = await connect("sleeper");
  await client.query("select pg_stat_statements_reset()");
  for (const _ of [1, 2]) await client.query("select pg_sleep(0.1), 'the guest said' as note");
  const [first] = await ask("slow-statements.sql");
  expect(first).toMatchObject({ calls: 2, statement: "select pg_sleep($1), $2 as note" });
  expect(first?.total_ms).toBeGreaterThanOrEqual(200);
});

test("long-transactions.sql and locks.sql: who left a transaction open, and who waits for it", async () => {
  const holder = await connect("forgetful");
  await holder.query("begin");
  await holder.query("select * from large where n = 7 for update");
  const waiter = await connect("patient");
  const waiting = waiter.query("update large set n = 0 where n = 7");
  await expect.poll(() => ask("locks.sql")).toHaveLength(1);
  const [lock] = await ask("locks.sql");
  expect(lock).toMatchObject({
    ...{ waiting: "patient", held_by: "forgetful", holder_is: "idle in transaction" },
    waiting_statement: "update large set n = 0 where n = 7",
  });
  const [oldest] = await ask("long-transactions.sql");
  expect(oldest).toMatchObject({ application: "forgetful", state: "idle in transaction" });
  await holder.query("rollback");
  await waiting;
  expect(await ask("locks.sql")).toEqual([]);
});

test("every file has been asked, and is in the list", async () => {
  const folder = new URL(".", import.meta.url);
  const files = (await readdir(folder)).filter((file) => file.endsWith(".sql"));
  expect([...asked].sort()).toEqual(files.sort());
  const readme = await readFile(new URL("README.md", folder), "utf8");
  for (const file of files) expect(readme).toContain(`| \`${file}\` |`);
});
