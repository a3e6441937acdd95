import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "../start/embedded-postgres.ts";
import { removeCluster } from "../start/postgres-cluster.ts";

/** A Postgres with a new, empty cluster; `stop` deletes it again. */
export async function startTemporaryPostgres(): Promise<{ url: string; stop(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), "tureen-test-"));
  await chmod(dataDir, 0o711);
  const remove = async () => {
    await removeCluster(dataDir);
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const settings = {
      max_connections: "400",
      // For infra/deploy/sql/slow-statements.sql.
      shared_preload_libraries: "pg_stat_statements",
    };
    const postgres = await startEmbeddedPostgres({ dataDir, settings });
    const stop = async () => {
      await postgres.stop();
      await remove();
    };
    return { url: postgres.url, stop };
  } catch (error) {
    await remove();
    throw error;
  }
}
