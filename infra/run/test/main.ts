import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findProgram } from "../start/programs.mjs";
import { startRedis } from "../start/redis-process.ts";
import { add, type Counts, NOTHING, oneFailure, summary } from "./counts.ts";
import { runParts } from "./run-parts.ts";
import { startTemporaryPostgres } from "./temporary-postgres.ts";

/** `npm test [-- unit|e2e]`: services for the whole run, then check, unit tests and browser tests. */
const checkout = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
const part = process.argv[2] ?? "all";
const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => stopping.abort());
}
process.once("disconnect", () => stopping.abort());
process.channel?.unref();

const releases: (() => Promise<void>)[] = [];
let counts: Counts = NOTHING;
try {
  if (!["all", "unit", "e2e"].includes(part))
    throw new Error(`Unknown part: ${part} (unit or e2e)`);
  const results = await mkdtemp(join(tmpdir(), "tureen-results-"));
  releases.push(() => rm(results, { recursive: true, force: true }));
  const postgres = await startTemporaryPostgres();
  releases.push(postgres.stop);
  const redis = await startRedis();
  releases.push(redis.stop);
  const env = {
    ...process.env,
    TEST_DATABASE_URL: postgres.url,
    TEST_REDIS_URL: redis.url,
    CHROMIUM_PATH: findProgram("chromium", process.env.CHROMIUM_PATH) ?? "",
  };
  counts = await runParts({ checkout, part, env, results, signal: stopping.signal });
} catch (error) {
  counts = add(counts, oneFailure((error as Error).message));
}
for (const release of releases.reverse()) {
  await release().catch((error: Error) => console.error(error.message));
}
// Again, together: in what two runners have printed nobody finds them.
for (const failure of counts.failures) console.log(`\nFAILED ${failure}`);
const nothingRan = counts.passed + counts.failed === 0;
console.log(`\n${summary(counts)}`);
process.exit(counts.failed > 0 || nothingRan || stopping.signal.aborted ? 1 : 0);
