import { describe, expect, test } from "vitest";
import { parseMenuFile } from "../menu-file.ts";
import { type ForeignGroup, optionWithin, withOpened } from "./foreign-options.ts";
import { bringMenu } from "./read-menu.ts";
import { Notes, toldText } from "./report.ts";

const bring = (json: object) =>
  bringMenu(JSON.stringify(json), {
    fileName: "export",
    restaurant: { name: "Terrine", currency: "USD", locale: "en" },
  });
/** The options of the first dish, and what was told that was not kept. */
function optionsOf(json: object) {
  const { file, notes } = bring(json);
  if (!file) throw new Error(JSON.stringify(notes));
  expect(parseMenuFile(JSON.parse(JSON.stringify(file)))).toMatchObject({ ok: true });
  return {
    options: file.categories[0]?.items[0]?.options ?? [],
    lost: notes.flatMap((note) => (note.kind === "not-kept" ? [toldText(note)] : [])),
  };
}

describe("Square", () => {
  const catalog = (list: object, info: object) => ({
    objects: [
      { type: "CATEGORY", id: "C", category_data: { name: "Coffee" } },
      {
        ...{ type: "ITEM", id: "I" },
        item_data: {
          ...{ name: "Latte", categories: [{ id: "C" }] },
          variations: [
            {
              ...{ type: "ITEM_VARIATION", id: "V" },
              item_variation_data: { name: "", price_money: { amount: 400, currency: "USD" } },
            },
          ],
          modifier_list_info: [{ modifier_list_id: "M", enabled: true, ...info }],
        },
      },
      {
        ...{ type: "MODIFIER_LIST", id: "M" },
        modifier_list_data: {
          name: "Syrup",
          modifiers: [
            { type: "MODIFIER", id: "m1", modifier_data: { name: "Vanilla", on_by_default: true } },
            { type: "MODIFIER", id: "m2", modifier_data: { name: "Hazel" } },
          ],
          ...list,
        },
      },
    ],
  });

  test("says what is on by default, unless the item says otherwise", () => {
    const plain = optionsOf(catalog({}, {}));
    expect(plain.options[0]).toMatchObject({ min: 0, max: 2 });
    expect(plain.options[0]?.values.map((each) => each.default_quantity)).toEqual([1, undefined]);
    expect(plain.lost).toEqual([]);
    const modifier_overrides = [
      { modifier_id: "m1", on_by_default_override: "NO" },
      { modifier_id: "m2", on_by_default_override: "YES" },
    ];
    const { options } = optionsOf(catalog({}, { modifier_overrides }));
    expect(options[0]?.values.map((each) => each.default_quantity)).toEqual([undefined, 1]);
  });

  test("allows quantities by list or by item, up to the most of the list", () => {
    const most = { max_selected_modifiers: 4, min_selected_modifiers: 3 };
    const { options } = optionsOf(catalog({ allow_quantities: true, ...most }, {}));
    expect(options[0]).toMatchObject({ min: 3, max: 4, values: [{ max_quantity: 4 }, {}] });
    const not = optionsOf(catalog({ allow_quantities: true }, { allow_quantities: "NO" }));
    expect(not.options[0]).toMatchObject({ max: 2 });
    expect(not.options[0]?.values[0]).not.toHaveProperty("max_quantity");
    const own = optionsOf(catalog({}, { allow_quantities: "YES" }));
    expect(own.options[0]).toMatchObject({ max: 18, values: [{ max_quantity: 9 }, {}] });
  });
});

