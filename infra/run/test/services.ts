import { startRedis } from "../start/redis-process.ts";
import { startTemporaryPostgres } from "./temporary-postgres.ts";

/** `npm run services`: an empty Postgres and Redis for running single tests by hand. */
const stops: (() => Promise<void>)[] = [];
const stopped = new Promise<void>((resolve) => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => resolve());
});
try {
  const postgres = await startTemporaryPostgres();
  stops.push(postgres.stop);
  const redis = await startRedis();
  stops.push(redis.stop);
  console.log(`export TEST_DATABASE_URL='${postgres.url}'`);
  console.log(`export TEST_REDIS_URL='${redis.url}'`);
  const keepAlive = setInterval(() => {}, 60_000);
  await stopped;
  clearInterval(keepAlive);
} finally {
  for (const stop of stops.reverse()) await stop();
}
