import { expect, test } from "vitest";
import { cashDue, likelyHanded } from "./cash.ts";

test("what is due in cash can be paid with coins, the tip included", () => {
  expect(cashDue(1003, 100, 5)).toBe(1105);
  expect(cashDue(1002, 0, 5)).toBe(1000);
  expect(cashDue(1003, 0, 1)).toBe(1003);
});

test("offers what people hand over: the sum itself, then notes that cover it", () => {
  expect(likelyHanded(2700, "EUR")).toEqual([2700, 3000, 4000, 5000]);
  expect(likelyHanded(2000, "EUR")).toEqual([2000, 5000, 10000]);
  expect(likelyHanded(1850, "JPY")).toEqual([1850, 2000, 5000, 10000]);
});
