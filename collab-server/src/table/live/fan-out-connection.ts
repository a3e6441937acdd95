import { replaceWhenSilent } from "@tureen/persistence/platform/signals/redis-heartbeat";
import { within } from "@tureen/persistence/platform/within";
import { Redis, type RedisOptions } from "ioredis";
import type { Logger } from "pino";

const CONNECT_TIMEOUT_MS = 5_000;
const COMMAND_TIMEOUT_MS = 2_000;
const LONGEST_RETRY_MS = 2_000;
/** How long a document may wait for Redis when it is loaded. */
export const JOIN_TIMEOUT_MS = 500;
/** How long the process may wait for Redis when it starts. */
const READY_TIMEOUT_MS = 2_000;

/** A connection that publishes. It has no queue: what cannot be said now is not said much later. */
export const connectPublisher = (url: string, log: Logger): Redis =>
  connect(url, log, {
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    commandTimeout: COMMAND_TIMEOUT_MS,
  });

/** A connection that listens, and waits for Redis as long as it takes. */
export const connectSubscriber = (
  url: string,
  log: Logger,
  options: Pick<RedisOptions, "autoResubscribe"> = {},
): Redis => connect(url, log, { maxRetriesPerRequest: null, ...options });

/** Resolves when a connection is there, and after a short while in any case. */
export const soonReady = (redis: Redis): Promise<void> =>
  soon(new Promise((resolve) => redis.once("ready", resolve)), READY_TIMEOUT_MS);

/** Waits for `work`, at most this long, and however it ends. */
export const soon = (work: Promise<unknown>, timeoutMs: number): Promise<void> =>
  within(timeoutMs, work).then(
    () => {},
    () => {},
  );

function connect(url: string, log: Logger, options: RedisOptions): Redis {
  const redis = new Redis(url, {
    ...options,
    connectTimeout: CONNECT_TIMEOUT_MS,
    retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 10), LONGEST_RETRY_MS),
  });
  redis.on("error", (error) => log.warn({ err: error }, "fan-out connection failed"));
  replaceWhenSilent(redis);
  return redis;
}
