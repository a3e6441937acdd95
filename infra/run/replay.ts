import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { loadEnvFile } from "node:process";
import { fileURLToPath } from "node:url";
import { replayCli } from "@tureen/collab-server/replay/cli/cli";
import { withDisposableDatabase } from "./disposable-database.ts";

/** The process behind `npm run replay`. */
const checkout = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
if (existsSync(join(checkout, ".env"))) loadEnvFile(join(checkout, ".env"));
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => stop.abort());
}
process.exitCode = await replayCli({
  args: process.argv.slice(2),
  env: process.env,
  signal: stop.signal,
  withDisposableDatabase,
  print: (text) => process.stdout.write(`${text}\n`),
  printError: (text) => process.stderr.write(`${text}\n`),
  progress: (text) => {
    // A line that is written over again and again is of use to nobody in a file.
    if (process.stderr.isTTY) process.stderr.write(`\r${text}\u001b[K`);
  },
});
