import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { MenuItem, MenuOption, MenuOptionValue } from "../menu/menu.ts";
import { optionFaults } from "../menu/option-rules.ts";
import { choicesText } from "./choice-groups.ts";
import { chosenValues } from "./chosen-values.ts";
import type { LineOption } from "./document/types.ts";
import { optionProblems, unitPrice } from "./pricing.ts";

const value = (id: string, priceDelta = 0, more: Partial<MenuOptionValue> = {}) => ({
  ...{ id, name: id, priceDelta },
  ...more,
});
const option = (
  id: string,
  [min, max]: readonly [number, number],
  values: readonly MenuOptionValue[],
  more: Partial<MenuOption> = {},
): MenuOption => ({ id, name: id, min, max, values, ...more });
const dish = (...options: MenuOption[]): MenuItem => ({
  ...{ id: "dish", name: "dish", price: 1_000, allergens: [], additives: [] },
  options,
});
const line = (chosen: Readonly<Record<string, readonly string[]>>): LineOption[] =>
  Object.entries(chosen).map(([id, values]) => ({ option: id, values }));
const text = (item: MenuItem, chosen: readonly LineOption[]) =>
  choicesText(chosenValues(item, chosen));
const problems = (item: MenuItem, chosen: readonly LineOption[]) =>
  optionProblems(item, chosen).map(({ code, option: id }) => `${code} ${id}`);

describe("[D-LINE-3] Defaults", () => {
  const burger = dish(
    option(
      "with",
      [0, 4],
      [
        value("onion", 0, { defaultQuantity: 1 }),
        value("cheese", 100, { defaultQuantity: 1 }),
        value("bacon", 200),
      ],
    ),
  );

  it("are what a line has that does not speak of the option, at their price", () => {
    expect(text(burger, [])).toBe("with: onion, cheese");
    expect(unitPrice(burger, [])).toBe(1_100);
    expect(problems(burger, [])).toEqual([]);
  });

  it("are gone where the line lists others or none, and what is gone is said", () => {
    expect(text(burger, line({ with: ["bacon", "cheese"] }))).toBe(
      "with: cheese, bacon, 0 × onion",
    );
    expect(text(burger, line({ with: [] }))).toBe("with: 0 × onion, 0 × cheese");
    expect(unitPrice(burger, line({ with: [] }))).toBe(1_000);
  });

  it("are replaced, not missing, where one takes another's place", () => {
    const size = dish(
      option("size", [1, 1], [value("m", 0, { defaultQuantity: 1 }), value("l", 300)]),
    );
    expect(text(size, line({ size: ["l"] }))).toBe("size: l");
    expect(problems(size, [])).toEqual([]);
  });

  it("leave a name that is too long to be kept within what an order keeps", () => {
    const long = dish(
      option("o", [0, 1], [value("v", 0, { defaultQuantity: 1, name: "🧅".repeat(200) })]),
    );
    const [kept] = chosenValues(long, line({ o: [] }));
    expect([...(kept?.valueName ?? "")].length).toBe(200);
    expect(kept?.valueName.isWellFormed()).toBe(true);
  });
});

describe("[D-LINE-3] Quantities", () => {
  const coffee = dish(
    option("shots", [0, 3], [value("shot", 80, { maxQuantity: 3 }), value("decaf", 50)]),
  );

  it("count and cost as often as the value is listed", () => {
    const double = line({ shots: ["shot", "shot", "decaf"] });
    expect(text(coffee, double)).toBe("shots: 2 × shot, decaf");
    expect(unitPrice(coffee, double)).toBe(1_210);
    expect(chosenValues(coffee, double).map(({ priceDelta }) => priceDelta)).toEqual([80, 80, 50]);
  });

  it("end at what the value and the option allow", () => {
    expect(problems(coffee, line({ shots: ["decaf", "decaf"] }))).toEqual(["value-repeated shots"]);
    expect(problems(coffee, line({ shots: Array(4).fill("shot") }))).toEqual([
      "value-repeated shots",
      "too-many shots",
    ]);
  });
});

