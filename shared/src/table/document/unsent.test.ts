import { expect, test } from "vitest";
import type { MenuItem } from "../../menu/menu.ts";
import type { CartLine } from "./cart.ts";
import { unsentByDiner } from "./unsent.ts";

const CHEESE = { option: "extra", values: ["cheese"] };

function dish(id: string, price: number): MenuItem {
  const values = [{ id: "cheese", name: "Cheese", priceDelta: 50 }];
  const extra = { id: "extra", name: "Extra", min: 0, max: 1, values };
  return { id, name: id, price, allergens: [], additives: [], options: [extra] };
}

function line(item: string, portions: Record<string, number>, options = [] as (typeof CHEESE)[]) {
  const quantity = Object.values(portions).reduce((sum, count) => sum + count, 0);
  const value = { item, options, note: "", for: "table", at: 1 } as const;
  return { id: item, line: value, by: "d1", quantity, ordered: 0, portions } satisfies CartLine;
}

const items = new Map(["soup", "bread"].map((id, i) => [id, dish(id, [450, 200][i] ?? 0)]));

test("says whose the portions in the cart are and what they cost now, by seat", () => {
  const cart = [line("bread", { d10: 1 }), line("soup", { d2: 2, d1: 1 }, [CHEESE])];
  expect(unsentByDiner(cart, items)).toEqual([
    { diner: "d1", portions: 1, total: 500 },
    { diner: "d2", portions: 2, total: 1_000 },
    { diner: "d10", portions: 1, total: 200 },
  ]);
});

test("a dish that can no longer be had as it is wanted counts as a portion without a price", () => {
  const unknown = { option: "extra", values: ["gone"] };
  const cart = [line("stew", { d1: 2 }), line("soup", { d1: 1 }, [unknown])];
  expect(unsentByDiner(cart, items)).toEqual([{ diner: "d1", portions: 3, total: 0 }]);
  expect(unsentByDiner([], items)).toEqual([]);
});
