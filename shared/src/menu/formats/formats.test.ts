import { describe, expect, test } from "vitest";
import { csvTable } from "./csv-table.ts";
import { detectFormat } from "./detect-format.ts";
import { amountsIn } from "./price-of.ts";
import { type BringOptions, bringMenu } from "./read-menu.ts";
import { toldText } from "./report.ts";
import {
  FOOD_MENUS,
  SCHEMA_ORG,
  SQUARE,
  SQUARE_CSV,
  TOAST,
  UBER_EATS,
} from "./testing/fixtures.ts";
import { writeMenuCsv } from "./write-csv.ts";
import { writeFoodMenus } from "./write-food-menus.ts";
import { writeSchemaOrg } from "./write-schema-org.ts";

const RESTAURANT = { name: "Terrine", currency: "EUR", locale: "en" };
const bring = (text: string, options: BringOptions = {}, fileName = "menu") =>
  bringMenu(text, { fileName, restaurant: RESTAURANT, options });

/** Names and prices of what was brought, with the sizes and extras that a dish has. */
function dishes({ file, notes }: ReturnType<typeof bringMenu>) {
  if (!file) throw new Error(JSON.stringify(notes));
  return file.categories.flatMap((section) =>
    section.items.map(({ name, price, options }) => [
      ...[section.name, name, price],
      ...options.map(
        (o) =>
          `${o.name} ${o.min}-${o.max}: ${o.values.map((v) => `${v.name} ${v.price_delta}`).join(", ")}`,
      ),
    ]),
  );
}
const told = ({ notes }: ReturnType<typeof bringMenu>, kind: string) =>
  notes.filter((note) => note.kind === kind).map((note) => `${note.path}: ${toldText(note)}`);

test.each([
  ["EUR", "5,90 €", ["5.90"]],
  ["EUR", "1.234,50", ["1234.50"]],
  ["EUR", "1,234.50", ["1234.50"]],
  ["EUR", "1.500", ["1500"]],
  ["KWD", "1.500", ["1.500"]],
  ["EUR", "12,-", ["12"]],
  ["EUR", "CHF 5.-", ["5"]],
  ["INR", "65 - 104 - 170", ["65", "104", "170"]],
  ["EUR", "", []],
  ["EUR", "market price", []],
  ["EUR", "-5.00", null],
  ["EUR", "5.999", ["5999"]],
  ["EUR", "4 pieces 5", null],
])("a price in %s: %s", (currency, text, amounts) => {
  expect(amountsIn(text, currency)).toEqual(amounts);
});

test.each([
  [
    'a;b\n"x; ""y""";2',
    [
      ["a", "b"],
      ['x; "y"', "2"],
    ],
  ],
  [
    "a\tb\r\n1,5\t2",
    [
      ["a", "b"],
      ["1,5", "2"],
    ],
  ],
  [
    '\uFEFFa,b\n"two\nlines",2\n,\n',
    [
      ["a", "b"],
      ["two\nlines", "2"],
    ],
  ],
])("a table %j", (text, rows) => {
  expect(csvTable(text)).toEqual(rows);
});

describe("a table", () => {
  test.each([
    "Category,Name,Price\nSoups,Tomato,4.50",
    "Kategorie;Gericht;Preis (EUR)\nSoups;Tomato;4,50",
    "Catégorie\tPlat\tPrix\nSoups\tTomato\t4,50 €",
    "Categoría;Plato;Precio\nSoups;Tomato;4,5",
    "Categoria;Piatto;Prezzo\nSoups;Tomato;4,50",
  ])("is read by its headers: %j", (text) => {
    const menu = bring(text);
    expect(dishes(menu)).toEqual([["Soups", "Tomato", expect.stringMatching(/^4\.50?$/)]]);
    expect(menu.notes).toEqual([]);
  });

  test("is mapped by hand where nobody knows its headers", () => {
    const text = "Was,Wieviel,Farbe\nTomato,4.50,red";
    expect(bring(text).file).toBeNull();
    const menu = bring(text, { columns: { Was: "name", Wieviel: "price", Farbe: "-" } });
    expect(dishes(menu)).toEqual([["Menu", "Tomato", "4.50"]]);
  });

  test("tells of HTML, of what has no price, and asks about several", () => {
    const text =
      "Name,Price\n<b>Fish</b> &amp; chips,9\nOysters,market price\nSoup,\nPizza,65 - 104 - 170\nFree,0.00";
    const menu = bring(text);
    expect(dishes(menu).map(([, ...rest]) => rest)).toEqual([
      ["Fish & chips", "9"],
      ["Oysters", undefined],
      ["Soup", undefined],
      ["Pizza", undefined],
      ["Free", "0.00"],
    ]);
    expect(told(menu, "changed")).toHaveLength(1);
    expect(told(menu, "no-price")).toEqual([
      "row 3, price: says “market price”: not for sale yet",
      "row 4, price: has no price: not for sale yet",
    ]);
    expect(told(menu, "question")).toEqual([
      "row 4: “Soup” has only a name: is it a section?",
      "row 5, price: “65 - 104 - 170” are 3 prices: are they sizes?",
    ]);
    const sized = bring(text, { sizes: true });
    expect(dishes(sized)[3]).toEqual([
      ...["Menu", "Pizza", "65.00", "Size 1-1: Small 0.00, Medium 39.00, Large 105.00"],
    ]);
  });
});

