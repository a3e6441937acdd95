import { draftOf, type MenuDraft, outcomeOf } from "@tureen/shared/menu/draft/draft";
import { bringMenu } from "@tureen/shared/menu/formats/read-menu";
import { writeMenuCsv } from "@tureen/shared/menu/formats/write-csv";
import { type TakenMenu, writeMenuJson } from "@tureen/shared/menu/formats/write-json";
import { capacityOf } from "@tureen/shared/menu/option-rules";
import fc from "fast-check";
import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { planMenu } from "../import/plan-menu.ts";
import { editsToBring, knownOf } from "./preview-import.ts";

const RESTAURANT = { name: "Terrine", currency: "EUR", locale: "en" };
const restaurantId = uuidv7();

const word = fc.constantFrom(
  "Soup",
  "Soup",
  "Pizza",
  "Größe",
  "辣",
  "=1+1",
  'a "b", c',
  "Tea; hot",
);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const named = {
  id: fc.constant(null).map(() => uuidv7()),
  name: word,
  externalId: maybe(fc.uuid()),
  translations: maybe(fc.dictionary(fc.constantFrom("de", "zh"), word, { minKeys: 1 })),
};
const times = fc.record(
  {
    days: fc.subarray([1, 2, 3, 4, 5, 6, 7] as const, { minLength: 1 }),
    span: fc.constant({ from: "17:00", until: "01:30" }),
    fromDate: fc.constant("2026-12-01"),
  },
  { requiredKeys: [] },
);
const change = fc.oneof(
  fc.record({ kind: fc.constant("percent" as const), by: fc.integer({ min: -50, max: 50 }) }),
  fc.record({ kind: fc.constant("fixed" as const), price: fc.nat(9999) }),
  fc.record({ kind: fc.constant("minus" as const), amount: fc.integer({ min: 1, max: 99 }) }),
);
const timed = {
  served: maybe(fc.array(times, { minLength: 1, maxLength: 2 })),
  priceRules: maybe(fc.array(fc.record({ when: fc.tuple(times), change }), { maxLength: 2 })),
};
const hidden = maybe(fc.constant(true as const));
const words = fc.uniqueArray(fc.constantFrom("Milk", "Nuts"));
const value = fc.record({
  ...{ ...named, ...timed, priceDelta: fc.integer({ min: -500, max: 500 }) },
  allergens: maybe(fc.constant(["Soy"])),
  maxQuantity: maybe(fc.integer({ min: 1, max: 3 })),
});
const option = fc
  .record({
    ...{ ...named, values: fc.array(value, { maxLength: 3 }) },
    included: maybe(fc.integer({ min: 1, max: 3 })),
    ...{ isOpened: fc.boolean(), isPricedBeside: fc.boolean(), hasDefaults: fc.boolean() },
  })
  .map(({ values, hasDefaults, ...each }) => ({
    ...{ ...each, min: 0, max: Math.max(1, capacityOf({ max: 99, values })) },
    values: values.map((one) =>
      hasDefaults ? { ...one, defaultQuantity: one.maxQuantity ?? 1 } : one,
    ),
  }));

