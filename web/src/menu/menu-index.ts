import {
  itemsById,
  type Menu,
  type MenuCategory,
  type MenuItem,
  translated,
} from "@tureen/shared/menu/menu";
import { createSearch, type TextSearch } from "@tureen/shared/menu/search/text-search";

/** A menu prepared for looking things up. */
export interface MenuIndex {
  readonly menu: Menu;
  readonly items: ReadonlyMap<string, MenuItem>;
  readonly categoryOf: ReadonlyMap<string, MenuCategory>;
  /** Position of a category on the menu, by its id. */
  readonly categoryOrder: ReadonlyMap<string, number>;
  /** The ids of the dishes that match, in any language. Made ready by the first search. */
  readonly search: TextSearch;
  /** Every allergen named anywhere on the menu, in reading order; without any nothing is known of them. */
  readonly allergens: readonly string[];
}

export function indexMenu(menu: Menu): MenuIndex {
  const categoryOf = new Map<string, MenuCategory>();
  const allergens = new Set<string>();
  for (const category of menu.categories) {
    for (const item of category.items) {
      categoryOf.set(item.id, category);
      for (const allergen of item.allergens) allergens.add(allergen);
      for (const { values } of item.options) {
        for (const allergen of values.flatMap((value) => value.allergens ?? [])) {
          allergens.add(allergen);
        }
      }
    }
  }
  const items = itemsById(menu);
  let search: TextSearch | undefined;
  return {
    menu,
    items,
    categoryOf,
    categoryOrder: new Map(menu.categories.map((category, at) => [category.id, at])),
    search: (query) => {
      search ??= createSearch(
        menu.categories.flatMap((category) =>
          category.items.map((item) => ({ id: item.id, texts: textsOf(item, category) })),
        ),
      );
      return search(query);
    },
    allergens: [...allergens].sort((a, b) => a.localeCompare(b, menu.locale)),
  };
}

/** What a dish can be found by: what it says of itself, its section, and what can be chosen for it. */
function textsOf(item: MenuItem, category: MenuCategory): string[] {
  const values = item.options.flatMap((option) => option.values);
  return [
    item.code ?? "",
    item.description ?? "",
    ...Object.values(item.descriptionTranslations ?? {}),
    ...[item, category, ...values].flatMap(namesOf),
  ];
}

function namesOf({ name, translations = {} }: Pick<MenuItem, "name" | "translations">): string[] {
  return [name, ...Object.values(translations)];
}

/** The dish's description in the wanted language, else in the menu's own. */
export function descriptionOf(item: MenuItem, language: string): string | undefined {
  if (item.description === undefined) return undefined;
  return translated(
    { name: item.description, translations: item.descriptionTranslations },
    language,
  );
}
