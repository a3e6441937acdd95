import { describe, expect, it } from "vitest";
import { formatMessage } from "../platform/i18n/format.ts";
import type { MenuItem, MenuOption, MenuOptionValue } from "./menu.ts";
import { messages } from "./timing/messages/de.ts";
import type { PriceRule } from "./timing/rules.ts";
import { choicesText, sectionTimes, type Writing, writtenDish } from "./written-dish.ts";

const german: Writing = {
  ...{ currency: "EUR", language: "de" },
  times: {
    t: (key, params) => formatMessage(messages[key], "de", params),
    ...{ language: "de", clock: "de" },
  },
};
const SUNDAYS = [{ days: [7] as const }];
const halfPrice: PriceRule = { when: SUNDAYS, change: { kind: "percent", by: -50 } };

const value = (id: string, priceDelta = 0, more: Partial<MenuOptionValue> = {}) => ({
  ...{ id, name: id, priceDelta },
  ...more,
});
const option = (name: string, values: MenuOptionValue[], more: Partial<MenuOption> = {}) => ({
  ...{ id: name, name, min: 0, max: values.length, values },
  ...more,
});
const dish = (more: Partial<MenuItem>): MenuItem => ({
  ...{ id: "x", name: "Pizza", price: 1000, allergens: [], additives: [], options: [] },
  ...more,
});
const sizes = option("Größe", [value("Klein"), value("Groß", 400)], { min: 1, max: 1 });
const plain = (text: unknown) => JSON.parse(JSON.stringify(text).replace(/[\u00a0\u202f]/g, " "));
const written = (item: MenuItem) => plain(writtenDish(item, german));
const toppings = (values: MenuOptionValue[], options: MenuOption[] = []) => {
  const extra = option("Extra", values);
  return plain(choicesText(extra, dish({ options: [...options, extra] }), german)).replaceAll(
    "\u2060",
    "",
  );
};

describe("A dish that is read", () => {
  it("says its price, when it is served, and what it costs at times", () => {
    const item = dish({ served: SUNDAYS, priceRules: [halfPrice] });
    expect(written(item)).toEqual({
      ...{ price: "10,00 €", sizes: [] },
      times: ["Angeboten So", "5,00 €: So"],
    });
    const free = dish({ priceRules: [{ when: SUNDAYS, change: { kind: "minus", amount: 1100 } }] });
    expect(written(free).times).toEqual(["0,00 €: So"]);
  });

  it("says each size with its whole price, also at times", () => {
    const own = option("Größe", [...sizes.values, value("Riesig", 900, { served: SUNDAYS })], {
      ...{ min: 1, max: 1 },
    });
    expect(written(dish({ options: [own], priceRules: [halfPrice] }))).toEqual({
      sizes: [
        { name: "Klein", price: "10,00 €", notes: [] },
        { name: "Groß", price: "14,00 €", notes: [] },
        { name: "Riesig", price: "19,00 €", notes: ["Angeboten So"] },
      ],
      times: ["Klein 5,00 € · Groß 9,00 € · Riesig 14,00 €: So"],
    });
  });
});

describe("Choices that are read", () => {
  it("say what they add, and when that is otherwise", () => {
    expect(
      toppings([
        value("Basilikum"),
        value("Schinken", 150),
        value("Ohne Käse", -50),
        value("Trüffel", 900, { served: SUNDAYS, priceRules: [halfPrice] }),
      ]),
    ).toBe(
      "Basilikum, Schinken +1,50 €, Ohne Käse −0,50 €, Trüffel +9,00 € (Angeboten So, +4,50 €: So)",
    );
  });

  it("say what they add by size, and only that where a size is chosen in any case", () => {
    const by = (id: string, priceDelta: number) => ({ value: id, priceDelta });
    const cheese = value("Käse", 100, { priceBy: [by("Groß", 200)] });
    expect(toppings([cheese], [sizes])).toBe("Käse (Klein +1,00 €, Groß +2,00 €)");
    const asWished = { ...sizes, min: 0 };
    expect(toppings([cheese], [asWished])).toBe("Käse +1,00 € (Groß +2,00 €)");
    const same = value("Ei", 100, { priceBy: [by("Groß", 100)] });
    expect(toppings([same], [sizes])).toBe("Ei +1,00 €");
  });
});

it("a section says what it makes of its dishes' prices", () => {
  const section = { id: "s", name: "Cocktails", items: [], served: [], priceRules: [halfPrice] };
  expect(plain(sectionTimes(section, german))).toEqual(["Nie angeboten", "−50 %, So"]);
});
