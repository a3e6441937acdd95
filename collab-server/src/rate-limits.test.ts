import { requiredUrl } from "@tureen/persistence/testing/test-database";
import { TureenError } from "@tureen/shared/errors";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createRateLimits, type RateLimits } from "./rate-limits.ts";

const wrong = async () => {
  throw new TureenError("pin-wrong");
};
const right = async () => "seat";
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => "ok",
    (error: TureenError) => error.code,
  );

describe.each(["memory", "redis"])("rate limits in %s", (store) => {
  const redis = store === "redis" ? new Redis(requiredUrl("TEST_REDIS_URL")) : undefined;
  let limits: RateLimits;
  let session: string;

  beforeEach(async () => {
    // A first command waits for the connection; without one this process would count.
    await redis?.ping();
    limits = createRateLimits(redis);
    session = crypto.randomUUID();
  });
  afterAll(() => redis?.disconnect());

  const guess = (n: number, address = crypto.randomUUID()) =>
    Promise.all(Array.from({ length: n }, () => code(limits.pin(session, address, wrong))));

  it("lock a session after ten wrong PINs, also for the right one, from wherever", async () => {
    expect(await guess(10)).toEqual(Array(10).fill("pin-wrong"));
    await expect(limits.pin(session, "elsewhere", right)).rejects.toMatchObject({
      code: "pin-locked",
      retryAfterS: expect.toSatisfy((s: number) => s > 290 && s <= 300),
    });
  });

  it("let no eleventh guess through, however many come at once", async () => {
    const outcomes = await guess(40);
    expect(outcomes.filter((outcome) => outcome === "pin-wrong")).toHaveLength(10);
  });

  it("never count right PINs", async () => {
    await guess(9);
    for (let n = 0; n < 30; n++) expect(await limits.pin(session, "x", right)).toBe("seat");
  });

  it("let go of a lock when the table gets a new PIN", async () => {
    await guess(10);
    await limits.pinChanged(session);
    expect(await limits.pin(session, "x", right)).toBe("seat");
  });

  it("bound guesses at many tables from one address, and leave other addresses alone", async () => {
    const address = crypto.randomUUID();
    for (let n = 0; n < 200; n++) {
      await code(limits.pin(`${session}-${n >> 3}`, address, wrong));
    }
    expect(await code(limits.pin("fresh", address, right))).toBe("rate-limited");
    expect(await code(limits.pin("fresh", crypto.randomUUID(), right))).toBe("ok");
  });

  it("refuse a login from an address after ten failures, and forget them with a success", async () => {
    const fail = async () => {
      throw new TureenError("credentials-wrong");
    };
    const address = crypto.randomUUID();
    const signIn = (login: string, check: () => Promise<unknown>) =>
      code(limits.signIn(login, address, check));
    for (let n = 0; n < 9; n++) expect(await signIn("a@x", fail)).toBe("credentials-wrong");
    expect(await signIn("a@x", right)).toBe("ok");
    for (let n = 0; n < 10; n++) await signIn("A@x", fail);
    expect(await signIn("a@X", right)).toBe("rate-limited");
    expect(await signIn("b@x", right)).toBe("ok");
  });
});

describe("a session's locks", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("grow with every further one", async () => {
    const limits = createRateLimits();
    for (const expected of [300, 600, 1_200]) {
      for (let n = 0; n < 10; n++) await code(limits.pin("s", `a${n}`, wrong));
      const locked = await limits.pin("s", "a", right).catch((error: TureenError) => error);
      expect(locked).toMatchObject({ code: "pin-locked", retryAfterS: expected });
      await vi.advanceTimersByTimeAsync(expected * 1_000 + 1_000);
    }
  });
});

describe("without Redis for a while", () => {
  it("limits still count, in this process", async () => {
    const redis = new Redis("redis://127.0.0.1:1", {
      lazyConnect: true,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      retryStrategy: null,
    } as never);
    redis.on("error", () => {});
    const limits = createRateLimits(redis);
    for (let n = 0; n < 10; n++) expect(await code(limits.pin("s", "a", wrong))).toBe("pin-wrong");
    expect(await code(limits.pin("s", "a", right))).toBe("pin-locked");
    redis.disconnect();
  });
});
