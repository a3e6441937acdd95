import type { MenuItem, MenuOption } from "@tureen/shared/menu/menu";
import { expect, test } from "vitest";
import {
  canToggle,
  firstMissing,
  initialChoices,
  lineOptions,
  needsNoChoice,
  renewChoices,
  ruleOf,
  toggleValue,
} from "./options.ts";

function option(id: string, min: number, max: number, values: string[]): MenuOption {
  return { id, name: id, min, max, values: values.map((v) => ({ id: v, name: v, priceDelta: 0 })) };
}

function dish(...options: MenuOption[]): MenuItem {
  return { id: "dish", name: "Dish", price: 500, allergens: [], additives: [], options };
}

const size = option("size", 1, 1, ["s", "m", "l"]);
const toppings = option("toppings", 0, 2, ["a", "b", "c"]);

test("a single choice replaces, and a required one cannot be taken back", () => {
  const one = toggleValue(size, {}, "s");
  expect(toggleValue(size, one, "m")).toEqual({ size: ["m"] });
  expect(toggleValue(size, one, "s")).toEqual({ size: ["s"] });
  const optional = option("o", 0, 1, ["x", "y"]);
  expect(toggleValue(optional, { o: ["x"] }, "x")).toEqual({ o: [] });
});

test("no more than the maximum can be chosen", () => {
  const full = { toppings: ["a", "b"] };
  expect(canToggle(toppings, full, "c", [])).toBe(false);
  expect(toggleValue(toppings, full, "c")).toEqual(full);
  expect(canToggle(toppings, full, "a", [])).toBe(true);
  expect(toggleValue(toppings, full, "a")).toEqual({ toppings: ["b"] });
});

test("what has run out cannot be chosen, but can be taken back", () => {
  expect(canToggle(size, {}, "s", ["s"])).toBe(false);
  expect(canToggle(toppings, { toppings: ["a"] }, "a", ["a"])).toBe(true);
});

test("only what leaves no choice is chosen beforehand", () => {
  expect(initialChoices(dish(size, toppings), [])).toEqual({});
  expect(initialChoices(dish(size), ["s", "l"])).toEqual({ size: ["m"] });
});

test("earlier choices come back as far as they can still be made", () => {
  const earlier = { size: ["s"], toppings: ["a", "gone", "b"], dropped: ["x"] };
  const both = dish(size, toppings);
  expect(renewChoices(both, earlier, [])).toEqual({ size: ["s"], toppings: ["a", "b"] });
  expect(renewChoices(both, earlier, ["a"])).toEqual({ size: ["s"], toppings: ["b"] });
  // What has run out is not chosen for somebody, but what is left without a choice is.
  expect(renewChoices(both, earlier, ["s"])).toEqual({ toppings: ["a", "b"] });
  expect(renewChoices(both, earlier, ["s", "m"])).toEqual({ size: ["l"], toppings: ["a", "b"] });
  const one = dish(option("toppings", 0, 1, ["a", "b"]));
  expect(renewChoices(one, earlier, [])).toEqual({ toppings: ["a"] });
});

test("says which option still needs a choice", () => {
  expect(firstMissing(dish(toppings, size), {})?.id).toBe("size");
  expect(firstMissing(dish(size), { size: ["s"] })).toBeUndefined();
  expect(needsNoChoice(dish(toppings))).toBe(true);
  expect(needsNoChoice(dish(toppings, size))).toBe(false);
});

test("puts rules into the guest's terms", () => {
  expect(ruleOf(size)).toEqual({ kind: "exactly", count: 1 });
  expect(ruleOf(toppings)).toEqual({ kind: "upTo", count: 2 });
  expect(ruleOf(option("x", 0, 9, ["a", "b"]))).toEqual({ kind: "any" });
  expect(ruleOf(option("x", 0, 9, ["a"]))).toEqual({ kind: "upTo", count: 1 });
  expect(ruleOf(option("x", 1, 9, ["a", "b"]))).toEqual({ kind: "atLeast", count: 1 });
  expect(ruleOf(option("x", 1, 2, ["a", "b", "c"]))).toEqual({ kind: "between", min: 1, max: 2 });
});

test("a line carries its choices in menu order and nothing empty", () => {
  const choices = { toppings: ["c", "a"], size: ["m"], other: ["x"] };
  expect(lineOptions(dish(size, toppings), choices)).toEqual([
    { option: "size", values: ["m"] },
    { option: "toppings", values: ["a", "c"] },
  ]);
  expect(lineOptions(dish(size, toppings), { toppings: [] })).toEqual([]);
});
