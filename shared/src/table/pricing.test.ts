import { describe, expect, test } from "vitest";
import type { MenuItem } from "../menu/menu.ts";
import { optionProblems, unitPrice } from "./pricing.ts";

const value = (id: string, priceDelta: number) => ({ id, name: id, priceDelta });
const pizza: MenuItem = {
  id: "pizza",
  name: "Pizza",
  price: 900,
  allergens: [],
  additives: [],
  options: [
    {
      id: "size",
      name: "Size",
      min: 1,
      max: 1,
      values: [value("small", -200), value("large", 300)],
    },
    {
      id: "extra",
      name: "Extra",
      min: 0,
      max: 2,
      values: [value("ham", 150), value("egg", 100), value("free", -5_000)],
    },
  ],
};
const chosen = (size: string[], extra?: string[]) => [
  { option: "size", values: size },
  ...(extra ? [{ option: "extra", values: extra }] : []),
];

describe("a portion costs the dish and what was chosen", () => {
  test("every chosen value is added, whether more or less", () => {
    expect(unitPrice(pizza, [])).toBe(900);
    expect(unitPrice(pizza, chosen(["small"]))).toBe(700);
    expect(unitPrice(pizza, chosen(["large"], ["ham", "egg"]))).toBe(1450);
  });

  test("never less than nothing", () => {
    expect(unitPrice(pizza, chosen(["small"], ["free"]))).toBe(0);
  });

  test("an unchecked choice is an error, not a price", () => {
    expect(() => unitPrice(pizza, chosen(["huge"]))).toThrow(RangeError);
    expect(() => unitPrice(pizza, [{ option: "sauce", values: ["x"] }])).toThrow(RangeError);
  });
});

describe("a choice that does not fit the dish says why", () => {
  test.each([
    [chosen(["small"]), []],
    [chosen(["large"], ["ham", "egg"]), []],
    [[], ["too-few size"]],
    [chosen(["small", "large"]), ["too-many size"]],
    [chosen(["small"], ["ham", "egg", "free"]), ["too-many extra"]],
    [chosen(["huge"]), ["value-unknown size"]],
    [chosen(["small"], ["ham", "ham"]), ["value-repeated extra"]],
    [[...chosen(["small"]), ...chosen(["large"])], ["option-unknown size"]],
    [[...chosen(["small"]), { option: "sauce", values: ["x"] }], ["option-unknown sauce"]],
    // A value of another option is no value of this one.
    [chosen(["ham"]), ["value-unknown size"]],
  ])("%j: %j", (choice, problems) => {
    expect(optionProblems(pizza, choice).map((p) => `${p.code} ${p.option}`)).toEqual(problems);
  });
});
