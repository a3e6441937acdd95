import { replaceWhenSilent } from "@tureen/persistence/platform/signals/redis-heartbeat";
import { Redis } from "ioredis";
import type { Logger } from "pino";

const CONNECT_TIMEOUT_MS = 5_000;
const COMMAND_TIMEOUT_MS = 1_000;
const LONGEST_RETRY_MS = 5_000;

/**
 * A connection for counting and for health. It keeps reconnecting; while it is down commands fail
 * at once instead of waiting, since what is counted is asked for by somebody who waits.
 */
export function connectRedis(url: string, log: Logger): Redis {
  const redis = new Redis(url, {
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout: COMMAND_TIMEOUT_MS,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(100 * 2 ** Math.min(attempt, 10), LONGEST_RETRY_MS),
  });
  redis.on("error", (error) => log.warn({ err: error }, "redis connection failed"));
  replaceWhenSilent(redis);
  return redis;
}
