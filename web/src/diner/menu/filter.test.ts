import type { Diet } from "@tureen/shared/menu/dish-facts";
import type { Menu, MenuItem } from "@tureen/shared/menu/menu";
import { expect, test } from "vitest";
import { indexMenu } from "../../menu/menu-index.ts";
import { visibleCategories } from "./filter.ts";

function dish(
  id: string,
  name: string,
  allergens: string[],
  more: Partial<MenuItem> = {},
): MenuItem {
  return { id, name, price: 100, allergens, additives: [], options: [], ...more };
}

const menu: Menu = {
  restaurantId: "r",
  version: 1,
  name: "R",
  currency: "EUR",
  locale: "de",
  categories: [
    {
      id: "soups",
      name: "Suppen",
      items: [
        dish("1", "Miso", ["Soja"], { code: "12" }),
        dish("2", "Brühe", [], { translations: { en: "Broth" } }),
      ],
    },
    { id: "sweets", name: "Süßes", items: [dish("3", "Crème", ["Milch"])] },
  ],
};
const index = indexMenu(menu);
const ids = (query: string, avoided: string[] = []) =>
  visibleCategories(index, query, new Set(avoided)).flatMap((c) => c.items.map((item) => item.id));

test("searches names, translations and codes without diacritics", () => {
  expect(ids("bruhe")).toEqual(["2"]);
  expect(ids("BROTH")).toEqual(["2"]);
  expect(ids("12")).toEqual(["1"]);
  expect(ids("creme")).toEqual(["3"]);
  expect(ids("bruehe")).toEqual(["2"]);
  expect(ids("borth")).toEqual(["2"]);
  expect(ids("")).toEqual(["1", "2", "3"]);
});

test("searches sections and what can be chosen", () => {
  expect(ids("süsses")).toEqual(["3"]);
  const values = [{ id: "v", name: "Udon", translations: { en: "Thick noodles" }, priceDelta: 0 }];
  const options = [{ id: "o", name: "Nudeln", min: 1, max: 1, values }];
  const [soups] = menu.categories;
  if (!soups) throw new Error("no soups");
  const items = [...soups.items, dish("6", "Ramen", [], { options })];
  const noodles = indexMenu({ ...menu, categories: [{ ...soups, items }] });
  for (const query of ["udon", "thick"]) {
    const found = visibleCategories(noodles, query, new Set()).flatMap((c) => c.items);
    expect(found.map((item) => item.id)).toEqual(["6"]);
  }
});

test("hides dishes with an avoided allergen, but not those that say nothing", () => {
  expect(index.allergens).toEqual(["Milch", "Soja"]);
  expect(ids("", ["Soja"])).toEqual(["2", "3"]);
  expect(ids("", ["Soja", "Milch"])).toEqual(["2"]);
});

test("hides dishes whose choices all hold an avoided allergen, and keeps those that leave one", () => {
  const value = (id: string, allergens?: string[]) => ({
    ...{ id, name: id, priceDelta: 0 },
    ...(allergens && { allergens }),
  });
  const sauces = (...values: ReturnType<typeof value>[]) => ({
    options: [{ id: "sauce", name: "Soße", min: 1, max: 1, values }],
  });
  const [soups] = menu.categories;
  if (!soups) throw new Error("no soups");
  const items = [
    dish("4", "Saté", [], sauces(value("a", ["Erdnuss"]), value("b", ["Erdnuss"]))),
    dish("5", "Nudeln", [], sauces(value("a", ["Erdnuss"]), value("b"))),
  ];
  const sauced = indexMenu({ ...menu, categories: [{ ...soups, items }] });
  expect(sauced.allergens).toEqual(["Erdnuss"]);
  const [shown] = visibleCategories(sauced, "", new Set(["Erdnuss"]));
  expect(shown?.items.map((item) => item.id)).toEqual(["5"]);
});

test("leaves out categories without dishes", () => {
  expect(visibleCategories(index, "miso", new Set()).map((c) => c.category.id)).toEqual(["soups"]);
});

test("shows only what suits every diet that is asked for; what vegans eat, vegetarians do too", () => {
  const kitchen = indexMenu({
    ...menu,
    categories: [
      {
        id: "all",
        name: "All",
        items: [
          dish("vegan", "Salad", [], { diets: ["vegan", "gluten-free"] }),
          dish("vegetarian", "Omelette", ["eggs"], { diets: ["vegetarian"] }),
          dish("silent", "Steak", []),
        ],
      },
    ],
  });
  const suiting = (...diets: Diet[]) =>
    visibleCategories(kitchen, "", new Set(), new Set(diets)).flatMap((c) =>
      c.items.map((item) => item.id),
    );
  expect(suiting()).toEqual(["vegan", "vegetarian", "silent"]);
  expect(suiting("vegetarian")).toEqual(["vegan", "vegetarian"]);
  expect(suiting("vegetarian", "gluten-free")).toEqual(["vegan"]);
  expect(suiting("kosher")).toEqual([]);
});
