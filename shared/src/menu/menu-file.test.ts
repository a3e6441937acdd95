import { describe, expect, test } from "vitest";
import { parseMenuFile } from "./menu-file.ts";
import { timedOf } from "./timing/file-timing.ts";

/** A small menu; `change` may break it before it is parsed. */
function parse(change: (file: ReturnType<typeof sample>) => void = () => {}) {
  const file = sample();
  change(file);
  return parseMenuFile(JSON.parse(JSON.stringify(file)));
}

function sample() {
  const dish = (name: string, price: unknown) => ({
    name,
    price,
    ...({} as Record<string, unknown>),
  });
  return {
    name: "Zur Terrine" as unknown,
    currency: "EUR",
    locale: "de-DE",
    categories: [
      { name: "Suppen", items: [dish("Tomatensuppe", "4.50"), dish("Gulaschsuppe", "6.90")] },
      {
        name: "Nudeln",
        items: [dish("Pesto", "9.00"), dish("Ragù", "11.00"), dish("Aglio", "8.00")],
      },
    ],
    ...({} as Record<string, unknown>),
  };
}

const pathOf = (change: Parameters<typeof parse>[0]) => {
  const result = parse(change);
  return result.ok ? "(accepted)" : result.problem.path;
};
type Sample = ReturnType<typeof sample>;
const dishOf = (file: Sample, c: number, i: number) =>
  file.categories[c]?.items[i] as Record<string, unknown>;
const option = (more: object = {}) => ({
  name: "Größe",
  min: 1,
  max: 1,
  values: [{ name: "groß" }],
  ...more,
});

test("a menu with all its parts is read, and what is left out gets its default", () => {
  const result = parse((file) => {
    Object.assign(dishOf(file, 0, 0), {
      translations: { en: "Tomato soup", "zh-Hant": "番茄湯" },
      allergens: ["celery"],
      options: [option({ values: [{ name: "klein", price_delta: "-1.00" }, { name: "groß" }] })],
    });
  });
  expect(result.ok && result.file.categories[0]?.items[0]).toMatchObject({
    allergens: ["celery"],
    additives: [],
    options: [{ values: [{ price_delta: "-1.00" }, { price_delta: "0" }] }],
  });
});

test("names with escapes spelled out are read as the signs they stand for", () => {
  const result = parse((file) => {
    file.name = "Terrine\\u2122 \\ud83c\\udf72";
  });
  expect(result.ok && result.file.name).toBe("Terrine™ 🍲");
});

describe("the first wrong field is named by its path", () => {
  const wrong: [string, (file: Sample) => void][] = [
    ["categories[1].items[2].price", (f) => Object.assign(dishOf(f, 1, 2), { price: "8,00" })],
    ["categories[1].items[2].price", (f) => Object.assign(dishOf(f, 1, 2), { price: 8 })],
    ["categories[1].items[2].price", (f) => Object.assign(dishOf(f, 1, 2), { price: "-8.00" })],
    ["categories[0].items[1].price", (f) => Object.assign(dishOf(f, 0, 1), { price: "6.905" })],
    ["categories[0].items[0].price", (f) => Object.assign(f, { currency: "JPY" })],
    ["currency", (f) => Object.assign(f, { currency: "euro" })],
    ["locale", (f) => Object.assign(f, { locale: "not a tag" })],
    ["name", (f) => Object.assign(f, { name: "  " })],
    ["name", (f) => Object.assign(f, { name: undefined })],
    ["name", (f) => Object.assign(f, { name: "nul\\u0000" })],
    ["name", (f) => Object.assign(f, { name: "half \\ud83c" })],
    ["categories", (f) => Object.assign(f, { categories: [] })],
    ["categories[0].items", (f) => Object.assign(f.categories[0] as object, { items: [] })],
    [
      "categories[0].items[0].description",
      (f) => Object.assign(dishOf(f, 0, 0), { description: "\0" }),
    ],
    [
      "categories[0].items[0].translations.english",
      (f) => Object.assign(dishOf(f, 0, 0), { translations: { english: "Soup" } }),
    ],
    [
      "categories[0].items[0].options[0].min",
      (f) => Object.assign(dishOf(f, 0, 0), { options: [option({ min: 2, max: 3 })] }),
    ],
    [
      "categories[0].items[0].options[0].max",
      (f) => Object.assign(dishOf(f, 0, 0), { options: [option({ max: 0 })] }),
    ],
    [
      "categories[0].items[0].options[0].values[0].price_delta",
      (f) =>
        Object.assign(dishOf(f, 0, 0), {
          options: [option({ values: [{ name: "x", price_delta: "free" }] })],
        }),
    ],
  ];
  test.each(wrong)("%s", (path, change) => {
    expect(pathOf(change)).toBe(path);
  });

  test.each([null, 1, "menu", []])("a file that is %j is wrong as a whole", (json) => {
    expect(parseMenuFile(json)).toMatchObject({ ok: false, problem: { path: "(the file)" } });
  });
});

