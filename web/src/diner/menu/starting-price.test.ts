import type { MenuItem } from "@tureen/shared/menu/menu";
import { expect, test } from "vitest";
import { isWholePrice, startingPrice } from "./starting-price.ts";

const value = (id: string, priceDelta: number, defaultQuantity?: number) => ({
  ...{ id, name: id, priceDelta },
  ...(defaultQuantity !== undefined && { defaultQuantity }),
});
const size = (...values: ReturnType<typeof value>[]) => ({
  ...{ id: "size", name: "Size", min: 1, max: 1, values },
});
const dish = (price: number, ...options: ReturnType<typeof size>[]): MenuItem => ({
  ...{ id: "dish", name: "Dish", price, allergens: [], additives: [], options },
});

test("a dish whose price its size decides starts at the cheapest", () => {
  expect(startingPrice(dish(0, size(value("s", 1000), value("l", 1400))))).toBe(1000);
  expect(startingPrice(dish(800, size(value("s", 200), value("l", 600))))).toBe(1000);
});

test("a dish that comes in a size has one price, and one without sizes, too", () => {
  expect(startingPrice(dish(0, size(value("s", 1000, 1), value("l", 1400))))).toBeUndefined();
  expect(startingPrice(dish(800, size(value("a", 0), value("b", 0))))).toBeUndefined();
  expect(startingPrice(dish(800))).toBeUndefined();
});

test("only a dish without a price of its own has sizes at whole prices", () => {
  const free = dish(0, size(value("s", 1000), value("l", 1400)));
  const based = dish(800, size(value("s", 200), value("l", 600)));
  expect(free.options.map((option) => isWholePrice(free, option))).toEqual([true]);
  expect(based.options.map((option) => isWholePrice(based, option))).toEqual([false]);
});
