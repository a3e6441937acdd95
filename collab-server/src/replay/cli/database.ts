import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createPool, type Database } from "@tureen/persistence/platform/database";
import { migrate } from "@tureen/persistence/platform/migrate";
import { errorCode } from "@tureen/persistence/platform/retry";
import { readRows } from "@tureen/persistence/platform/rows";
import { ReplayError } from "@tureen/shared/replay/errors";
import { z } from "zod";
import type { CliContext } from "./command.ts";

const visibility = z.object({ bound: z.boolean() });

/** The folder in which a running Tureen leaves its notes. */
export function dataDir(env: CliContext["env"]): string {
  return env.DATA_DIR || ".data";
}

/** What a running Tureen says about itself in a file of its data folder, if one is running. */
export async function noteOf(env: CliContext["env"], name: string): Promise<string | undefined> {
  try {
    return (await readFile(join(dataDir(env), name), "utf8")).trim();
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * Works with the database that is given, or with the embedded one that `npm start` is running. As
 * the user of its address, not as the application's role: a replay looks into all restaurants, and
 * whoever runs it has that address. Throws ReplayError "database-missing", "database-narrow".
 */
export async function withDatabase<T>(
  { env }: CliContext,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const url = env.DATABASE_URL || (await noteOf(env, "database-url"));
  if (!url) throw new ReplayError("database-missing");
  const database = createPool({
    url,
    poolMin: 0,
    poolMax: 4,
    role: null,
    applicationName: "tureen-replay",
    // The list of a large database, and the log of a long session.
    statementTimeoutMs: 60_000,
  });
  try {
    await mustSeeEverything(database);
    return await work(database);
  } finally {
    await database.end();
  }
}

/** A user bound by row-level security would find no session at all, and so nothing wrong with any. */
async function mustSeeEverything(database: Database): Promise<void> {
  const rows = await readRows(
    database,
    visibility,
    "select row_security_active('sessions') as bound",
  );
  if (rows[0]?.bound !== false) throw new ReplayError("database-narrow");
}

/** Works with the database at an address, brought up to date first. */
export async function inDatabase<T>(
  url: string,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  await migrate(url);
  const database = createPool({
    url,
    poolMin: 0,
    poolMax: 4,
    role: null,
    applicationName: "tureen-replay-run",
  });
  try {
    return await work(database);
  } finally {
    await database.end();
  }
}