describe("ids of the system that a file comes from", () => {
  test("may be texts or numbers", () => {
    const result = parse((file) => {
      Object.assign(dishOf(file, 0, 0), { id: " A-7 " });
      Object.assign(dishOf(file, 0, 1), { id: 12 });
    });
    const ids = result.ok && result.file.categories[0]?.items.map(({ id }) => id);
    expect(ids).toEqual(["A-7", "12"]);
  });

  test.each<[string, Parameters<typeof parse>[0], string]>([
    [
      "two dishes in two sections",
      (file) => {
        for (const [c, i] of [
          [0, 1],
          [1, 2],
        ] as const) {
          Object.assign(dishOf(file, c, i), { id: "7" });
        }
      },
      "categories[1].items[2].id",
    ],
    [
      "two sections",
      (file) => {
        for (const category of file.categories) Object.assign(category, { id: "7" });
      },
      "categories[1].id",
    ],
    [
      "two choices of one option",
      (file) => {
        const values = [
          { name: "a", id: 1 },
          { name: "b", id: "1" },
        ];
        Object.assign(dishOf(file, 0, 0), { options: [option({ values })] });
      },
      "categories[0].items[0].options[0].values[1].id",
    ],
  ])("are not those of %s at once", (_, change, path) => {
    expect(pathOf(change)).toBe(path);
  });

  test("may be the same for the options of two dishes", () => {
    const accepted = pathOf((file) => {
      for (const i of [0, 1]) {
        const options = [option({ id: "size", values: [{ name: "a", id: "a" }] })];
        Object.assign(dishOf(file, 0, i), { options });
      }
    });
    expect(accepted).toBe("(accepted)");
  });
});

test.each([
  [{ timezone: "Europe/Berln" }, "timezone"],
  [{ timezone: "+02:00" }, "timezone"],
  [{ timezone: 2 }, "timezone"],
  [{ day_starts_at: 13 }, "day_starts_at"],
  [{ day_starts_at: "4" }, "day_starts_at"],
  [{ timezone: "Europe/Berlin", day_starts_at: 0 }, "(accepted)"],
])("%j: %s", (more, path) => {
  expect(pathOf((file) => Object.assign(file, more))).toBe(path);
});

describe("fields that a menu file does not have", () => {
  test.each([
    ["externalId", "id"],
    ["external_id", "id"],
    ["Name", "name"],
    ["prize", "price"],
    ["descripton", "description"],
    ["descriptionTranslations", "description_translations"],
    ["allergen", "allergens"],
    ["photo", undefined],
    ["_", undefined],
    ["__proto__", undefined],
  ])("%s is named, and %s was meant", (field, meant) => {
    const result = parse((file) => {
      Object.defineProperty(dishOf(file, 1, 2), field, { value: "x", enumerable: true });
    });
    const path = `categories[1].items[2].${field}`;
    expect(result).toMatchObject({ ok: true, unknown: [meant ? { path, meant } : { path }] });
  });

  test("are not the languages of a translation", () => {
    const result = parse((file) => {
      Object.assign(dishOf(file, 0, 0), { translations: { en: "Tomato soup" } });
    });
    expect(result).toMatchObject({ ok: true, unknown: [] });
  });
});

test("a tax category is one, or several with their weights, of a section and of a dish", () => {
  const mixed = [
    { category: "food", weight: 7 },
    { category: "drinks", weight: 3 },
  ];
  const result = parse((file) => {
    Object.assign(file.categories[0] ?? {}, { tax: "drinks" });
    Object.assign(dishOf(file, 0, 1), { tax: mixed });
  });
  const [first, second] = result.ok ? result.file.categories : [];
  expect(first?.tax).toEqual([{ category: "drinks", weight: 1 }]);
  expect(first?.items.map(({ tax }) => tax)).toEqual([undefined, mixed]);
  expect(second?.tax).toBeUndefined();
  expect(result.ok && result.unknown).toEqual([]);
});

test.each([
  ["Drinks"],
  [""],
  [19],
  [[]],
  [["drinks"]],
  [[{ category: "drinks", weight: 0 }]],
  [[{ category: "drinks", weight: 1.5 }]],
  [[{ category: "drinks" }]],
  [[{ category: "drinks", weight: 1, rate: 19 }]],
])("what is no tax category is refused: %j", (tax) => {
  const at = "categories[1].items[2].tax";
  const path = pathOf((file) => Object.assign(dishOf(file, 1, 2), { tax }));
  expect(path.startsWith(at), path).toBe(true);
});

