/**
 * `node collab-server/src/replay/testing/recordings/record.ts`: records the sessions that the tests run, through a live
 * server and the worker's own operation, and writes them beside this file. Needs TEST_DATABASE_URL
 * (`npm run services`). Only to be run again when a session should be another one: a change of the
 * code that makes a recorded session end otherwise is what the recordings are there to find.
 */
import { writeFile } from "node:fs/promises";
import { createTestDatabase } from "@tureen/persistence/testing/test-database";
import { formatRecording } from "@tureen/shared/replay/file";
import { RECORDINGS } from "./scenes.ts";

for (const [name, record] of Object.entries(RECORDINGS)) {
  const database = await createTestDatabase();
  try {
    const recording = await record(database.pool);
    const path = new URL(`${name}.tureen`, import.meta.url);
    await writeFile(path, formatRecording(recording));
    console.log(`${path.pathname}: ${recording.log.length} edits`);
  } finally {
    await database.drop();
  }
}
