/** What the commands beside a running Tureen have in common: finding it, and telling it to look. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Database } from "./database.ts";
import { carryOutEffects } from "./effects.ts";
import { errorCode } from "./retry.ts";
import { connectSignals } from "./signals/connect-signals.ts";

/** Running servers look by themselves a little later, so nobody waits longer than this, ms. */
const SIGNALS_TIMEOUT_MS = 2_000;

export type Environment = Readonly<Record<string, string | undefined>>;

/** The database that is given, or the embedded one that `npm start` is running, if any. */
export async function runningDatabaseUrl(env: Environment): Promise<string | undefined> {
  return env.DATABASE_URL || (await noteOf(env, "database-url"));
}

/** What a running Tureen says about itself in a file of its data folder, if one is running. */
export async function noteOf(env: Environment, name: string): Promise<string | undefined> {
  try {
    return (await readFile(join(env.DATA_DIR || ".data", name), "utf8")).trim();
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * Makes running servers look at once at what `work` commits; without this they would do so a little
 * later. Returns what `work` returned.
 */
export async function tellingServers<T>(
  env: Environment,
  databaseUrl: string,
  database: Database,
  work: () => Promise<T>,
): Promise<T> {
  // Several nodes talk over the Redis that `npm start` runs for them.
  const redisUrl = env.REDIS_URL || (await noteOf(env, "redis-url"));
  const signals = connectSignals({ databaseUrl, database, redisUrl, onError: () => {} });
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, SIGNALS_TIMEOUT_MS);
  });
  await Promise.race([signals.ready, timeout]);
  clearTimeout(timer);
  const told = carryOutEffects({ database, signals, onError: () => {} });
  try {
    return await work();
  } finally {
    await told();
    await signals.close();
  }
}
