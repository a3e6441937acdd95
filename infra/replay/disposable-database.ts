import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPool, type Database } from "@tureen/persistence/database";
import { migrate } from "@tureen/persistence/migrate";
import { startEmbeddedPostgres } from "../start/embedded-postgres.ts";

/** Works with an empty database of its own, which is gone afterwards. */
export async function withDisposableDatabase<T>(
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), "tureen-replay-"));
  try {
    const postgres = await startEmbeddedPostgres({ dataDir });
    try {
      return await inDatabase(postgres.url, work);
    } finally {
      await postgres.stop();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
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