/** Options that say what opens them and what they cost beside others: in the export nothing else names them. */
const options = fc.array(option, { maxLength: 3 }).map((all) =>
  all.map(({ isOpened, isPricedBeside, values, ...each }, at) => {
    const before = all[at - 1]?.values[0]?.id;
    const other = all.find((_, o) => o !== at)?.values[0]?.id;
    const priceBy = other === undefined ? undefined : [{ value: other, priceDelta: 70 }];
    return {
      ...each,
      ...(isOpened && before !== undefined && { openedBy: [before] }),
      values: values.map((one) => (isPricedBeside && priceBy ? { ...one, priceBy } : one)),
    };
  }),
);
/** The kitchen's stations, and one that is gone: what only it makes goes to the default, not to the section's. */
const STATIONS = [
  { id: uuidv7(), name: "Bar" },
  { id: uuidv7(), name: "Cold Kitchen" },
];
const stations = maybe(
  fc.uniqueArray(fc.constantFrom(...STATIONS.map(({ id }) => id), uuidv7()), { minLength: 1 }),
);
const dish = fc.record({
  ...{ ...named, ...timed, hidden, price: maybe(fc.nat(99_999)), code: maybe(fc.constant("7")) },
  ...{ notice: hidden, description: maybe(word), allergens: words, additives: words },
  tax: maybe(fc.constant([{ category: "food", weight: 7 }])),
  ...{ diets: maybe(fc.constant(["vegan", "halal"] as const)), spice: maybe(fc.constant(2)) },
  ...{ badges: maybe(fc.constant(["new"] as const)), minAge: maybe(fc.constant(16)) },
  mayContain: maybe(fc.constant(["Nuts"])),
  ...{ kitchenName: maybe(fc.constant("SUP gr.")), course: maybe(fc.constant(2)) },
  ...{ prepMinutes: maybe(fc.constant(12)), stations },
  ...{ stockPerDay: maybe(fc.nat(9)), options },
});
const section = fc.record({
  ...{ ...named, ...timed, hidden, stations, course: maybe(fc.constant(3)) },
  items: fc.array(dish, { maxLength: 4 }),
});
const drafts = fc
  .array(section, { minLength: 1, maxLength: 3 })
  .map((categories): MenuDraft => JSON.parse(JSON.stringify({ categories })))
  .filter((draft) => outcomeOf(draft).categories.length > 0);

/** What guests get of a draft, as it is taken along. */
function taken(draft: MenuDraft): TakenMenu {
  const outcome = outcomeOf(draft);
  return { ...RESTAURANT, stations: STATIONS, categories: draftOf(outcome, outcome).categories };
}

function editsOf(draft: MenuDraft, text: string) {
  const { file, keeps, notes } = bringMenu(text, { fileName: "", restaurant: RESTAURANT });
  if (!file) throw new Error(JSON.stringify(notes));
  const plan = planMenu({
    ...{ restaurantId, restaurantName: "Terrine", version: 0, file, keeps, before: draft },
    known: knownOf(restaurantId, draft, []),
    ...{ photos: new Map(), noticesAtMinor: null, stations: STATIONS },
  });
  return editsToBring(draft, plan);
}

test("a menu that is taken along and brought back changes nothing, whatever is in it", () => {
  fc.assert(
    fc.property(drafts, (draft) => {
      expect(editsOf(draft, writeMenuJson(taken(draft)))).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test("a table that is brought back takes away nothing that it cannot say", () => {
  fc.assert(
    fc.property(drafts, (draft) => {
      const edits = editsOf(draft, writeMenuCsv(taken(draft)));
      expect(edits.filter(({ kind }) => kind !== "move")).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test("a list of names and prices changes prices, and keeps choices, allergens and other languages", () => {
  const id = uuidv7();
  const soup = {
    ...{ id, name: "Soup", translations: { de: "Suppe" }, price: 450, code: "7" },
    ...{ allergens: ["Milk"], additives: [] },
    options: [
      {
        ...{ id: uuidv7(), name: "Bread", min: 0, max: 1 },
        values: [{ id: uuidv7(), name: "White", priceDelta: 50 }],
      },
    ],
  };
  const draft = { categories: [{ id: uuidv7(), name: "Menu", items: [soup] }] };
  expect(editsOf(draft, "Name,Price\nSoup,4.90")).toEqual([
    { kind: "set", id, field: "price", was: 450, to: 490 },
  ]);
  expect(editsOf(draft, "Name,Price,Allergens\nSoup,4.50,Soy")).toEqual([
    { kind: "set", id, field: "allergens", was: ["Milk"], to: ["Soy"] },
  ]);
  // Another one is added, and one without a price is not for sale yet.
  expect(editsOf(draft, "Name,Price\nSoup,4.50\nTea,")).toMatchObject([
    { kind: "add", part: "item", thing: { name: "Tea" } },
  ]);
});
