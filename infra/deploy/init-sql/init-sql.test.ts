import { readFile } from "node:fs/promises";
import { migrate } from "@tureen/persistence/platform/migrate";
import { readMigrations } from "@tureen/persistence/platform/migrations";
import { createEmptyDatabase } from "@tureen/persistence/testing/test-database";
import pg from "pg";
import { afterEach, expect, test } from "vitest";
import { initSql } from "./init-sql.ts";

const FILE = new URL("../../init.sql", import.meta.url);

const releases: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const release of releases.splice(0).reverse()) await release();
});

async function emptyDatabase(): Promise<{ url: string; client: pg.Client }> {
  const { url, drop } = await createEmptyDatabase();
  releases.push(drop);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  releases.push(() => client.end());
  return { url, client };
}

test("infra/init.sql is what the migrations come to", async () => {
  const wanted = initSql(readMigrations());
  expect(await readFile(FILE, "utf8"), "run node infra/deploy/init-sql/main.ts").toBe(wanted);
});

test("init.sql twice makes the schema that migrating makes, and leaves nothing to migrate", async () => {
  const [made, migrated] = [await emptyDatabase(), await emptyDatabase()];
  const text = await readFile(FILE, "utf8");
  await made.client.query(text);
  const once = await everything(made.client);
  await made.client.query(text);
  expect(await everything(made.client)).toEqual(once);

  await migrate(migrated.url);
  expect(once).toEqual(await everything(migrated.client));
  expect(once.functions).not.toEqual([]);
  const said: string[] = [];
  await migrate(made.url, { log: (line) => said.push(line) });
  expect(said).toEqual(["database schema is up to date"]);
});

test("init.sql completes a database that has only the first migrations", async () => {
  const [earlier, whole] = [await emptyDatabase(), await emptyDatabase()];
  const migrations = readMigrations();
  await earlier.client.query(initSql(migrations.slice(0, 3)));
  await earlier.client.query(initSql(migrations));
  await whole.client.query(initSql(migrations));
  expect(await everything(earlier.client)).toEqual(await everything(whole.client));
});

/** What a schema consists of, one question each; object ids are left out. */
const QUESTIONS = {
  columns: `select c.relname, a.attname, a.attnum, format_type(a.atttypid, a.atttypmod) as type,
      a.attnotnull, a.attstorage, a.attacl::text, pg_get_expr(d.adbin, d.adrelid) as "default"
    from pg_attribute a join pg_class c on c.oid = a.attrelid
      left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where c.relkind = 'r' and a.attnum > 0 and c.relnamespace in (select oid from own)`,
  relations: `select c.relname, c.relkind, c.reloptions, c.relrowsecurity, c.relacl::text
    from pg_class c where c.relnamespace in (select oid from own)`,
  constraints: `select conrelid::regclass::text as of, conname, pg_get_constraintdef(oid) as text
    from pg_constraint where connamespace in (select oid from own)`,
  indexes: `select indexdef from pg_indexes where schemaname in (select nspname from own)`,
  triggers: `select tgrelid::regclass::text as of, tgenabled, pg_get_triggerdef(oid) as text
    from pg_trigger where not tgisinternal`,
  functions: `select pg_get_functiondef(oid) as text, proacl::text from pg_proc
    where pronamespace in (select oid from own) and prokind = 'f'`,
  policies: `select * from pg_policies`,
  schemas: `select nspname, nspacl::text from own`,
  applied: `select hash, created_at from drizzle.__drizzle_migrations`,
};

async function everything(client: pg.Client): Promise<Record<string, unknown[]>> {
  const answers: Record<string, unknown[]> = {};
  for (const [about, sql] of Object.entries(QUESTIONS)) {
    const { rows } = await client.query(
      `with own as (select * from pg_namespace where nspname in ('public', 'drizzle'))
       select to_jsonb(q) as row from (${sql}) q order by to_jsonb(q)::text`,
    );
    answers[about] = rows.map(({ row }) => row);
  }
  return answers;
}
