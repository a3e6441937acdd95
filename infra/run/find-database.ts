import type { FoundDatabase } from "@tureen/persistence/replay/audit/cli/cli";
import { runningPostgresUrl, startEmbeddedPostgres } from "./start/embedded-postgres.ts";
import { findCluster } from "./start/postgres-cluster.ts";
import { readSettings } from "./start/settings.ts";

/**
 * The database that is given, or the embedded one of DATA_DIR: the running one, else it is started
 * for as long as it is needed. Throws an Error that says so when there is none, or what is wrong with
 * the settings in `env`.
 */
export async function findDatabase(
  env: NodeJS.ProcessEnv,
  checkout: string,
): Promise<FoundDatabase> {
  const read = readSettings(env, checkout);
  if (!read.ok) throw new Error(read.problems.join("\n"));
  const { settings } = read;
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
