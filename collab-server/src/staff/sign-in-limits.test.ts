import { TureenError } from "@tureen/shared/platform/errors";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { beforeEach, expect, test } from "vitest";
import { createSignInLimit, type SignInLimit } from "./sign-in-limits.ts";

let limit: SignInLimit;
beforeEach(() => {
  limit = createSignInLimit(
    (keyPrefix, points, duration) => new RateLimiterMemory({ keyPrefix, points, duration }),
  );
});

const wrong = async () => {
  throw new TureenError("credentials-wrong");
};
const right = async () => "token";
const outcome = (login: string, address: string, check: () => Promise<unknown>) =>
  limit(login, address, check).then(
    () => "ok",
    (error: unknown) => (error as TureenError).code,
  );

test("ten failures for a login from one address are refused, other logins are not", async () => {
  for (let n = 0; n < 10; n++) {
    expect(await outcome("Ana@here", "10.0.0.1", wrong)).toBe("credentials-wrong");
  }
  expect(await outcome("ana@HERE", "10.0.0.1", right)).toBe("rate-limited");
  expect(await outcome("ben@here", "10.0.0.1", right)).toBe("ok");
  expect(await outcome("ana@here", "10.0.0.2", right)).toBe("ok");
});

test("parallel guesses do not all pass before the first is counted", async () => {
  const guesses = Array.from({ length: 40 }, () => outcome("ana@here", "10.0.0.1", wrong));
  const passed = (await Promise.all(guesses)).filter((code) => code === "credentials-wrong");
  expect(passed).toHaveLength(10);
});

test("an address that tries many logins is refused for all of them", async () => {
  for (let n = 0; n < 50; n++) await outcome(`staff${n}@here`, "10.0.0.1", wrong);
  expect(await outcome("another@here", "10.0.0.1", right)).toBe("rate-limited");
});

test("a stranger with many addresses cannot guess on, nor lock out who has signed in before", async () => {
  expect(await outcome("ana@here", "192.0.2.1", right)).toBe("ok");
  for (let n = 0; n < 100; n++) await outcome("ana@here", `10.0.${n}.1`, wrong);
  expect(await outcome("ana@here", "10.1.0.1", wrong)).toBe("rate-limited");
  expect(await outcome("ana@here", "192.0.2.1", wrong)).toBe("credentials-wrong");
  expect(await outcome("ana@here", "192.0.2.1", right)).toBe("ok");
  expect(await outcome("ben@here", "10.1.0.1", right)).toBe("ok");
});

test("what is no wrong password is not counted", async () => {
  const overloaded = async () => {
    throw new TureenError("overloaded");
  };
  for (let n = 0; n < 12; n++) {
    expect(await outcome("ana@here", "10.0.0.1", overloaded)).toBe("overloaded");
  }
  expect(await outcome("ana@here", "10.0.0.1", right)).toBe("ok");
});
