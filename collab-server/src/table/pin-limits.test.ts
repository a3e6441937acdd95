import { createTestDatabase, requiredUrl } from "@tureen/persistence/testing/test-database";
import { TureenError } from "@tureen/shared/platform/errors";
import { Redis } from "ioredis";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createLimiterMakers } from "../platform/rate-limits.ts";
import { createPinLimits, type PinAlarm, type PinLimits } from "./pin-limits.ts";

const wrong = async () => {
  throw new TureenError("pin-wrong");
};
const right = async () => "seat";
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    (): { code: string; attemptsLeft?: number | undefined; retryAfterS?: number | undefined } => ({
      code: "ok",
    }),
    (error: TureenError) => error,
  );
const code = async (promise: Promise<unknown>) => (await refusal(promise)).code;

let db: Awaited<ReturnType<typeof createTestDatabase>>;
let alarms: PinAlarm[] = [];
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());
beforeEach(() => {
  alarms = [];
});

const tried = (pinKey: string, address: string) => ({
  pinKey,
  address,
  onAlarm: async (alarm: PinAlarm) => void alarms.push(alarm),
});

describe.each(["postgres", "redis", "redis that is away"])("wrong PINs counted in %s", (store) => {
  const away = store === "redis that is away";
  const redis =
    store === "postgres"
      ? undefined
      : new Redis(away ? "redis://127.0.0.1:1" : requiredUrl("TEST_REDIS_URL"), {
          lazyConnect: away,
          ...(away && { enableOfflineQueue: false, maxRetriesPerRequest: 0 }),
          ...(away && { retryStrategy: () => null }),
        });
  redis?.on("error", () => {});
  // Two processes that share nothing but the store.
  let servers: PinLimits[];
  let table: string;

  beforeEach(async () => {
    if (!away) await redis?.ping();
    servers = [0, 1].map(() =>
      createPinLimits(createLimiterMakers({ database: db.pool, redis }).common),
    );
    table = crypto.randomUUID();
  });
  afterAll(() => redis?.disconnect());

  const guess = (n: number, address: () => string) =>
    Promise.all(
      Array.from({ length: n }, (_, i) =>
        code((servers[i % 2] as PinLimits)(tried(table, address()), wrong)),
      ),
    );
  const guest = (address: string, n = 0) =>
    refusal((servers[n] as PinLimits)(tried(table, address), right));

  it("say how many tries are left, then make that address wait, on every server", async () => {
    const address = crypto.randomUUID();
    const left: unknown[] = [];
    for (let n = 0; n < 5; n++) {
      const refused = await refusal((servers[n % 2] as PinLimits)(tried(table, address), wrong));
      left.push([refused.code, refused.attemptsLeft, refused.retryAfterS]);
    }
    expect(left).toEqual([
      ...[4, 3, 2, 1].map((n) => ["pin-wrong", n, undefined]),
      ["pin-wrong", 0, 60],
    ]);
    for (const n of [0, 1]) {
      expect(await guest(address, n)).toMatchObject({
        code: "pin-wait",
        retryAfterS: expect.toSatisfy((s: number) => s > 55 && s <= 60),
      });
    }
    // The other guests of the table do not notice.
    expect((await guest(crypto.randomUUID())).code).toBe("ok");
    expect(alarms).toEqual([]);
  });

  it("let no sixth guess of an address through, however many come at once at two servers", async () => {
    const address = crypto.randomUUID();
    const outcomes = await guess(40, () => address);
    expect(outcomes.filter((outcome) => outcome === "pin-wrong")).toHaveLength(5);
    expect(outcomes.filter((outcome) => outcome === "pin-wait")).toHaveLength(35);
  });

  it("lock the PIN after thirty from many addresses, having raised the alarm at ten", async () => {
    const outcomes = await guess(60, () => crypto.randomUUID());
    expect(outcomes.filter((outcome) => outcome === "pin-wrong")).toHaveLength(30);
    expect(alarms.map(({ wrongPins, lockedForS }) => [wrongPins, lockedForS])).toEqual([
      [10, null],
      [30, 300],
    ]);
    for (const n of [0, 1]) {
      expect(await guest(crypto.randomUUID(), n)).toMatchObject({
        code: "pin-locked",
        retryAfterS: expect.toSatisfy((s: number) => s > 290 && s <= 300),
      });
    }
    // Another PIN of the same table is another key.
    table = crypto.randomUUID();
    expect((await guest(crypto.randomUUID())).code).toBe("ok");
  });

  it("never count right PINs, nor what failed for another reason", async () => {
    const address = crypto.randomUUID();
    await guess(4, () => address);
    const full = async () => {
      throw new TureenError("table-full");
    };
    for (let n = 0; n < 40; n++) {
      expect((await guest(address, n % 2)).code).toBe("ok");
      expect(await code((servers[n % 2] as PinLimits)(tried(table, address), full))).toBe(
        "table-full",
      );
    }
    expect(await guess(1, () => address)).toEqual(["pin-wrong"]);
    expect((await guest(address)).code).toBe("pin-wait");
  });

  it("stop an address that tries many tables, and leave other addresses alone", async () => {
    const address = crypto.randomUUID();
    for (let n = 0; n < 100; n++) {
      if (n % 4 === 0) table = crypto.randomUUID();
      expect(await guess(1, () => address)).toEqual(["pin-wrong"]);
    }
    expect(alarms).toHaveLength(1);
    table = crypto.randomUUID();
    expect((await guest(address)).code).toBe("rate-limited");
    expect((await guest(crypto.randomUUID())).code).toBe("ok");
  });
});

describe("waits and locks", () => {
  let limits: PinLimits;
  beforeEach(() => {
    vi.useFakeTimers();
    limits = createPinLimits(
      (keyPrefix, points, duration) => new RateLimiterMemory({ keyPrefix, points, duration }),
    );
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("of an address grow up to a quarter of an hour, and end", async () => {
    for (const expected of [60, 120, 240, 480, 900, 900]) {
      for (let n = 0; n < 5; n++) await code(limits(tried("t", "a"), wrong));
      expect(await refusal(limits(tried("t", "a"), right))).toMatchObject({
        code: "pin-wait",
        retryAfterS: expected,
      });
      await vi.advanceTimersByTimeAsync(expected * 1_000 + 1_000);
    }
    expect(await limits(tried("t", "a"), right)).toBe("seat");
  });

  it("of a table grow up to half an hour, and end", async () => {
    for (const expected of [300, 600, 1_200, 1_800, 1_800]) {
      for (let n = 0; n < 30; n++) await code(limits(tried("t", crypto.randomUUID()), wrong));
      expect(await refusal(limits(tried("t", "a"), right))).toMatchObject({
        code: "pin-locked",
        retryAfterS: expected,
      });
      await vi.advanceTimersByTimeAsync(expected * 1_000 + 1_000);
    }
    expect(await limits(tried("t", "a"), right)).toBe("seat");
  });
});
