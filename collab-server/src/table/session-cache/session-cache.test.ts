import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { SecretKeys } from "@tureen/persistence/platform/secret-keys";
import { startTcpProxy } from "@tureen/persistence/testing/tcp-proxy";
import { requiredUrl } from "@tureen/persistence/testing/test-database";
import { Redis } from "ioredis";
import { pino } from "pino";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { connectRedis } from "../../platform/redis.ts";
import { Cleanup } from "../../testing/cleanup.ts";
import { LocalSignals } from "../../testing/local-signals.ts";
import { until } from "../../testing/until.ts";
import { createSessionCache } from "./create-session-cache.ts";
import { createRedisSessionCache, redisKeyOf } from "./in-redis.ts";
import { createLocalSessionCache } from "./local.ts";
import { KNOWN_LIFE_MS, type KnownDocument, MAX_STATE_BYTES } from "./session-cache.ts";

const log = pino({ level: "silent" });
const jwtKeys: SecretKeys = [new TextEncoder().encode("a key for tests only, 32 characters")];
const redis = new Redis(requiredUrl("TEST_REDIS_URL"));
const cleanup = new Cleanup();
afterEach(() => cleanup.run());
afterAll(() => redis.disconnect());

/** A session that no other test knows. */
const givenKey = () => ({ restaurantId: randomUUID(), sessionId: randomUUID() });

function givenKnown(note = "no onions for Ana"): KnownDocument {
  const state = new TextEncoder().encode(note);
  return { seq: 7, proof: "of the seventh", state, bytes: new Map([["d1", 40]]) };
}

const redisCache = () => createRedisSessionCache({ redis, jwtKeys, log });

describe.each([
  ["with Redis", redis],
  ["without Redis", undefined],
])("The session cache %s", (_, given) => {
  function givenCache() {
    const signals = new LocalSignals();
    const cache = createSessionCache({ redis: given, jwtKeys, signals, log });
    return { signals, cache: cleanup.add(cache, (c) => c.close()) };
  }

  test("keeps what it was given, for that session of that restaurant only", async () => {
    const { cache } = givenCache();
    const [key, other] = [givenKey(), givenKey()];
    expect(await cache.read(key)).toBeNull();
    await cache.write(key, givenKnown());
    expect(await cache.read(key)).toEqual(givenKnown());
    expect(await cache.read({ ...key, restaurantId: other.restaurantId })).toBeNull();
    expect(await cache.read({ ...key, sessionId: other.sessionId })).toBeNull();
  });

  test("forgets a session that is over, and none that merely has news", async () => {
    const { cache, signals } = givenCache();
    const [over, open] = [givenKey(), givenKey()];
    for (const key of [over, open]) await cache.write(key, givenKnown());
    await signals.publish({ kind: "session", ...over, seq: 8 });
    expect(await cache.read(over)).not.toBeNull();
    await signals.publish({ kind: "session", ...over, seq: 9, ended: true });
    await until("it is forgotten", async () => (await cache.read(over)) === null);
    expect(await cache.read(open)).not.toBeNull();
  });

  test("does not keep a document that is too large", async () => {
    const { cache } = givenCache();
    const key = givenKey();
    await cache.write(key, { ...givenKnown(), state: new Uint8Array(MAX_STATE_BYTES + 1) });
    expect(await cache.read(key)).toBeNull();
    await cache.write(key, { ...givenKnown(), state: new Uint8Array(MAX_STATE_BYTES) });
    expect(await cache.read(key)).not.toBeNull();
  });
});

