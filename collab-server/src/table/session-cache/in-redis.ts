import { keysOf, openWithAny, type SecretKeys } from "@tureen/persistence/platform/secret-keys";
import { within } from "@tureen/persistence/platform/within";
import type { SessionKey } from "@tureen/persistence/table/load-document";
import type { Redis } from "ioredis";
import type { Logger } from "pino";
import { open, seal, sealingKey } from "./seal.ts";
import { KNOWN_LIFE_MS, MAX_STATE_BYTES, type SessionCache } from "./session-cache.ts";

/** A document may wait this long for Redis, ms; then it is read from the log. */
const PATIENCE_MS = 250;
/** After a failure Redis is left alone for this long, ms. */
const REST_MS = 5_000;

/** The key of a session in Redis. */
export function redisKeyOf({ restaurantId, sessionId }: SessionKey): string {
  return `tureen:document:${restaurantId}:${sessionId}`;
}

/**
 * A session cache that all nodes share. A Redis that is away or silent costs the first who asks a
 * moment, and those after them nothing until it is tried again.
 */
export function createRedisSessionCache(deps: {
  readonly redis: Redis;
  readonly jwtKeys: SecretKeys;
  readonly log: Logger;
  /** In ms; replaceable so that tests need not wait. */
  readonly now?: () => number;
}): SessionCache {
  const { redis, log, now = () => performance.now() } = deps;
  const keys = keysOf(deps.jwtKeys, sealingKey);
  let restUntil = Number.NEGATIVE_INFINITY;

  async function ask<T>(question: () => Promise<T>): Promise<T> {
    if (now() < restUntil) throw new Error("Redis did not answer a moment ago");
    try {
      return await within(PATIENCE_MS, question());
    } catch (error) {
      restUntil = now() + REST_MS;
      throw error;
    }
  }

  async function tell(place: SessionKey, command: () => Promise<unknown>): Promise<void> {
    try {
      await ask(command);
    } catch (error) {
      // Old is not wrong, and it ends by itself.
      log.debug({ ...place, err: error }, "session cache not told");
    }
  }

  return {
    async read(place) {
      const sealed = await ask(() => redis.getBuffer(redisKeyOf(place)));
      return sealed && openWithAny(keys, (key) => open(key, place, sealed));
    },
    async write(place, known) {
      if (known.state.byteLength > MAX_STATE_BYTES) return;
      const sealed = seal(keys[0], place, known);
      await tell(place, () => redis.set(redisKeyOf(place), sealed, "PX", KNOWN_LIFE_MS));
    },
    forget: (place) => tell(place, () => redis.del(redisKeyOf(place))),
  };
}
