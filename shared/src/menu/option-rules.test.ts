import { describe, expect, it, test } from "vitest";
import type { MenuOption } from "./menu.ts";
import { capacityOf, optionFaults, saysMoreOfOptions, withoutGone } from "./option-rules.ts";

const option = (id: string, more: Partial<MenuOption> = {}): MenuOption => ({
  ...{ id, name: id, min: 0, max: 2 },
  values: [
    { id: `${id}1`, name: "one", priceDelta: 0 },
    { id: `${id}2`, name: "two", priceDelta: 0 },
  ],
  ...more,
});
const faults = (...options: MenuOption[]) =>
  optionFaults(options).map(({ code, option: id, value }) => [code, id, value].join(" ").trim());
const withValue = (id: string, more: Partial<MenuOption["values"][number]>): MenuOption =>
  option(id, { values: [{ id: `${id}1`, name: "one", priceDelta: 0, ...more }] });

describe("Options that cannot be satisfied", () => {
  it("are none where they can", () => {
    const opened = option("b", { openedBy: ["a1"], included: 1 });
    const priced = withValue("c", { priceBy: [{ value: "a2", priceDelta: 1 }], maxQuantity: 2 });
    expect(faults(option("a"), opened, priced)).toEqual([]);
  });

  it("ask for more than there is, counting a value as often as it may be chosen", () => {
    expect(faults(option("a", { min: 3, max: 3 }))).toEqual(["too-few-choices a"]);
    expect(faults({ ...withValue("a", { maxQuantity: 3 }), min: 3, max: 3 })).toEqual([]);
    expect(capacityOf(withValue("a", { maxQuantity: 3 }))).toBe(2);
    // A line can name no more.
    expect(capacityOf({ ...withValue("a", { maxQuantity: 99 }), max: 99 })).toBe(50);
  });

  it("have more chosen beforehand than can be", () => {
    expect(faults(withValue("a", { defaultQuantity: 2 }))).toEqual([
      "too-many-defaults a",
      "too-many-defaults a a1",
    ]);
    expect(faults({ ...withValue("a", { defaultQuantity: 3, maxQuantity: 3 }), max: 2 })).toEqual([
      "too-many-defaults a",
    ]);
  });

  it("are opened by nothing, by something unknown, by themselves, or in a circle", () => {
    expect(faults(option("a", { openedBy: [] }))).toEqual(["never-opened a"]);
    expect(faults(option("a", { openedBy: ["x"] }))).toEqual(["opener-unknown a x"]);
    expect(faults(option("a", { openedBy: ["a1"] }))).toEqual(["opener-unknown a a1"]);
    expect(faults(option("a", { openedBy: ["b1"] }), option("b", { openedBy: ["a1"] }))).toEqual([
      "opener-unknown a b1",
    ]);
  });

  it("have a price beside something that is not another option's", () => {
    const beside = (value: string) => withValue("a", { priceBy: [{ value, priceDelta: 1 }] });
    expect(faults(beside("x"))).toEqual(["price-by-unknown a a1"]);
    expect(faults(beside("a1"))).toEqual(["price-by-unknown a a1"]);
    expect(faults(beside("b1"), option("b"))).toEqual([]);
  });
});

test("what names a value that is gone is published without it", () => {
  const priced = withValue("c", {
    priceBy: [
      { value: "a1", priceDelta: 1 },
      { value: "gone", priceDelta: 2 },
    ],
  });
  const [, opened, left] = withoutGone([
    option("a"),
    option("b", { openedBy: ["a1", "gone"] }),
    priced,
  ]);
  expect(opened?.openedBy).toEqual(["a1"]);
  expect(left?.values[0]?.priceBy).toEqual([{ value: "a1", priceDelta: 1 }]);
  expect(withoutGone([withValue("c", { priceBy: [{ value: "x", priceDelta: 1 }] })])).toEqual([
    withValue("c", {}),
  ]);
});

test.each<[string, MenuOption]>([
  ["a default", withValue("a", { defaultQuantity: 1 })],
  ["a quantity", withValue("a", { maxQuantity: 2 })],
  ["a price by size", withValue("a", { priceBy: [{ value: "x", priceDelta: 1 }] })],
  ["something included", option("a", { included: 1 })],
  ["an option that is opened", option("a", { openedBy: ["x"] })],
])("a menu with %s is beyond older phones, and one without is not", (_, said) => {
  const menu = (...options: MenuOption[]) => ({ categories: [{ items: [{ options }] }] });
  expect(saysMoreOfOptions(menu(option("b"), said))).toBe(true);
  expect(saysMoreOfOptions(menu(option("b")))).toBe(false);
});
