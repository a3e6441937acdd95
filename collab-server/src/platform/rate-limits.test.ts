import { createTestDatabase, requiredUrl } from "@tureen/persistence/testing/test-database";
import { TureenError } from "@tureen/shared/platform/errors";
import { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createSignInLimit } from "../staff/sign-in-limits.ts";
import { createTableLimits } from "../table/table-limits.ts";
import { createLimiterMakers } from "./rate-limits.ts";

const right = async () => "fine";
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => "ok",
    (error: TureenError) => error.code,
  );
const failing = (refusal: "credentials-wrong" | "table-unknown") => async () => {
  throw new TureenError(refusal);
};

const limitsOf = (redis: Redis | undefined) => {
  const makers = createLimiterMakers({ database: db.pool, redis });
  return { ...createTableLimits(makers), signIn: createSignInLimit(makers.common) };
};

let db: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

describe.each(["postgres", "redis"])("rate limits in %s", (store) => {
  const redis = store === "redis" ? new Redis(requiredUrl("TEST_REDIS_URL")) : undefined;
  let limits: ReturnType<typeof limitsOf>;
  let otherServer: ReturnType<typeof limitsOf>;

  beforeEach(async () => {
    // A first command waits for the connection; without one Postgres would count.
    await redis?.ping();
    limits = limitsOf(redis);
    otherServer = limitsOf(redis);
  });
  afterAll(() => redis?.disconnect());

  it("refuse a login from an address after ten failures, on every server", async () => {
    const address = crypto.randomUUID();
    const signIn = (login: string, check: () => Promise<unknown>, at = limits) =>
      code(at.signIn(login, address, check));
    const wrong = failing("credentials-wrong");
    for (let n = 0; n < 9; n++) expect(await signIn("a@x", wrong)).toBe("credentials-wrong");
    // A success forgets the failures.
    expect(await signIn("a@x", right, otherServer)).toBe("ok");
    for (let n = 0; n < 10; n++) await signIn("A@x", wrong, n % 2 ? limits : otherServer);
    expect(await signIn("a@X", right)).toBe("rate-limited");
    expect(await signIn("a@X", right, otherServer)).toBe("rate-limited");
    expect(await signIn("b@x", right)).toBe("ok");
  });

  it("count a login of any length", async () => {
    const login = "\u{1F35C}".repeat(5_000);
    const wrong = failing("credentials-wrong");
    expect(await code(limits.signIn(login, "1.2.3.4", wrong))).toBe("credentials-wrong");
  });

  it("stop an address that looks for codes, for a minute, and nobody else", async () => {
    const address = crypto.randomUUID();
    const unknown = failing("table-unknown");
    for (let n = 0; n < 60; n++) {
      const server = n % 2 ? limits : otherServer;
      expect(await code(server.lookup(address, unknown))).toBe("table-unknown");
    }
    for (const server of [limits, otherServer]) {
      await expect(server.lookup(address, right)).rejects.toMatchObject({
        code: "rate-limited",
        retryAfterS: expect.toSatisfy((s: number) => s > 55 && s <= 60),
      });
    }
    expect(await code(limits.lookup(crypto.randomUUID(), right))).toBe("ok");
  });

  it("never count codes that lead to a table", async () => {
    const address = crypto.randomUUID();
    for (let n = 0; n < 200; n++) expect(await limits.lookup(address, right)).toBe("fine");
  });
});
