import { drizzle } from "drizzle-orm/node-postgres";
import { migrate as applyMigrations } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import { z } from "zod";
import { APP_ROLE } from "./database.ts";
import { MIGRATIONS_FOLDER } from "./migrations.ts";
import { errorCode } from "./retry.ts";
import { readRows } from "./rows.ts";

const journal = z.object({ present: z.boolean() });
const applied = z.object({ n: z.int() });

/** Held while migrating; any number that no other user of the database's advisory locks takes. */
export const MIGRATION_LOCK = 7_461_626_901;

/*
 * Roles are the server's, not the database's: after a move or a restore the owner may not yet act as
 * the application, and since Postgres 16 not even when it has made that role itself. Where it may not
 * change that either, somebody else acts as the application, or connecting says so.
 */
const ACT_AS_APP = `
DO $$
DECLARE
  may boolean;
BEGIN
  IF current_setting('server_version_num')::int >= 160000 THEN
    may := pg_has_role(current_user, '${APP_ROLE}', 'SET');
  ELSE
    may := pg_has_role(current_user, '${APP_ROLE}', 'MEMBER');
  END IF;
  IF NOT may THEN
    EXECUTE format('GRANT ${APP_ROLE} TO %I', current_user);
  END IF;
EXCEPTION
  WHEN insufficient_privilege THEN NULL;
END
$$`;

export interface MigrateOptions {
  readonly log?: (message: string) => void;
  /** How long to wait for another process that is migrating. */
  readonly waitMs?: number;
}

/**
 * Brings the database at `databaseUrl` (a user who may create roles and tables) to the current
 * schema. Safe when several processes start at once: the others wait, bounded, then find nothing
 * left to do. All pending migrations succeed together or not at all.
 */
export async function migrate(
  databaseUrl: string,
  { log = () => {}, waitMs = 60_000 }: MigrateOptions = {},
): Promise<void> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: "tureen-migrate",
    connectionTimeoutMillis: 10_000,
    statement_timeout: 300_000,
  });
  // A lost connection also rejects the query in flight, which is where it is handled.
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query("select set_config('lock_timeout', $1, false)", [String(waitMs)]);
    await lock(client, waitMs);
    const before = await appliedCount(client);
    await applyMigrations(drizzle({ client }), { migrationsFolder: MIGRATIONS_FOLDER });
    await client.query(ACT_AS_APP);
    const applied = (await appliedCount(client)) - before;
    log(applied === 0 ? "database schema is up to date" : `applied ${applied} migrations`);
  } finally {
    // Ending the connection releases the lock, whatever happened.
    await client.end();
  }
}

async function lock(client: pg.Client, waitMs: number): Promise<void> {
  try {
    await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
  } catch (error) {
    if (errorCode(error) !== "55P03") throw error;
    throw new Error(`another process has been migrating this database for over ${waitMs} ms`, {
      cause: error,
    });
  }
}

async function appliedCount(client: pg.Client): Promise<number> {
  const rows = await readRows(
    client,
    journal,
    "select to_regclass('drizzle.__drizzle_migrations') is not null as present",
  );
  if (!rows[0]?.present) return 0;
  const [count] = await readRows(
    client,
    applied,
    "select count(*)::int as n from drizzle.__drizzle_migrations",
  );
  return count?.n ?? 0;
}