describe("what a file says about time", () => {
  const evening = { days: ["fri", "sat"], from: "17:00", until: "02:00" };
  const rules = (change: object) => ({ price_rules: [{ when: [evening], change }] });

  test("is read of a section, a dish and a choice", () => {
    const result = parse((file) => {
      Object.assign(file.categories[0] as object, { served: [{ from_date: "2026-12-01" }] });
      Object.assign(dishOf(file, 0, 0), {
        ...{ stock_per_day: 12, ...rules({ percent: -20, round_to: "0.50" }) },
        options: [
          option({ values: [{ name: "groß", served: [evening], ...rules({ price: "1" }) }] }),
        ],
      });
    });
    expect(result.ok && result.unknown).toEqual([]);
    const section = result.ok ? result.file.categories[0] : undefined;
    const minor = (amount: string) => Math.round(Number(amount) * 100);
    const span = { days: [5, 6], span: { from: "17:00", until: "02:00" } };
    expect(section && timedOf(section, minor)).toEqual({
      served: [{ fromDate: "2026-12-01" }],
      priceRules: undefined,
    });
    const dish = section?.items[0];
    expect(dish?.stock_per_day).toBe(12);
    expect(dish && timedOf(dish, minor).priceRules).toEqual([
      { when: [span], change: { kind: "percent", by: -20, roundTo: 50 } },
    ]);
    const choice = dish?.options[0]?.values[0];
    expect(choice && timedOf(choice, minor)).toEqual({
      served: [span],
      priceRules: [{ when: [span], change: { kind: "fixed", price: 100 } }],
    });
  });

  test.each<[object, string]>([
    [{ served: [{ from: "17:00" }] }, "served[0].until"],
    [{ served: [{ from: "25:00", until: "26:00" }] }, "served[0].from"],
    [{ served: [{ days: ["friday"] }] }, "served[0].days[0]"],
    [{ served: [] }, "served"],
    [{ served: [{ from_date: "2026-12-02", until_date: "2026-12-01" }] }, "served[0].until_date"],
    [rules({ minus: "1", price: "2" }), "price_rules[0].change"],
    [rules({ minus: "a lot" }), "price_rules[0].change.minus"],
    [rules({ price: "-1.00" }), "price_rules[0].change.price"],
    [rules({ percent: -101 }), "price_rules[0].change.percent"],
    [{ price_rules: [{ when: [], change: { price: "1.00" } }] }, "price_rules[0].when"],
    [{ stock_per_day: -1 }, "stock_per_day"],
  ])("%j is refused at %s", (fields, path) => {
    expect(pathOf((file) => Object.assign(dishOf(file, 1, 2), fields))).toBe(
      `categories[1].items[2].${path}`,
    );
  });
});

describe("options that depend on each other", () => {
  const sized = () => [
    option({
      name: "Size",
      values: [
        { id: "s", name: "small" },
        { id: "l", name: "large" },
      ],
    }),
    option({
      ...{ name: "Toppings", min: 0, max: 4, included: 2, opened_by: ["l"] },
      values: [
        { name: "ham", default_quantity: 1, max_quantity: 3 },
        { name: "egg", price_by: [{ value: "l", price_delta: "1.50" }] },
      ],
    }),
  ];
  const parsed = (change: (options: Record<string, unknown>[]) => void) =>
    parse((file) => {
      const options = sized() as Record<string, unknown>[];
      change(options);
      Object.assign(dishOf(file, 0, 0), { options });
    });

  test("are read as they are written", () => {
    const result = parsed(() => {});
    expect(result).toMatchObject({ ok: true, unknown: [] });
    expect(result.ok && result.file.categories[0]?.items[0]?.options[1]).toMatchObject(
      sized()[1] as object,
    );
  });

  const at = "categories[0].items[0].options";
  const value = (options: Record<string, unknown>[], o: number, more: object) => {
    const [first] = (options[o]?.values ?? []) as object[];
    Object.assign(first ?? {}, more);
  };
  test.each<[string, (options: Record<string, unknown>[]) => void]>([
    [`${at}[1].opened_by`, (o) => Object.assign(o[1] as object, { opened_by: ["x"] })],
    [`${at}[0].opened_by`, (o) => Object.assign(o[0] as object, { opened_by: ["s"] })],
    [`${at}[0].opened_by`, (o) => o.reverse()],
    [`${at}[1].values`, (o) => value(o, 1, { default_quantity: 9 })],
    [`${at}[1].values`, (o) => value(o, 1, { price_by: [{ value: "x", price_delta: "1" }] })],
    [
      `${at}[1].values[0].price_by[0].price_delta`,
      (o) => value(o, 1, { price_by: [{ value: "s", price_delta: "1,5" }] }),
    ],
    [`${at}[1].min`, (o) => Object.assign(o[1] as object, { min: 5, max: 5 })],
    [`${at}[1].included`, (o) => Object.assign(o[1] as object, { included: 0 })],
  ])("are refused where they cannot be satisfied: %s", (path, change) => {
    const result = parsed(change);
    expect(result.ok ? [] : result.problems.map((problem) => problem.path)).toContain(path);
  });
});
