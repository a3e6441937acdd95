import { expect, test } from "vitest";
import { searchCapacity, type Trial } from "./capacity-search.ts";

/** A server that keeps up to a rate, and a generator that can make so many. */
const upTo =
  (limit: number, generator = Number.POSITIVE_INFINITY) =>
  async (rate: number): Promise<Trial> => {
    if (rate > generator) return "generator";
    return rate <= limit ? "kept" : "missed";
  };

test.each([
  ["near what was expected", 1_000],
  ["far above it", 9_000],
  ["far below it", 60],
])("finds the highest rate %s to a fifth", async (_where, limit) => {
  const { rate, limit: why } = await searchCapacity(1_000, upTo(limit));
  expect(rate).toBeLessThanOrEqual(limit);
  expect(rate * 1.2).toBeGreaterThan(limit);
  expect(why).toBe("missed");
});

test("says when the generator was the limit", async () => {
  expect(await searchCapacity(1_000, upTo(5_000, 2_000))).toMatchObject({ limit: "generator" });
});

test("is 0 when nothing is kept", async () => {
  expect(await searchCapacity(1_000, upTo(0))).toMatchObject({ rate: 0 });
});
