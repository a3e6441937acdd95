import type { SecretKeys } from "@tureen/persistence/platform/secret-keys";
import type { Signals } from "@tureen/persistence/platform/signals/signals";
import type { Redis } from "ioredis";
import type { Logger } from "pino";
import { createRedisSessionCache } from "./in-redis.ts";
import { createLocalSessionCache } from "./local.ts";
import type { SessionCache } from "./session-cache.ts";

/**
 * The cache that all nodes share over Redis, or without Redis one of this process. It forgets a
 * session when a signal says that it is over; `close` ends the listening.
 */
export function createSessionCache(deps: {
  readonly redis: Redis | undefined;
  /** What is kept in Redis is sealed with a key made from this one. */
  readonly jwtKeys: SecretKeys;
  readonly signals: Pick<Signals, "subscribe">;
  readonly log: Logger;
}): SessionCache & { close(): void } {
  const { redis, jwtKeys, signals, log } = deps;
  const cache = redis
    ? createRedisSessionCache({ redis, jwtKeys, log })
    : createLocalSessionCache();
  const close = signals.subscribe((signal) => {
    if (signal.kind !== "session" || !signal.ended) return;
    const { restaurantId, sessionId } = signal;
    void cache.forget({ restaurantId, sessionId });
  });
  return { ...cache, close };
}
