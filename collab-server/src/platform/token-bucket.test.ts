import { expect, test } from "vitest";
import { TokenBucket } from "./token-bucket.ts";

const take = (bucket: TokenBucket, times: number, now: number) =>
  Array.from({ length: times }, () => bucket.take(now)).filter(Boolean).length;

test("gives the burst at once and then as much as was refilled", () => {
  const bucket = new TokenBucket({ perSecond: 20, burst: 120 }, 0);
  expect(take(bucket, 200, 0)).toBe(120);
  expect(take(bucket, 200, 500)).toBe(10);
  expect(take(bucket, 200, 549)).toBe(0);
  expect(take(bucket, 200, 550)).toBe(1);
});

test("never saves up more than the burst", () => {
  const bucket = new TokenBucket({ perSecond: 20, burst: 120 }, 0);
  expect(take(bucket, 1_000, 3_600_000)).toBe(120);
});

test("a clock that goes back gives nothing away", () => {
  const bucket = new TokenBucket({ perSecond: 10, burst: 10 }, 10_000);
  expect(take(bucket, 10, 10_000)).toBe(10);
  expect(take(bucket, 10, 0)).toBe(0);
  expect(take(bucket, 100, 500)).toBeLessThanOrEqual(5);
});

test("a clock that goes back takes nothing away either", () => {
  const bucket = new TokenBucket({ perSecond: 10, burst: 10 }, 900_000);
  expect(take(bucket, 5, 900_000)).toBe(5);
  expect(take(bucket, 10, 0)).toBe(5);
  expect(take(bucket, 10, 500)).toBe(5);
});
