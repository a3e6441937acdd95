import { describe, expect, test } from "vitest";
import { type BringOptions, bringMenu } from "./read-menu.ts";
import { toldText } from "./report.ts";

const RESTAURANT = { name: "Terrine", currency: "EUR", locale: "en" };
const bring = (source: Parameters<typeof bringMenu>[0], options: BringOptions = {}) =>
  bringMenu(source, { fileName: "menu.csv", restaurant: RESTAURANT, options });

/** "Section: name price" of every dish. */
function dishes({ file, notes }: ReturnType<typeof bringMenu>): string[] {
  if (!file) throw new Error(JSON.stringify(notes));
  return file.categories.flatMap((section) =>
    section.items.map(({ name, price = "–" }) => `${section.name}: ${name} ${price}`),
  );
}
const told = ({ notes }: ReturnType<typeof bringMenu>) =>
  notes.map((note) => `${note.kind}, ${note.path}: ${toldText(note)}`);

test("rows are counted as a spreadsheet counts them, also those that are empty", () => {
  const menu = bring("Name,Price\n\n,\nSoup,4\n,5\n\nFish,cheap\n");
  expect(menu.file).toBeNull();
  expect(told(menu)).toEqual([
    "fault, row 5, name: has no name",
    "no-price, row 7, price: says “cheap”: not for sale yet",
  ]);
});

describe("The header of a table", () => {
  test("is found below a title, which is told", () => {
    const menu = bring("Summer 2026;;\n;;\nKategorie;Gericht;Preis\nSuppen;Tomate;4,50");
    expect(dishes(menu)).toEqual(["Suppen: Tomate 4.50"]);
    expect(told(menu)).toEqual(["not-kept, row 1: “Summer 2026” stands above the columns' names"]);
  });

  test("is found below a title that has none of the signs between columns", () => {
    expect(dishes(bring("Our menu\nGericht;Preis\nTomate;4,50"))).toEqual(["Menu: Tomate 4.50"]);
  });

  test("is told column by column, with samples, also where it is no menu's", () => {
    const menu = bring("Was;Wieviel;Preis;name (de)\nTomate;4;4,50;\nRind;;9;\nTomate;1;2;");
    expect(menu.file).toBeNull();
    expect(menu.columns).toEqual([
      { title: "Was", field: null, samples: ["Tomate", "Rind"] },
      { title: "Wieviel", field: null, samples: ["4", "1"] },
      { title: "Preis", field: "price", samples: ["4,50", "9", "2"] },
      { title: "name (de)", field: "name:de", samples: [] },
    ]);
  });

  test("is what somebody says that it is, and nothing more is told of it", () => {
    const columns = { Was: "name", Wieviel: "-", Preis: "price", Sorte: "name:it" };
    const menu = bring("Was;Wieviel;Preis;Sorte\nTomate;4;4,50;Pomodoro", { columns });
    expect(menu.file?.categories[0]?.items[0]).toMatchObject({
      ...{ name: "Tomate", price: "4.50", translations: { it: "Pomodoro" } },
    });
    expect(menu.notes).toEqual([]);
    expect(menu.columns?.map(({ field }) => field)).toEqual(["name", "-", "price", "name:it"]);
  });
});

describe("Rows that hold nothing but a name", () => {
  const TABLE = "Name,Price,Description\nSOUPS,,\nTomato,4,red\nMAINS,,\nFish,9,\nOrphan,,";

  test("are asked about", () => {
    const menu = bring(TABLE);
    expect(dishes(menu)).toContain("Menu: SOUPS –");
    expect(menu.notes.filter(({ ask }) => ask === "headings").map(({ path }) => path)).toEqual([
      ...["row 2", "row 4"],
    ]);
  });

  test("are sections when the answer is yes, and dishes when it is no", () => {
    const yes = bring(TABLE, { headings: true });
    expect(dishes(yes)).toEqual(["SOUPS: Tomato 4", "MAINS: Fish 9", "MAINS: Orphan –"]);
    const no = bring(TABLE, { headings: false });
    expect(dishes(no)[0]).toBe("Menu: SOUPS –");
    expect(no.notes.filter(({ ask }) => ask)).toEqual([]);
  });

  test("are dishes where a column says what is in which section", () => {
    const menu = bring("Section,Name,Price\n,SOUPS,\nSoups,Tomato,4");
    expect(menu.notes.filter(({ ask }) => ask)).toEqual([]);
  });
});

describe("Several sheets", () => {
  const DRINKS = { name: "Drinks", text: "Name,Price\nWater,2" };
  const FOOD = { name: "Food", text: "Name,Price,Section\nBread,3,\nSoup,4,Starters\nFish,9," };

  test("are a section each, but where a column says another", () => {
    expect(dishes(bring([DRINKS, FOOD]))).toEqual([
      ...["Drinks: Water 2", "Food: Bread 3", "Starters: Soup 4", "Starters: Fish 9"],
    ]);
  });

  test("say in which of them a fault is", () => {
    const menu = bring([DRINKS, { name: "Food", text: "Name,Price\n,4" }]);
    expect(told(menu)).toEqual(["fault, sheet Food, row 2, name: has no name"]);
  });

  test("that are no menu are told, and keep nobody from bringing the others", () => {
    const menu = bring([DRINKS, { name: "Hours", text: "Day,Opens\nMonday,9" }]);
    expect(dishes(menu)).toEqual(["Drinks: Water 2"]);
    expect(told(menu)).toEqual([
      'not-kept, sheet Hours, row 1: no column is recognised as the dishes\' name: there are "Day", "Opens"',
    ]);
    expect(menu.columns?.map(({ title }) => title)).toEqual(["Name", "Price", "Day", "Opens"]);
  });

  test("of which only one is brought have its name, if somebody gave it one", () => {
    expect(dishes(bring([DRINKS]))).toEqual(["Drinks: Water 2"]);
    for (const name of ["Sheet1", "Tabelle 1", "Лист1", "工作表1"]) {
      expect(dishes(bring([{ ...DRINKS, name }]))).toEqual(["Menu: Water 2"]);
    }
  });
});