describe("What is included", () => {
  const pizza = dish(
    option(
      "toppings",
      [0, 9],
      [value("ham", 100, { maxQuantity: 3 }), value("truffle", 500), value("less", -50)],
      {
        included: 2,
      },
    ),
  );

  it("costs nothing, the dearest first, and each further one its price", () => {
    const price = (...toppings: string[]) => unitPrice(pizza, line({ toppings })) - 1_000;
    expect(price("ham")).toBe(0);
    expect(price("ham", "truffle")).toBe(0);
    expect(price("ham", "ham", "truffle")).toBe(100);
    expect(price("ham", "ham", "ham", "truffle")).toBe(200);
  });

  it("takes nothing from what makes the dish cheaper", () => {
    expect(unitPrice(pizza, line({ toppings: ["less"] }))).toBe(950);
  });
});

describe("An option that a value opens", () => {
  const menu = dish(
    option("as", [1, 1], [value("alone"), value("meal", 400)]),
    option("drink", [1, 1], [value("cola"), value("beer", 100)], { openedBy: ["meal"] }),
    option("ice", [1, 1], [value("yes", 0, { defaultQuantity: 1 }), value("no")], {
      openedBy: ["cola"],
    }),
  );

  it("is asked, and has its defaults, only while that value is chosen", () => {
    expect(problems(menu, line({ as: ["alone"] }))).toEqual([]);
    expect(problems(menu, line({ as: ["meal"] }))).toEqual(["too-few drink"]);
    expect(problems(menu, line({ as: ["meal"], drink: ["cola"] }))).toEqual([]);
    expect(text(menu, line({ as: ["meal"], drink: ["cola"] }))).toBe(
      "as: meal · drink: cola · ice: yes",
    );
    expect(text(menu, line({ as: ["meal"], drink: ["beer"] }))).toBe("as: meal · drink: beer");
  });

  it("cannot be answered without it, and opens nothing itself while it is closed", () => {
    expect(problems(menu, line({ as: ["alone"], drink: ["beer"] }))).toEqual([
      "option-closed drink",
    ]);
    expect(problems(menu, line({ as: ["alone"], drink: ["cola"], ice: ["no"] }))).toEqual([
      "option-closed drink",
      "option-closed ice",
    ]);
  });
});

test("a value costs what it does beside the size, whichever of the two comes first", () => {
  const ham = value("ham", 100, {
    priceBy: [
      { value: "l", priceDelta: 200 },
      { value: "xl", priceDelta: 300 },
    ],
  });
  const size = option("size", [1, 1], [value("s"), value("l", 400), value("xl", 600)]);
  for (const pizza of [
    dish(size, option("top", [0, 1], [ham])),
    dish(option("top", [0, 1], [ham]), size),
  ]) {
    const price = (of: string) => unitPrice(pizza, line({ size: [of], top: ["ham"] }));
    expect([price("s"), price("l"), price("xl")]).toEqual([1_100, 1_600, 1_900]);
    expect(chosenValues(pizza, line({ size: ["l"], top: ["ham"] }))).toContainEqual(
      expect.objectContaining({ value: "ham", priceDelta: 200 }),
    );
  }
});

