import { MenuCache, type ReadMenuVersion } from "@tureen/persistence/menu/menu-cache";
import { readMenuVersion } from "@tureen/persistence/menu/read-menu";
import type { Menu } from "@tureen/shared/menu/menu";
import type { Redis } from "ioredis";
import type { Logger } from "pino";

/** A published menu never changes; this only bounds what nobody asks for any more. */
const LIFE_S = 24 * 60 * 60;

/**
 * Published menus by version: of this process, else of the Redis that all nodes share, else of
 * Postgres; without Redis, of this process and Postgres. For what is shown and admitted: an order is
 * decided on what the worker itself reads.
 */
export function createMenus(redis: Redis | undefined, log: Logger): MenuCache {
  return redis ? new MenuCache({ read: readThrough(redis, log) }) : new MenuCache();
}

/** What Redis does not have, or does not say, costs the question to Postgres and nothing else. */
function readThrough(redis: Redis, log: Logger): ReadMenuVersion {
  return async (q, place) => {
    const { restaurantId, version } = place;
    const key = `tureen:menu:${restaurantId}:${version}`;
    try {
      const kept = parse(await redis.get(key));
      if (kept?.restaurantId === restaurantId && kept.version === version) return kept;
    } catch (error) {
      log.debug({ restaurantId, err: error }, "menu not read from Redis");
    }
    const menu = await readMenuVersion(q, place);
    if (menu) {
      redis.set(key, JSON.stringify(menu), "EX", LIFE_S).catch((error: unknown) => {
        log.debug({ restaurantId, err: error }, "menu not kept in Redis");
      });
    }
    return menu;
  };
}

function parse(text: string | null): Menu | null {
  try {
    return text === null ? null : (JSON.parse(text) as Menu | null);
  } catch {
    // Not what we put there: Postgres has it.
    return null;
  }
}
