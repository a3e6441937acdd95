import { runningPostgresUrl, startEmbeddedPostgres } from "../start/embedded-postgres.ts";
import { findCluster } from "../start/postgres-cluster.ts";
import type { Settings } from "../start/settings.ts";

/** A database to read, and how to let go of it. */
export type FoundDatabase = { url: string; release: () => Promise<void> };

/**
 * The database that is given, or the embedded one of DATA_DIR: the running one, else it is started
 * for as long as it is needed. Throws an Error that says so when there is none.
 */
export async function findDatabase(
  settings: Pick<Settings, "DATABASE_URL" | "DATA_DIR">,
): Promise<FoundDatabase> {
  if (settings.DATABASE_URL !== undefined) {
    return { url: settings.DATABASE_URL, release: async () => {} };
  }
  const dataDir = settings.DATA_DIR;
  const running = await runningPostgresUrl(dataDir);
  if (running !== undefined) return { url: running, release: async () => {} };
  if ((await findCluster(dataDir)) === undefined) {
    throw new Error(`there is no database in ${dataDir}: set DATA_DIR or DATABASE_URL`);
  }
  const started = await startEmbeddedPostgres({ dataDir });
  return { url: started.url, release: () => started.stop() };
}