describe("Uber Eats", () => {
  const words = (en: string) => ({ translations: { en } });
  const item = (id: string, price: number, more: object = {}) => ({
    ...{ id, title: words(id), price_info: { price } },
    ...more,
  });
  const inGroup = (group: string, quantity: object) => ({
    quantity_info: {
      overrides: [{ context_type: "MODIFIER_GROUP", context_value: group, quantity }],
    },
  });
  const menu = {
    menus: [{ id: "m", category_ids: ["c"] }],
    categories: [{ id: "c", title: words("Pizza"), entities: [{ id: "pizza", type: "ITEM" }] }],
    items: [
      item("pizza", 900, { modifier_group_ids: { ids: ["size", "top"] } }),
      item("small", 0),
      item("large", 400, { modifier_group_ids: { ids: ["crust"] } }),
      item("ham", 100, {
        ...inGroup("top", { max_permitted: 2, default_quantity: 1 }),
        price_info: {
          price: 100,
          overrides: [{ context_type: "ITEM", context_value: "large", price: 200 }],
        },
      }),
      item("thick", 50),
    ],
    modifier_groups: [
      {
        ...{ id: "size", title: words("Size") },
        quantity_info: { quantity: { min_permitted: 1, max_permitted: 1 } },
        modifier_options: [{ id: "small" }, { id: "large" }],
      },
      {
        ...{ id: "top", title: words("Toppings") },
        quantity_info: { quantity: { min_permitted: 0, max_permitted: 5, charge_above: 1 } },
        modifier_options: [{ id: "ham" }],
      },
      {
        ...{ id: "crust", title: words("Crust") },
        quantity_info: { quantity: { min_permitted: 1, max_permitted: 1 } },
        modifier_options: [{ id: "thick" }],
      },
    ],
  };

  test("says how often, what is included, what opens a group, and prices under a choice", () => {
    const { options, lost } = optionsOf(menu);
    expect(lost).toEqual([]);
    expect(options).toMatchObject([
      { id: "size", min: 1, max: 1 },
      {
        ...{ id: "top", min: 0, max: 2, included: 1 },
        values: [
          {
            ...{ id: "ham", price_delta: "1.00", default_quantity: 1, max_quantity: 2 },
            price_by: [{ value: "large", price_delta: "2.00" }],
          },
        ],
      },
      { id: "crust", min: 1, max: 1, opened_by: ["large"] },
    ]);
  });
});

