import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inDatabase } from "@tureen/collab-server/replay/cli/database";
import type { Database } from "@tureen/persistence/platform/database";
import { startEmbeddedPostgres } from "./start/embedded-postgres.ts";

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
