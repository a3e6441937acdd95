import { readFile } from "node:fs/promises";
import { readMigrations } from "@tureen/persistence/platform/migrations";
import { createTestDatabase } from "@tureen/persistence/testing/test-database";
import { describe, expect, test } from "vitest";
import { lintMigration } from "./lint-migrations.ts";
import { previousRelease } from "./previous-release.ts";

const lint = (...statements: string[]) => lintMigration({ tag: "0009_next", statements });

describe("A migration", () => {
  test("since the previous release only adds, or says why it may take away", () => {
    const { migration } = previousRelease;
    const tags = readMigrations().map(({ tag }) => tag);
    expect(tags).toContain(migration);
    const since = readMigrations().slice(tags.indexOf(migration) + 1);
    expect(since.flatMap(lintMigration)).toEqual([]);
  });

  test("that took away, before there was a release, is found out; one that only added is not", () => {
    const found = Object.fromEntries(
      readMigrations().map((each) => [each.tag, lintMigration(each)]),
    );
    expect(found["0002_trust"]).toContainEqual(expect.stringContaining("makes a column required"));
    expect(found["0003_row_security"]).toContainEqual(
      expect.stringContaining("restaurants under row-level"),
    );
    expect([found["0005_forgetting"], found["0006_rate_limits"]]).toEqual([[], []]);
  });

  test.each([
    ["ALTER TABLE orders DROP COLUMN diner", "drops a column"],
    ["DROP TABLE payments", "drops a table"],
    ["DROP INDEX idx_orders_session_status", "drops a index"],
    ["ALTER TABLE orders\n  RENAME COLUMN diner TO seat", "renames"],
    ["ALTER TABLE orders ALTER COLUMN number SET DATA TYPE integer", "type"],
    ["ALTER TABLE users ALTER COLUMN display_name SET NOT NULL", "required"],
    ["ALTER TABLE sessions ALTER COLUMN log_state DROP DEFAULT", "default"],
    ['ALTER TABLE "users" ADD COLUMN "phone" text NOT NULL', "users.phone"],
    ["ALTER TABLE users ADD CONSTRAINT x CHECK (seat < 100)", "constraint to users"],
    ["CREATE UNIQUE INDEX x ON tables (restaurant_id, position)", "unique index"],
    ["CREATE INDEX x ON session_updates (restaurant_id, at)", "writers wait"],
    ["ALTER TABLE tables ENABLE ROW LEVEL SECURITY", "row-level security"],
    ["REVOKE INSERT ON payments FROM tureen_app", "takes rights"],
    ["DELETE FROM sync_queue WHERE status = 'done'", "removes rows"],
    ["DO $$ BEGIN ALTER TABLE orders DROP COLUMN diner; END $$", "drops a column"],
  ])("is refused: %s", (statement, why) => {
    expect(lint(statement)).toEqual([expect.stringContaining(why)]);
  });

  test("may narrow what it has made itself, and add what nobody has to fill in", () => {
    const table = 'CREATE TABLE "tips" ("restaurant_id" uuid NOT NULL, "at" timestamptz NOT NULL)';
    const statements = [
      table,
      "ALTER TABLE tips ADD COLUMN note text NOT NULL",
      "CREATE UNIQUE INDEX tips_at ON tips (restaurant_id, at)",
      'ALTER TABLE "tips" ENABLE ROW LEVEL SECURITY',
      'ALTER TABLE "users" ADD COLUMN "phone" text',
      'ALTER TABLE "users" ADD CONSTRAINT "users_phone" CHECK (char_length("users"."phone") < 20)',
      "ALTER TABLE users ADD COLUMN vip boolean DEFAULT false NOT NULL",
      "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ DELETE FROM tips $$",
      "CREATE TRIGGER t BEFORE DELETE ON tips FOR EACH ROW EXECUTE FUNCTION f()",
      "-- DROP TABLE orders\nSELECT 1",
      "CREATE INDEX IF NOT EXISTS x ON session_updates (restaurant_id, at)",
    ];
    expect(lint(...statements)).toEqual([]);
  });

  test("takes away in a step that says why nothing running needs it", () => {
    const drop = "ALTER TABLE orders DROP COLUMN diner";
    expect(
      lint(`-- contract: no version since 0007 reads or writes orders.diner\n${drop}`),
    ).toEqual([]);
    expect(lint(`-- contract:\n${drop}`)).toHaveLength(1);
  });
});

test("what the previous release writes still has its columns, and nothing new has to be filled in", async () => {
  const db = await createTestDatabase();
  try {
    const { rows } = await db.owner.query<{ table: string; column: string; required: boolean }>(
      `select c.relname as "table", a.attname as "column",
         a.attnotnull and not a.atthasdef as required
       from pg_attribute a join pg_class c on c.oid = a.attrelid
       where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0
         and not a.attisdropped`,
    );
    const now = new Map(
      rows.map(({ table, column, required }) => [`${table}.${column}`, required]),
    );
    const before = await columnsOf(previousRelease.migration);
    expect([...before.keys()].filter((name) => !now.has(name))).toEqual([]);
    const tables = new Set([...before.keys()].map((name) => name.split(".")[0]));
    const demanded = [...now].filter(
      ([name, required]) => required && tables.has(name.split(".")[0]) && !before.get(name),
    );
    expect(demanded).toEqual([]);
  } finally {
    await db.drop();
  }
});

/** Every column after a migration, by `table.column`, and whether it had to be filled in. */
async function columnsOf(tag: string): Promise<Map<string, boolean>> {
  const file = `../../../persistence/migrations/meta/${tag.slice(0, 4)}_snapshot.json`;
  const { tables } = JSON.parse(await readFile(new URL(file, import.meta.url), "utf8")) as {
    tables: Record<
      string,
      {
        name: string;
        columns: Record<string, { name: string; notNull: boolean; default?: unknown }>;
      }
    >;
  };
  const columns = Object.values(tables).flatMap((table) =>
    Object.values(table.columns).map(
      (column) =>
        [`${table.name}.${column.name}`, column.notNull && column.default === undefined] as const,
    ),
  );
  return new Map(columns);
}
