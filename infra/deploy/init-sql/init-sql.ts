import { MIGRATION_LOCK } from "@tureen/persistence/platform/migrate";
import type { Migration } from "@tureen/persistence/platform/migrations";

/**
 * The migrations as one script for psql, or for a first start of a Postgres container. It applies what
 * the database does not have yet and notes it where `migrate` looks, all or nothing.
 */
export function initSql(migrations: readonly Migration[]): string {
  return `${HEADER}${migrations.map(step).join("\n")}\nCOMMIT;\n`;
}

/** The table is drizzle's own; the lock is the one that \`migrate\` holds. */
const HEADER = `-- Tureen's schema, generated from persistence/migrations. Do not edit: after a change of the
-- migrations run
--   node infra/deploy/init-sql/main.ts
-- Safe to repeat: each migration runs only where it has not run yet, everything in one transaction.
-- Run it as the user who owns the database and may create roles.
BEGIN;
SET LOCAL client_min_messages = warning;
DO $init$ BEGIN PERFORM pg_advisory_xact_lock(${MIGRATION_LOCK}); END $init$;
CREATE SCHEMA IF NOT EXISTS drizzle;
CREATE TABLE IF NOT EXISTS drizzle.__drizzle_migrations (
  id SERIAL PRIMARY KEY,
  hash text NOT NULL,
  created_at bigint
);

`;

function step({ tag, statements, hash, when }: Migration): string {
  const executes = statements.map((statement) => `  EXECUTE ${quoted(statement)};\n`);
  return `-- ${tag}
DO $init$
BEGIN
  IF EXISTS (SELECT FROM drizzle.__drizzle_migrations WHERE created_at >= ${when}) THEN
    RETURN;
  END IF;
${executes.join("")}  INSERT INTO drizzle.__drizzle_migrations (hash, created_at)
    VALUES ('${hash}', ${when});
END
$init$;
`;
}

/** In dollars, so that the statement reads as in its file. */
function quoted(statement: string): string {
  if (/\$(statement|init)\$/.test(statement)) {
    throw new RangeError("a migration quotes with $statement$ or $init$, as init.sql does");
  }
  return `$statement$\n${statement}\n$statement$`;
}