test.each([
  ["square", SQUARE],
  ["square-csv", SQUARE_CSV],
  ["uber-eats", UBER_EATS],
  ["toast", TOAST],
  ["schema-org", SCHEMA_ORG],
  ["food-menus", FOOD_MENUS],
])("%s is recognised and read", (format, text) => {
  expect(detectFormat(text, "export")).toBe(format);
  const menu = bring(text);
  expect(menu.notes.filter(({ kind }) => kind === "fault")).toEqual([]);
  const notes = menu.notes.map(({ code, params, ...note }) => ({
    ...note,
    message: toldText({ code, ...(params && { params }) }),
  }));
  expect({ dishes: dishes(menu), notes }).toMatchSnapshot();
});

test("every fault of a file is told, not the first alone", () => {
  const menu = bring(
    JSON.stringify({
      ...{ name: "", currency: "EUR", locale: "en" },
      categories: [
        {
          name: "A",
          items: [
            { name: "", price: "x" },
            { name: "B", price: "-1" },
          ],
        },
      ],
    }),
  );
  expect(menu.file).toBeNull();
  expect(menu.notes.map(({ path }) => path)).toEqual([
    ...["name", "categories[0].items[0].name", "categories[0].items[0].price"],
    "categories[0].items[1].price",
  ]);
});

const TAKEN = {
  ...{ name: "Terrine", currency: "EUR", locale: "en" },
  categories: [
    {
      ...{ id: "s", name: "Mains" },
      items: [
        {
          ...{ id: "d", name: '=Pizza, "big"', translations: { de: "Pizza groß" }, price: 900 },
          ...{ description: "Hot", code: "7", allergens: ["Milk", "Wheat"], additives: [] },
          options: [
            {
              ...{ id: "o", name: "Size", min: 1, max: 1 },
              values: [
                { id: "v", name: "Small", priceDelta: -100 },
                { id: "w", name: "Large", priceDelta: 250 },
              ],
            },
          ],
        },
      ],
    },
  ],
};

describe("what is taken along can be brought back", () => {
  test("as a table, with options and other languages", () => {
    const menu = bring(writeMenuCsv(TAKEN));
    expect(menu.format).toBe("csv");
    expect(menu.notes).toEqual([]);
    expect(dishes(menu)).toEqual([
      ["Mains", '=Pizza, "big"', "9.00", "Size 1-1: Small -1, Large 2.50"],
    ]);
    expect(menu.file?.categories[0]?.items[0]).toMatchObject({
      ...{ id: "d", translations: { de: "Pizza groß" }, description: "Hot", code: "7" },
      allergens: ["Milk", "Wheat"],
    });
  });

  test.each([
    ["schema-org", writeSchemaOrg],
    ["food-menus", writeFoodMenus],
  ])("as %s, with its sizes", (format, write) => {
    const menu = bring(write(TAKEN));
    expect(menu.format).toBe(format);
    expect(menu.notes).toEqual([]);
    expect(dishes(menu)).toEqual([
      ["Mains", '=Pizza, "big"', "8.00", "Size 1-1: Small 0.00, Large 3.50"],
    ]);
  });
});
