import { expect, test } from "vitest";
import { Allowances } from "./allowances.ts";

const rate = { perSecond: 1, burst: 2 };

test("a diner's allowance lasts over connections and is forgotten only when it is full again", () => {
  const allowances = new Allowances({ edits: rate, asks: rate, arrivals: rate });
  const take = (key: string, now: number) => allowances.of(key, now).edits.take(now);
  expect([take("a", 0), take("a", 0), take("a", 0), take("b", 0)]).toEqual([
    true,
    true,
    false,
    true,
  ]);
  allowances.sweep(500);
  expect(take("a", 500)).toBe(false);
  expect(allowances.size).toBe(2);
  allowances.sweep(2_000);
  expect(allowances.size).toBe(0);
  expect(take("a", 2_000)).toBe(true);
});
