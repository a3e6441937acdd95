import type { Billing } from "@tureen/shared/bill/endpoints";
import { expect, test } from "vitest";
import {
  billingOf,
  type Draft,
  draftOf,
  parsePercent,
  withCategory,
  withNewCategory,
  withoutCategory,
} from "./draft.ts";

const billing: Billing = {
  terms: {
    prices: "exclusive",
    categories: {
      food: { name: "Food", rates: { "dine-in": 700, takeaway: 550 } },
      drinks: { name: "Drinks", rates: { "dine-in": 1900, takeaway: 1925 } },
    },
    category: "food",
    service: { rate: { percent: 1250 }, fromGuests: 6, of: "gross", category: "drinks" },
    tips: [500, 1250],
    cashStep: 5,
    online: true,
  },
  receipt: { header: "The Copper Tureen\nKesselgasse 7", taxNumber: "DE 1" },
};
const fixed = (amount: number): Billing => ({
  ...billing,
  terms: {
    ...billing.terms,
    service: { rate: { amount }, fromGuests: 1, of: "net", category: "food" },
  },
});

test.each([
  ["EUR", false, billing],
  ["EUR", true, billing],
  ["EUR", true, fixed(250)],
  ["JPY", false, fixed(300)],
  ["EUR", true, { ...billing, terms: { ...billing.terms, tab: { hold: 5000, step: 2050 } } }],
  ["KWD", false, fixed(1250)],
  ["EUR", false, { ...billing, terms: { ...billing.terms, service: null } }],
  ["EUR", false, { ...billing, terms: { ...billing.terms, rounds: "required" as const } }],
  ["EUR", false, { ...billing, terms: { ...billing.terms, hostPays: true as const } }],
])("settings come back from their form as they went in: %s, comma %s", (currency, comma, given) => {
  expect(billingOf(draftOf(given, currency, comma), currency)).toEqual({
    ...{ ok: true, billing: given },
  });
});

test("percent is read as people write it, exactly, to two decimals", () => {
  const wanted = { "7": 700, "19,5": 1950, " 8.25 % ": 825, "0": 0, "100": 10_000 };
  for (const [text, value] of Object.entries({ ...wanted, "٧٫٥": 750, "１０": 1000, "0.07": 7 })) {
    expect([text, parsePercent(text)]).toEqual([text, value]);
  }
  for (const text of ["", "-1", "100.01", "1.234", "1.2.3", "seven", "1e2", "."]) {
    expect([text, parsePercent(text)]).toEqual([text, null]);
  }
});

test("everything that is wrong is said where it is", () => {
  const draft: Draft = {
    ...draftOf(billing, "EUR", false),
    ...{ servicePercent: "0", fromGuests: "0", tips: ["5", "", "0", "x", ""], cashStep: "0.001" },
  };
  const wrong = withCategory(withNewCategory(draft), 0, { name: " ", takeaway: "101" });
  const result = billingOf(wrong, "EUR");
  expect(!result.ok && Object.fromEntries(result.problems)).toEqual({
    ...{ "name.0": "nameMissing", "rate.0.takeaway": "percentWrong" },
    ...{ "name.2": "nameMissing", "rate.2.dineIn": "percentWrong" },
    ...{ "rate.2.takeaway": "percentWrong", "tip.2": "tipWrong", "tip.3": "tipWrong" },
    ...{ cashStep: "stepWrong", servicePercent: "tipWrong", fromGuests: "guestsWrong" },
  });
});

test("the smallest coin is one that can be minted", () => {
  const draft = draftOf(billing, "EUR", false);
  const isRight = (cashStep: string) => billingOf({ ...draft, cashStep }, "EUR").ok;
  expect(["0.01", "0.05", "0.25", "0.5", "1"].map(isRight)).not.toContain(false);
  expect(["0.03", "0.15", "0"].map(isRight)).not.toContain(true);
});

test("a new category's key follows its name, and what is known by its key keeps it", () => {
  let draft = withNewCategory(draftOf(billing, "EUR", false));
  const keys = () => draft.categories.map(({ key }) => key);
  expect(keys()).toEqual(["food", "drinks", "tax-1"]);
  draft = { ...draft, category: "tax-1" };
  draft = withCategory(draft, 2, { name: "Crème & Soft Drinks" });
  expect(keys()).toEqual(["food", "drinks", "creme-soft-drinks"]);
  expect(draft.category).toBe("creme-soft-drinks");
  draft = withCategory(draft, 2, { name: "Drinks" });
  expect(keys()[2]).toBe("drinks-2");
  draft = withCategory(draft, 2, { name: "酒" });
  expect(keys()[2]).toBe("tax-1");
  draft = withCategory(draft, 0, { name: "Speisen" });
  expect(keys()[0]).toBe("food");
});

test("what named a category that is removed is of the first one, and the last one stays", () => {
  const draft = withoutCategory(draftOf(billing, "EUR", false), 1);
  expect(draft).toMatchObject({ category: "food", serviceCategory: "food" });
  expect(withoutCategory(draft, 0)).toBe(draft);
});

test("a restaurant that begins has one category, and nothing beside the menu's prices", () => {
  const draft = withCategory(draftOf(null, "EUR", false), 0, {
    ...{ name: "All", dineIn: "0", takeaway: "0" },
  });
  expect(billingOf(draft, "EUR")).toMatchObject({
    ok: true,
    billing: { terms: { prices: "inclusive", category: "all", service: null, tips: [] } },
  });
});