describe("Without Redis", () => {
  test("what was used last stays when there is too much", async () => {
    const cache = createLocalSessionCache({ maxBytes: 300 });
    const known = { ...givenKnown(), state: new Uint8Array(100) };
    const keys = [givenKey(), givenKey(), givenKey(), givenKey()] as const;
    const kept = async () => {
      const all = await Promise.all(keys.map((key) => cache.read(key)));
      return all.map((one) => one !== null);
    };
    for (const key of keys.slice(0, 3)) await cache.write(key, known);
    // The same again takes no more room.
    await cache.write(keys[1], known);
    expect(await kept()).toEqual([true, true, true, false]);
    await cache.read(keys[0]);
    await cache.write(keys[3], known);
    expect(await kept()).toEqual([true, false, true, true]);
  });

  test("nothing is kept for longer than its time", async () => {
    let now = 0;
    const cache = createLocalSessionCache({ now: () => now });
    const key = givenKey();
    await cache.write(key, givenKnown());
    now = KNOWN_LIFE_MS - 1;
    expect(await cache.read(key)).not.toBeNull();
    now += 1;
    expect(await cache.read(key)).toBeNull();
  });
});

describe("With Redis", () => {
  test("a document is kept for a while, and its notes cannot be read there", async () => {
    const key = givenKey();
    await redisCache().write(key, givenKnown("no onions"));
    const left = await redis.pttl(redisKeyOf(key));
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(KNOWN_LIFE_MS);
    const kept = await redis.getBuffer(redisKeyOf(key));
    expect(kept?.includes("onions")).toBe(false);
    expect(kept?.includes("d1")).toBe(false);
    expect(redisKeyOf(key)).toContain(key.restaurantId);
  });

  test("what was kept for another session or restaurant is nothing", async () => {
    const [key, other] = [givenKey(), givenKey()];
    const cache = redisCache();
    await cache.write(key, givenKnown());
    const kept = (await redis.getBuffer(redisKeyOf(key))) as Buffer;
    const sameTable = { ...key, restaurantId: other.restaurantId };
    const sameRestaurant = { ...key, sessionId: other.sessionId };
    for (const place of [sameTable, sameRestaurant]) {
      await redis.set(redisKeyOf(place), kept, "EX", 60);
      expect(await cache.read(place)).toBeNull();
    }
    expect(await cache.read(key)).toEqual(givenKnown());
  });

  test("what no server of ours has written is nothing", async () => {
    const key = givenKey();
    const name = redisKeyOf(key);
    const cache = redisCache();
    await cache.write(key, givenKnown());
    const kept = (await redis.getBuffer(name)) as Buffer;
    for (let at = 0; at < kept.byteLength; at += 1) {
      const changed = Buffer.from(kept);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await redis.set(name, changed, "EX", 60);
      expect(await cache.read(key)).toBeNull();
    }
    for (const length of [0, 1, 12, 28, kept.byteLength - 1]) {
      await redis.set(name, kept.subarray(0, length), "EX", 60);
      expect(await cache.read(key)).toBeNull();
    }
    const elsewhere = new TextEncoder().encode("the key of another installation, 32");
    await createRedisSessionCache({ redis, jwtKeys: [elsewhere], log }).write(key, givenKnown());
    expect(await cache.read(key)).toBeNull();
  });

  test.each(["stop", "stall"] as const)(
    "a Redis after %s is left alone, then tried again",
    async (end) => {
      const proxy = cleanup.add(await startTcpProxy(requiredUrl("TEST_REDIS_URL")), (p) =>
        p.close(),
      );
      const ours = cleanup.add(connectRedis(proxy.url, log), (r) => r.disconnect());
      await until("Redis is there", () => ours.status === "ready");
      let now = 0;
      const cache = createRedisSessionCache({ redis: ours, jwtKeys, log, now: () => now });
      const key = givenKey();
      await cache.write(key, givenKnown());
      proxy[end]();
      await expect(cache.read(key)).rejects.toThrow();
      proxy.start();
      // Those after the first do not wait; neither telling it nor forgetting fails.
      await expect(cache.read(key)).rejects.toThrow("a moment ago");
      await cache.write(key, givenKnown());
      await cache.forget(key);
      // A new connection, as after the system has given the silent one up.
      if (end === "stall") {
        ours.disconnect(true);
        await once(ours, "close");
      }
      await until("Redis is there again", () => ours.status === "ready");
      now += 5_000;
      expect(await cache.read(key)).toEqual(givenKnown());
    },
  );
});
