import { expect, test } from "vitest";
import type { MenuItem } from "../menu/menu.ts";
import { allergensWith, alwaysHolds } from "./allergens.ts";

const sauce = (min: number) => ({
  id: "sauce",
  name: "Sauce",
  min,
  max: 2,
  values: [
    { id: "satay", name: "Satay", priceDelta: 0, allergens: ["peanuts", "soya"] },
    { id: "pesto", name: "Pesto", priceDelta: 0, allergens: ["nuts"] },
    { id: "lemon", name: "Lemon", priceDelta: 0 },
  ],
});
const dish = (allergens: string[], min = 0): MenuItem => ({
  id: "noodles",
  name: "Noodles",
  price: 900,
  allergens,
  additives: [],
  options: [sauce(min)],
});
const chosen = (...values: string[]) => [{ option: "sauce", values }];

test("what is chosen adds its allergens to the dish's, each once", () => {
  const noodles = dish(["gluten", "soya"]);
  expect(allergensWith(noodles, [])).toEqual(["gluten", "soya"]);
  expect(allergensWith(noodles, chosen("lemon"))).toEqual(["gluten", "soya"]);
  expect(allergensWith(noodles, chosen("satay", "pesto"))).toEqual([
    "gluten",
    "soya",
    "peanuts",
    "nuts",
  ]);
});

test.each([
  ["its own allergen", dish(["gluten"]), ["gluten"], true],
  ["one that only some choices have", dish([], 1), ["peanuts"], false],
  ["choices that nobody has to make", dish([]), ["peanuts", "nuts"], false],
  ["enough other choices", dish([], 1), ["peanuts", "nuts"], false],
  ["too few other choices", dish([], 2), ["peanuts", "nuts"], true],
] as const)("a dish with %s", (_, item, avoided, holds) => {
  expect(alwaysHolds(item, new Set(avoided))).toBe(holds);
});
