import {
  createTestDatabase,
  requiredUrl,
  type TestDatabase,
} from "@tureen/persistence/testing/test-database";
import { Redis } from "ioredis";
import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createTestRestaurant, type TestRestaurant } from "../testing/test-restaurant.ts";
import { createMenus } from "./shared-menus.ts";

const log = pino({ level: "silent" });
/** A Postgres that must not be asked. */
const nobody = { query: () => Promise.reject(new Error("asked Postgres")) } as never;
let db: TestDatabase;
let restaurant: TestRestaurant;
let redis: Redis;
let key: string;
beforeAll(async () => {
  db = await createTestDatabase();
  restaurant = await createTestRestaurant(db.pool, "Shared");
  redis = new Redis(requiredUrl("TEST_REDIS_URL"));
  key = `tureen:menu:${restaurant.restaurantId}:${restaurant.menu.version}`;
});
beforeEach(() => redis.del(key));
afterAll(async () => {
  await redis.del(key);
  redis.disconnect();
  await db.drop();
});

const get = (menus: ReturnType<typeof createMenus>, from = db.pool as never) =>
  menus.get(from, restaurant.restaurantId, restaurant.menu.version);

describe("Published menus", () => {
  test("are read from Postgres by one node and from Redis by the others", async () => {
    expect(await get(createMenus(redis, log))).toEqual(restaurant.menu);
    await expect.poll(() => redis.exists(key), { timeout: 30_000 }).toBe(1);
    expect(await redis.ttl(key)).toBeGreaterThan(0);
    expect(await get(createMenus(redis, log), nobody)).toEqual(restaurant.menu);
  });

  test("are kept by each process, with Redis and without", async () => {
    for (const shared of [redis, undefined]) {
      const menus = createMenus(shared, log);
      await get(menus);
      await redis.del(key);
      expect(await get(menus, nobody)).toEqual(restaurant.menu);
    }
    await expect(get(createMenus(undefined, log), nobody)).rejects.toThrow("asked Postgres");
  });

  test.each(["{", "null", '{"version":99}'])("are not what Redis has in %s", async (wrong) => {
    await redis.set(key, wrong);
    expect(await get(createMenus(redis, log))).toEqual(restaurant.menu);
  });

  test("do not need Redis to answer", async () => {
    const options = { enableOfflineQueue: false, maxRetriesPerRequest: 0 };
    const away = new Redis("redis://127.0.0.1:1", options);
    away.on("error", () => {});
    try {
      expect(await get(createMenus(away, log))).toEqual(restaurant.menu);
    } finally {
      away.disconnect();
    }
  });

  test("that were never published are none", async () => {
    const menus = createMenus(redis, log);
    const unknown = menus.get(db.pool, restaurant.restaurantId, 99);
    await expect(unknown).rejects.toThrow("no menu version 99");
  });
});
