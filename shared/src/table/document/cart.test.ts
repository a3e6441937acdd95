import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { accountsOf, cartOf, sharesOf } from "./cart.ts";
import { portionKey } from "./keys.ts";
import { emptyView, type SessionView } from "./session-document.ts";
import type { DinerId, Line, Order, OrderLine } from "./types.ts";

const LINE = "d1-aaaaaaaaaa";
const line = (at: number): Line => ({ item: "i", options: [], note: "", for: "table", at });

function viewOf(
  portions: Record<DinerId, number>,
  orders: readonly Record<DinerId, number>[] = [],
): SessionView {
  const sum = (shares: Record<DinerId, number>) => Object.values(shares).reduce((a, b) => a + b, 0);
  return {
    ...emptyView(),
    lines: { [LINE]: line(1) },
    portions: Object.fromEntries(
      Object.entries(portions).map(([diner, n]) => [portionKey(LINE, diner, 1), n]),
    ),
    orders: Object.fromEntries(
      orders.map((shares, i) => [
        `o${i}`,
        {
          lines: [{ line: LINE, quantity: sum(shares), shares } as unknown as OrderLine],
        } as unknown as Order,
      ]),
    ),
  };
}

const accountOf = (...view: Parameters<typeof viewOf>) => accountsOf(viewOf(...view)).get(LINE);
const sumOf = (shares: object) => Object.values(shares).reduce((a: number, b: number) => a + b, 0);

describe("[D-CART-1] what is in the cart is what was tapped less what was ordered", () => {
  test("two who add one each have two", () => {
    expect(accountOf({ d1: 1, d2: 1 })).toEqual({
      wanted: 2,
      ordered: 0,
      left: 2,
      portions: { d1: 1, d2: 1 },
    });
  });

  test("who takes one off takes it off somebody who has one", () => {
    expect(accountOf({ d1: 2, d2: -1 })?.portions).toEqual({ d1: 1 });
    expect(accountOf({ d1: 1, d2: 3, d3: -1 })?.portions).toEqual({ d1: 1, d2: 2 });
    expect(accountOf({ d2: 1, d10: 1, d3: -1 })?.portions).toEqual({ d10: 1 });
  });

  test("an order takes its shares and leaves the rest for the next round", () => {
    expect(accountOf({ d1: 2, d2: 2 }, [{ d1: 2 }])).toMatchObject({
      left: 2,
      portions: { d2: 2 },
    });
    expect(accountOf({ d1: 2 }, [{ d1: 1 }, { d1: 1 }])).toMatchObject({ left: 0, portions: {} });
  });

  test("never less than nothing, and a line with nothing left is not in the cart", () => {
    expect(accountOf({ d1: 1, d2: -1, d3: -1 })).toMatchObject({
      wanted: -1,
      left: 0,
      portions: {},
    });
    expect(cartOf(viewOf({ d1: 1, d2: -1 }))).toEqual([]);
  });

  test("the oldest line comes first, and a portion of no line counts for nothing", () => {
    const [older, younger] = ["d2-zzzzzzzzzz", LINE];
    const view = {
      ...viewOf({}),
      lines: { [younger]: line(5), [older]: line(3) },
      portions: { [`${younger}/d1`]: 1, [`${older}/d1`]: 1, "d3-nnnnnnnnnn/d1": 4 },
    };
    expect(cartOf(view).map((l) => [l.id, l.by])).toEqual([
      [older, "d2"],
      [younger, "d1"],
    ]);
  });
});

test("whoever taps and orders what, portions are positive and add up to what is left", () => {
  const diners = fc.constantFrom("d1", "d2", "d3", "d10");
  const portions = fc.dictionary(diners, fc.integer({ min: -5, max: 9 }), { minKeys: 1 });
  const rounds = fc.array(
    fc.tuple(diners, fc.nat(6), fc.dictionary(diners, fc.integer({ min: -3, max: 5 }))),
    {
      maxLength: 4,
    },
  );
  let ordered = 0;
  fc.assert(
    fc.property(portions, rounds, (start, steps) => {
      const wanted = { ...start };
      const orders: Record<DinerId, number>[] = [];
      for (const [confirmer, most, taps] of steps) {
        const account = accountOf(wanted, orders);
        if (!account) continue;
        expect(sumOf(account.portions)).toBe(account.left);
        expect(Object.values(account.portions).every((n) => n > 0)).toBe(true);
        expect(account.left).toBe(Math.max(0, account.wanted - account.ordered));
        const quantity = Math.min(most, account.left);
        if (quantity > 0) {
          const shares = sharesOf(account, quantity, confirmer);
          expect(sumOf(shares)).toBe(quantity);
          expect(Object.values(shares).every((n) => n > 0)).toBe(true);
          for (const [diner, share] of Object.entries(shares)) {
            expect(share).toBeLessThanOrEqual(account.portions[diner] ?? 0);
          }
          const own = account.portions[confirmer] ?? 0;
          expect(shares[confirmer] ?? 0).toBe(Math.min(own, quantity));
          orders.push(shares);
          ordered += 1;
          expect(accountOf(wanted, orders)?.left).toBe(account.left - quantity);
        }
        for (const [diner, by] of Object.entries(taps)) wanted[diner] = (wanted[diner] ?? 0) + by;
      }
    }),
    { numRuns: 2_000, seed: 1 },
  );
  expect(ordered).toBeGreaterThan(500);
});
