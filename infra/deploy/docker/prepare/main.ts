import { withRetry } from "@tureen/persistence/platform/retry";
import { prepareDatabase } from "../../../run/start/prepare-database.ts";
import { readSettings } from "../../../run/start/settings.ts";
import { staffText } from "../../../run/start/welcome.ts";

/**
 * Brings the database to this release, with its owner's rights, and ends; server and worker start
 * after it and have fewer. Safe to run again, and to run twice at once.
 */
const read = readSettings(process.env, "/");
const problems = read.ok ? [] : read.problems;
if (!read.ok || read.settings.DATABASE_URL === undefined) {
  console.error(
    ["The database cannot be prepared:", ...problems, "DATABASE_URL must be set"].join("\n  "),
  );
  process.exit(1);
}
const { settings } = read;
const url = read.settings.DATABASE_URL;
try {
  const staff = await withRetry(() => prepareDatabase(url, settings), {
    attempts: 20,
    maxMs: 3_000,
  });
  // Nobody can show these passwords again.
  if (staff.length > 0) console.log(staffText(staff));
  console.log("The database is ready.");
} catch (error) {
  console.error(`The database cannot be prepared: ${(error as Error).message}`);
  process.exitCode = 1;
}
