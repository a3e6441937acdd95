import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readMigrationFiles } from "drizzle-orm/migrator";

/** The migrations beside this workspace's sources. */
export const MIGRATIONS_FOLDER = fileURLToPath(new URL("../../migrations", import.meta.url));

/** One step of the schema, as drizzle runs and remembers it. */
export interface Migration {
  /** Its file's name without the ending, "0003_row_security". */
  readonly tag: string;
  readonly statements: readonly string[];
  /** SHA-256 of the file, hex. */
  readonly hash: string;
  /** When it was written, milliseconds since the epoch: what is later than the last one applied runs. */
  readonly when: number;
}

/** All migrations in their order. */
export function readMigrations(): readonly Migration[] {
  const journal = JSON.parse(readFileSync(`${MIGRATIONS_FOLDER}/meta/_journal.json`, "utf8")) as {
    readonly entries: readonly { readonly tag: string }[];
  };
  return readMigrationFiles({ migrationsFolder: MIGRATIONS_FOLDER }).map((file, i) => ({
    tag: journal.entries[i]?.tag ?? "",
    statements: file.sql.map((statement) => statement.trim()),
    hash: file.hash,
    when: file.folderMillis,
  }));
}
