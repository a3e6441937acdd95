import type { MenuItem, MenuOption } from "@tureen/shared/menu/menu";
import { expect, test } from "vitest";
import {
  canToggle,
  firstMissing,
  initialChoices,
  lineOptions,
  mostNow,
  needsNoChoice,
  openOptions,
  renewChoices,
  ruleOf,
  setQuantity,
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

const valued = (
  id: string,
  [min, max]: readonly [number, number],
  values: Readonly<Record<string, Partial<MenuOption["values"][number]>>>,
  more: Partial<MenuOption> = {},
): MenuOption => ({
  ...option(id, min, max, []),
  values: Object.entries(values).map(([v, rest]) => ({ id: v, name: v, priceDelta: 0, ...rest })),
  ...more,
});
const extras = valued("with", [0, 4], {
  onion: { defaultQuantity: 1 },
  shot: { defaultQuantity: 2, maxQuantity: 3 },
});

test("the menu's defaults are chosen beforehand, each as often, but for what has run out", () => {
  expect(initialChoices(dish(extras), [])).toEqual({ with: ["onion", "shot", "shot"] });
  expect(initialChoices(dish(extras), ["onion"])).toEqual({ with: ["shot", "shot"] });
});

test("what somebody took away does not come back, and the line says so", () => {
  const none = { with: [] };
  expect(renewChoices(dish(extras), none, [])).toEqual(none);
  expect(lineOptions(dish(extras), none)).toEqual([{ option: "with", values: [] }]);
  const less = toggleValue(extras, { with: ["onion", "shot", "shot"] }, "shot");
  expect(lineOptions(dish(extras), less)).toEqual([{ option: "with", values: ["onion"] }]);
});

test("a value is chosen as often as it and the option allow", () => {
  const one = setQuantity(extras, {}, "shot", 3);
  expect(one).toEqual({ with: ["shot", "shot", "shot"] });
  expect(mostNow(extras, one, "shot", [])).toBe(3);
  const full = { ...extras, max: 3 };
  expect(mostNow(full, { with: ["onion", "shot"] }, "shot", [])).toBe(2);
  expect(mostNow(full, { with: ["onion", "shot"] }, "shot", ["shot"])).toBe(1);
  expect(renewChoices(dish(full), { with: Array(5).fill("shot") }, [])).toEqual(one);
  expect(ruleOf(valued("x", [0, 3], { shot: { maxQuantity: 3 } }))).toEqual({
    ...{ kind: "upTo", count: 3 },
  });
});

test("an option is asked while what opens it is chosen, and its answer waits meanwhile", () => {
  const as = option("as", 1, 1, ["alone", "meal"]);
  const drink = valued("drink", [1, 1], { cola: {}, beer: {} }, { openedBy: ["meal"] });
  const item = dish(as, drink);
  const answered = { as: ["meal"], drink: ["cola"] };
  expect(openOptions(item, { as: ["alone"] }).map(({ id }) => id)).toEqual(["as"]);
  expect(firstMissing(item, { as: ["alone"] })).toBeUndefined();
  expect(firstMissing(item, { as: ["meal"] })?.id).toBe("drink");
  expect(lineOptions(item, answered)).toHaveLength(2);
  expect(lineOptions(item, { ...answered, as: ["alone"] })).toEqual([
    { option: "as", values: ["alone"] },
  ]);
});

test("a dish goes in with one tap as it comes, unless something of that has run out", () => {
  const sized = valued("size", [1, 1], { m: { defaultQuantity: 1 }, l: {} });
  expect(needsNoChoice(dish(extras, sized))).toBe(true);
  expect(needsNoChoice(dish(extras, sized), ["m"])).toBe(false);
  expect(needsNoChoice(dish(extras, sized), ["l"])).toBe(true);
});