describe("Toast", () => {
  const sequence = (...prices: number[]) =>
    prices.map((price, at) => ({ sequence: at + 1, price }));
  const option = (referenceId: number, name: string, price: number | null, more: object = {}) => ({
    [referenceId]: { referenceId, name, guid: `o${referenceId}`, price, ...more },
  });
  const menu = (toppings: object) => ({
    menus: [
      {
        ...{ name: "Food", guid: "m" },
        menuGroups: [
          {
            ...{ name: "Pizza", guid: "g" },
            menuItems: [
              {
                ...{ name: "Pizza", guid: "p", price: null, pricingStrategy: "SIZE_PRICE" },
                pricingRules: { sizeSpecificPricingGuid: "mg1" },
                modifierGroupReferences: [1, 2],
              },
            ],
          },
        ],
      },
    ],
    modifierGroupReferences: {
      1: { referenceId: 1, name: "Size", guid: "mg1", modifierOptionReferences: [10, 11] },
      2: {
        ...{ referenceId: 2, name: "Toppings", guid: "mg2", minSelections: 0, maxSelections: 4 },
        ...{ isMultiSelect: true, modifierOptionReferences: [12, 13], ...toppings },
      },
      3: {
        ...{ referenceId: 3, name: "Doneness", guid: "mg3", minSelections: 1, maxSelections: 1 },
        modifierOptionReferences: [14],
      },
    },
    modifierOptionReferences: {
      ...option(10, "Small", 8),
      ...option(11, "Large", 12),
      ...option(12, "Ham", 1, { allowsDuplicates: true, isDefault: true }),
      ...option(13, "Egg", 1, { modifierGroupReferences: [3] }),
      ...option(14, "Soft", 0),
    },
  });
  const rules = (...sizeSequencePricingRules: object[]) => ({
    pricingRules: { sizeSequencePricingRules },
  });

  test("says defaults, duplicates, and groups that a choice opens", () => {
    const { options, lost } = optionsOf(menu({ pricingStrategy: "NONE" }));
    expect(lost).toEqual([]);
    expect(options).toMatchObject([
      { name: "Size" },
      {
        ...{ name: "Toppings", max: 4 },
        values: [{ id: "o12", default_quantity: 1, max_quantity: 4 }, { id: "o13" }],
      },
      { name: "Doneness", opened_by: ["o13"] },
    ]);
  });

  test("prices by size, by sequence, and by both", () => {
    const bySize = [
      { sizeGuid: "o10", sequencePrices: sequence(1) },
      { sizeGuid: "o11", sequencePrices: sequence(2) },
    ];
    const sized = optionsOf(menu({ pricingStrategy: "SIZE_PRICE", ...rules(...bySize) }));
    expect(sized.lost).toEqual([]);
    expect(sized.options[1]?.values[1]).toMatchObject({
      price_delta: "1.00",
      price_by: [
        { value: "o10", price_delta: "1.00" },
        { value: "o11", price_delta: "2.00" },
      ],
    });
    const three = { sizeGuid: null, sequencePrices: sequence(0, 0, 0, 1.5) };
    const free = optionsOf(menu({ pricingStrategy: "SEQUENCE_PRICE", ...rules(three) }));
    expect(free.options[1]).toMatchObject({ included: 3, values: [{ price_delta: "1.50" }, {}] });
    const both = [
      { sizeGuid: "o10", sequencePrices: sequence(0, 1) },
      { sizeGuid: "o11", sequencePrices: sequence(0, 2) },
    ];
    const mixed = optionsOf(menu({ pricingStrategy: "SIZE_SEQUENCE_PRICE", ...rules(...both) }));
    expect(mixed.options[1]).toMatchObject({
      included: 1,
      values: [{ price_by: [{ price_delta: "1.00" }, { price_delta: "2.00" }] }, {}],
    });
  });

  test("tells of prices that climb with each choice", () => {
    const climbing = { sizeGuid: null, sequencePrices: sequence(1, 2, 2.5) };
    const { options, lost } = optionsOf(
      menu({ pricingStrategy: "SEQUENCE_PRICE", ...rules(climbing) }),
    );
    expect(lost).toEqual(["its prices cannot be said here"]);
    expect(options[1]).not.toHaveProperty("included");
  });
});

test("what is chosen beforehand stays within what can be chosen, and that is told", () => {
  const notes = new Notes();
  const value = (id: string, more: object) => ({ id, name: id, ...more });
  const option = optionWithin(
    {
      ...{ id: "o", name: "o", min: 9, max: 2 },
      values: [
        value("a", { default_quantity: 1 }),
        value("b", { default_quantity: 3, max_quantity: 3 }),
      ],
    },
    { path: "x", notes },
  );
  expect(option).toMatchObject({ min: 2, max: 2 });
  expect(option.values.map((each) => each.default_quantity)).toEqual([1, 1]);
  expect(notes.list()).toHaveLength(1);
});

test("groups that open each other stand once, after what opens them, and circles are told", () => {
  const notes = new Notes();
  const groups: Record<string, readonly string[]> = { a: ["c"], b: ["c", "a"], c: ["d"], d: ["c"] };
  const read = (key: string): ForeignGroup<string> => ({
    option: { id: key, name: key, min: 0, max: 1, values: [{ id: `${key}1`, name: key }] },
    opens: [{ value: `${key}1`, groups: groups[key] ?? [] }],
  });
  const options = withOpened(["a", "b"], read, { path: "x", notes });
  expect(options.map(({ id, opened_by }) => [id, opened_by])).toEqual([
    ["a", undefined],
    ["b", undefined],
    ["c", ["a1", "b1"]],
    ["d", ["c1"]],
  ]);
  expect(notes.list()).toHaveLength(1);
});
