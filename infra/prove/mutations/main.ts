/**
 * `npm run prove:mutations [-- --only TEXT]`: breaks the promises one by one in a scratch copy, and shows
 * which test notices each. Fails when a sabotage goes unnoticed.
 */
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { startRedis } from "../../run/start/redis-process.ts";
import { startTemporaryPostgres } from "../../run/test/temporary-postgres.ts";
import { prove } from "./prove.ts";
import { SABOTAGES } from "./sabotages.ts";

const { values } = parseArgs({ options: { only: { type: "string", default: "" } } });
const chosen = SABOTAGES.filter(({ name, file }) => `${name} ${file}`.includes(values.only));
if (chosen.length === 0) {
  process.stderr.write(`No sabotage is called like "${values.only}".\n`);
  process.exit(2);
}

const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => stopping.abort());
}
const stops: (() => Promise<void>)[] = [];
try {
  const postgres = await startTemporaryPostgres();
  stops.push(postgres.stop);
  const redis = await startRedis();
  stops.push(redis.stop);
  const unnoticed = await prove({
    checkout: dirname(dirname(dirname(import.meta.dirname))),
    sabotages: chosen,
    env: { ...process.env, TEST_DATABASE_URL: postgres.url, TEST_REDIS_URL: redis.url },
    signal: stopping.signal,
    print: (line) => void process.stdout.write(`${line}\n`),
  });
  process.exitCode = unnoticed > 0 ? 1 : 0;
} catch (error) {
  process.stderr.write(`${stopping.signal.aborted ? "Stopped." : (error as Error).message}\n`);
  process.exitCode = 1;
} finally {
  for (const stop of stops.reverse()) await stop();
}
