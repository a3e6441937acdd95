import { expect, test } from "vitest";
import { backoffMs, isCertainRollback, isTransient, withRetry } from "./retry.ts";

const coded = (code: string) => Object.assign(new Error("no"), { code });

test("what may pass is told from what will not by its code", () => {
  for (const code of ["40001", "40P01", "55P03", "57P01", "57P03", "08006", "ECONNRESET"]) {
    expect(isTransient(coded(code))).toBe(true);
  }
  for (const code of ["23505", "23514", "42501", "TU001", "order-moved", "ENOENT"]) {
    expect(isTransient(coded(code))).toBe(false);
  }
  expect(isTransient(Object.assign(coded("ENOENT"), { syscall: "connect" }))).toBe(true);
  expect(isTransient(new Error("Connection terminated unexpectedly"))).toBe(true);
  expect(isTransient(new Error("something else"))).toBe(false);
  expect(isTransient("40001")).toBe(false);
});

test("a commit that was never sent did nothing; one whose answer was lost may have", () => {
  const unsent = new Error("Client has encountered a connection error and is not queryable");
  for (const error of [coded("40001"), unsent]) expect(isCertainRollback(error)).toBe(true);
  const unanswered = new Error("Connection terminated unexpectedly");
  for (const error of [coded("57P01"), unanswered]) expect(isCertainRollback(error)).toBe(false);
  expect(isTransient(unsent)).toBe(true);
});

test("retrying is bounded, and other failures are not retried", async () => {
  let tries = 0;
  const failing = (code: string) => () => {
    tries += 1;
    return Promise.reject(coded(code));
  };
  const bounds = { attempts: 3, baseMs: 1, maxMs: 2 };
  await expect(withRetry(failing("40001"), bounds)).rejects.toMatchObject({ code: "40001" });
  expect(tries).toBe(3);
  await expect(withRetry(failing("23505"), bounds)).rejects.toMatchObject({ code: "23505" });
  expect(tries).toBe(4);
});

test("waiting grows and is capped", () => {
  for (let attempt = 1; attempt < 100; attempt += 1) {
    const wait = backoffMs(attempt, 100, 5_000);
    expect(wait).toBeGreaterThanOrEqual(Math.min(50 * 2 ** (attempt - 1), 2_500));
    expect(wait).toBeLessThanOrEqual(5_000);
  }
});