/** A dish of options that may be published, and a line for it, whether it fits or not. */
const anyDish = fc
  .array(
    fc.record({
      min: fc.nat(2),
      max: fc.integer({ min: 1, max: 6 }),
      included: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
      opener: fc.option(fc.nat(8), { nil: undefined }),
      values: fc.array(
        fc.record({
          priceDelta: fc.integer({ min: -100, max: 500 }),
          defaultQuantity: fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined }),
          maxQuantity: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
          beside: fc.option(fc.tuple(fc.nat(8), fc.integer({ min: -100, max: 500 })), {
            nil: undefined,
          }),
        }),
        { minLength: 1, maxLength: 3 },
      ),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((options) => {
    const ids = options.map(({ values }, o) => values.map((_, v) => `o${o}v${v}`));
    return dish(
      ...options.map(({ min, max, included, opener, values }, o): MenuOption => {
        const before = ids.slice(0, o).flat();
        const others = ids.filter((_, other) => other !== o).flat();
        const opened = opener === undefined ? undefined : before[opener];
        return {
          ...{ id: `o${o}`, name: `o${o}`, min, max },
          ...(included !== undefined && { included }),
          ...(opened !== undefined && { openedBy: [opened] }),
          values: values.map(({ beside, defaultQuantity, maxQuantity, ...rest }, v) => {
            const other = beside && others[beside[0]];
            return {
              ...{ id: `o${o}v${v}`, name: `o${o}v${v}`, ...rest },
              ...(defaultQuantity !== undefined && { defaultQuantity }),
              ...(maxQuantity !== undefined && { maxQuantity }),
              ...(other && { priceBy: [{ value: other, priceDelta: beside[1] }] }),
            };
          }),
        };
      }),
    );
  })
  .filter((item) => optionFaults(item.options).length === 0);
const anyLine = (item: MenuItem) =>
  fc
    .tuple(
      ...item.options.map(({ id, values }) =>
        fc.option(
          fc
            .array(fc.constantFrom(...values.map((each) => each.id)), { maxLength: 5 })
            .map((chosen): LineOption => ({ option: id, values: chosen })),
          { nil: undefined },
        ),
      ),
    )
    .map((options) => options.filter((each) => each !== undefined));
const anyOrder = anyDish.chain((item) => fc.tuple(fc.constant(item), anyLine(item)));

describe("Of any dish and any line", () => {
  const shuffled = (chosen: readonly LineOption[]) =>
    [...chosen].reverse().map((each) => ({ ...each, values: [...each.values].reverse() }));

  it("the price is the dish's and that of all its choices as an order keeps them", () => {
    fc.assert(
      fc.property(anyOrder, ([item, chosen]) => {
        const kept = chosenValues(item, chosen).reduce((sum, each) => sum + each.priceDelta, 0);
        expect(unitPrice(item, chosen)).toBe(Math.max(0, item.price + kept));
      }),
    );
  });

  it("the order in which somebody tapped changes neither price nor words nor problems", () => {
    fc.assert(
      fc.property(anyOrder, ([item, chosen]) => {
        const other = shuffled(chosen);
        expect(unitPrice(item, other)).toBe(unitPrice(item, chosen));
        expect(chosenValues(item, other)).toEqual(chosenValues(item, chosen));
        expect(new Set(problems(item, other))).toEqual(new Set(problems(item, chosen)));
      }),
    );
  });

  it("a line says the same when it names what it left to the defaults", () => {
    fc.assert(
      fc.property(anyOrder, ([item, chosen]) => {
        const named = new Set(chosen.map((each) => each.option));
        const spelled = item.options.flatMap((each): LineOption[] => {
          if (named.has(each.id)) return chosen.filter(({ option: id }) => id === each.id);
          const values = chosenValues(item, chosen).filter(({ option: id }) => id === each.id);
          return values.length > 0 ? [{ option: each.id, values: values.map((v) => v.value) }] : [];
        });
        expect(unitPrice(item, spelled)).toBe(unitPrice(item, chosen));
        expect(chosenValues(item, spelled)).toEqual(chosenValues(item, chosen));
      }),
    );
  });

  it("including more never makes it dearer", () => {
    fc.assert(
      fc.property(anyOrder, ([item, chosen]) => {
        const generous = dish(
          ...item.options.map((each) => ({ ...each, included: (each.included ?? 0) + 1 })),
        );
        expect(unitPrice(generous, chosen)).toBeLessThanOrEqual(unitPrice(item, chosen));
      }),
    );
  });

  it("a dish that says nothing new is priced, said and checked as it always was", () => {
    const plain = (item: MenuItem) =>
      dish(
        ...item.options.map(({ openedBy: _, included: __, ...rest }) => ({
          ...rest,
          values: rest.values.map(({ id, name, priceDelta }) => ({ id, name, priceDelta })),
        })),
      );
    fc.assert(
      fc.property(anyOrder, ([full, chosen]) => {
        const item = plain(full);
        const all = chosen.flatMap(({ values }) => values);
        const once = new Set(all);
        const known = item.options.flatMap(({ values }) => values);
        const isPlain = once.size === all.length;
        const fits = item.options.every(({ id, min, max }) => {
          const count = chosen.find((each) => each.option === id)?.values.length ?? 0;
          return count >= min && count <= max;
        });
        expect(problems(item, chosen).length === 0).toBe(isPlain && fits);
        if (!isPlain) return;
        const before = known.filter(({ id }) => once.has(id));
        expect(chosenValues(item, chosen).map((each) => each.value)).toEqual(
          before.map(({ id }) => id),
        );
        expect(unitPrice(item, chosen)).toBe(
          Math.max(
            0,
            before.reduce((sum, { priceDelta }) => sum + priceDelta, item.price),
          ),
        );
      }),
    );
  });
});
