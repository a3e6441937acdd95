/**
 * `node collab-server/src/replay/testing/recordings/record.ts`: records the evenings that the tests run, through a live
 * server and the worker's own operation, and writes them beside this file. Needs TEST_DATABASE_URL
 * (`npm run services`). Only to be run again when an evening should be another one: a change of the
 * code that makes a recorded evening end otherwise is what the recordings are there to find.
 */
import { writeFile } from "node:fs/promises";
import { createTestDatabase } from "@tureen/persistence/testing/test-database";
import { writeEvening } from "@tureen/shared/replay/file";
import { EVENINGS } from "./scenes.ts";

for (const [name, record] of Object.entries(EVENINGS)) {
  const database = await createTestDatabase();
  try {
    const recording = await record(database.pool);
    const path = new URL(`${name}.tureen`, import.meta.url);
    await writeFile(path, writeEvening(recording));
    console.log(`${path.pathname}: ${recording.log.length} edits`);
  } finally {
    await database.drop();
  }
}
