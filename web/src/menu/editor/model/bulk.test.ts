import type { DraftDish } from "@tureen/shared/menu/draft/draft";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newPrices } from "./bulk.ts";

const dish = (price?: number): DraftDish => ({
  ...{ id: `d${price}`, name: "Wine", allergens: [], additives: [], options: [] },
  ...(price !== undefined && { price }),
});
const changed = (price: number, bulk: Parameters<typeof newPrices>[1]) =>
  newPrices([dish(price)], bulk)[0]?.to ?? price;

describe("Prices that are changed together", () => {
  it("go up by five percent, rounded to .50", () => {
    const bulk = { kind: "percent", by: 5, step: 50, less: 0 } as const;
    expect([2200, 2890, 990, 100].map((price) => changed(price, bulk))).toEqual([
      2300, 3050, 1050, 100,
    ]);
  });

  it("end in .90", () => {
    const bulk = { kind: "amount", by: 0, step: 100, less: 10 } as const;
    expect([1200, 1239, 1240, 10].map((price) => changed(price, bulk))).toEqual([
      1190, 1190, 1290, 90,
    ]);
  });

  it("never fall with a raise, nor rise with a reduction", () => {
    const ending = { step: 100, less: 10 };
    const raised = (price: number) => changed(price, { kind: "percent", by: 5, ...ending });
    expect([320, 420, 290].map(raised)).toEqual([390, 490, 290]);
    const lowered = (price: number) => changed(price, { kind: "percent", by: -5, ...ending });
    expect([280, 260, 50].map(lowered)).toEqual([190, 190, 50]);
  });

  it("leave alone what has no price or costs nothing, and what does not change", () => {
    const bulk = { kind: "percent", by: 0, step: 1, less: 0 } as const;
    expect(newPrices([dish(), dish(0), dish(500)], bulk)).toEqual([]);
  });

  it("are always as the rounding has them, near the exact price, and never free", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: -99, max: 300 }),
        fc.constantFrom([1, 0], [5, 0], [10, 0], [50, 0], [100, 0], [100, 10], [100, 1]),
        (price, by, [step = 1, less = 0]) => {
          const to = changed(price, { kind: "percent", by, step, less });
          expect(to).toBeGreaterThan(0);
          if (to !== price) expect((to + less) % step).toBe(0);
          const exact = price * (1 + by / 100);
          if (exact >= step && to !== price) {
            expect(Math.abs(to - exact)).toBeLessThanOrEqual(step + 0.001);
          }
          if (by > 0) expect(to).toBeGreaterThanOrEqual(price);
          if (by < 0) expect(to).toBeLessThanOrEqual(price);
        },
      ),
    );
  });
});
