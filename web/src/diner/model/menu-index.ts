import {
  itemsById,
  type Menu,
  type MenuCategory,
  type MenuItem,
  translated,
} from "@tureen/shared/menu/menu";
import { foldText } from "./search.ts";

/** A menu prepared for looking things up. */
export interface MenuIndex {
  readonly menu: Menu;
  readonly items: ReadonlyMap<string, MenuItem>;
  readonly categoryOf: ReadonlyMap<string, MenuCategory>;
  /** Position of a category on the menu, by its id. */
  readonly categoryOrder: ReadonlyMap<string, number>;
  /** Folded text of a dish in all its languages, by its id. */
  readonly searchText: ReadonlyMap<string, string>;
  /** Every allergen named anywhere on the menu, in reading order. */
  readonly allergens: readonly string[];
}

export function indexMenu(menu: Menu): MenuIndex {
  const categoryOf = new Map<string, MenuCategory>();
  const searchText = new Map<string, string>();
  const allergens = new Set<string>();
  for (const category of menu.categories) {
    for (const item of category.items) {
      categoryOf.set(item.id, category);
      searchText.set(item.id, searchTextOf(item));
      for (const allergen of item.allergens) allergens.add(allergen);
    }
  }
  return {
    menu,
    items: itemsById(menu),
    categoryOf,
    categoryOrder: new Map(menu.categories.map((category, at) => [category.id, at])),
    searchText,
    allergens: [...allergens].sort((a, b) => a.localeCompare(b, menu.locale)),
  };
}

function searchTextOf(item: MenuItem): string {
  return foldText(
    [
      item.code,
      item.name,
      ...Object.values(item.translations ?? {}),
      item.description,
      ...Object.values(item.descriptionTranslations ?? {}),
    ]
      .filter(Boolean)
      .join("\n"),
  );
}

/** The dish's description in the wanted language, else in the menu's own. */
export function descriptionOf(item: MenuItem, language: string): string | undefined {
  if (item.description === undefined) return undefined;
  return translated(
    { name: item.description, translations: item.descriptionTranslations },
    language,
  );
}
