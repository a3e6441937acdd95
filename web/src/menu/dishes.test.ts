import { expect, test } from "vitest";
import { dishGroups, dishSearch, type MenuNow, withAvailability, withChoice } from "./dishes.ts";

function item(id: string, name: string, translations?: Record<string, string>) {
  return { id, name, translations, price: 100, allergens: [], additives: [], options: [] };
}

const MENU: MenuNow = {
  menu: {
    restaurantId: "r",
    version: 1,
    name: "M",
    currency: "EUR",
    locale: "en",
    categories: [
      { id: "c1", name: "Soups", items: [item("a", "Crème brûlée"), item("b", "Goulash")] },
      { id: "c2", name: "Sweets", items: [item("c", "Apple pie", { de: "Apfelkuchen" })] },
    ],
  },
  availability: { soldOut: ["b"], valuesOut: [], stock: { c: 3 } },
};

const everything = { language: "en", search: "", onlyOut: false };
const find = dishSearch(MENU.menu);
function groups({ search, ...wanted }: Partial<typeof everything>, now = MENU) {
  return dishGroups(now, { ...everything, ...wanted, found: find(search ?? "") });
}
const names = (wanted: Partial<typeof everything>) =>
  groups(wanted).flatMap((group) => group.dishes.map((dish) => dish.name));

test("finds a dish whatever its accents, its case or its language", () => {
  expect(names({ search: "creme BRU" })).toEqual(["Crème brûlée"]);
  expect(names({ search: "apfel" })).toEqual(["Apple pie"]);
  expect(names({ search: "aplle" })).toEqual(["Apple pie"]);
  expect(names({ search: "pizza" })).toEqual([]);
  expect(names({ language: "de-AT", search: "apple" })).toEqual(["Apfelkuchen"]);
});

test("narrows to what is sold out or counted, and leaves out empty categories", () => {
  expect(names({ onlyOut: true })).toEqual(["Goulash", "Apple pie"]);
  expect(groups({ search: "pie" }).map((group) => group.name)).toEqual(["Sweets"]);
});

test("a change of availability shows at once and can be taken back", () => {
  const out = withAvailability(MENU, { itemId: "a", available: false, stock: null });
  expect(out.availability.soldOut).toEqual(["b", "a"]);
  const back = withAvailability(out, { itemId: "a", available: true, stock: 5 });
  expect(back.availability).toEqual({ soldOut: ["b"], valuesOut: [], stock: { a: 5, c: 3 } });
  const uncounted = withAvailability(back, { itemId: "c", available: true, stock: null });
  expect(uncounted.availability.stock).toEqual({ a: 5 });
});

test("a counted dish with nothing left is not available", () => {
  const none = withAvailability(MENU, { itemId: "c", available: true, stock: 0 });
  const dish = groups(everything, none)[1]?.dishes[0];
  expect(dish).toMatchObject({ available: false, stock: 0 });
});

test("a choice that is sold out makes its dish an exception, and says which group it is of", () => {
  const values = ["small", "large"].map((id) => ({ id, name: id, priceDelta: 0 }));
  const options = [
    { id: "o", name: "Size", translations: { de: "Größe" }, min: 1, max: 1, values },
  ];
  const [soups] = MENU.menu.categories;
  const sized = soups?.items.map((each) => (each.id === "a" ? { ...each, options } : each)) ?? [];
  const now = {
    ...MENU,
    menu: { ...MENU.menu, categories: [{ id: "c1", name: "Soups", items: sized }] },
  };
  const out = withChoice(now, { valueId: "large", available: false });
  const dish = groups({ onlyOut: true, language: "de" }, out)[0]?.dishes[0];
  expect(dish?.choices).toEqual([
    { id: "small", group: "Größe", name: "small", available: true, until: undefined },
    { id: "large", group: "Größe", name: "large", available: false, until: undefined },
  ]);
  expect(dish?.available).toBe(true);
  const back = withChoice(out, { valueId: "large", available: true });
  expect(back.availability).toEqual(MENU.availability);
});
