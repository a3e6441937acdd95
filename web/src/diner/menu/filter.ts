import { type Diet, suits } from "@tureen/shared/menu/dish-facts";
import type { MenuCategory, MenuItem } from "@tureen/shared/menu/menu";
import { alwaysHolds } from "@tureen/shared/orders/allergens";
import type { MenuIndex } from "../../menu/menu-index.ts";

export interface VisibleCategory {
  readonly category: MenuCategory;
  readonly items: readonly MenuItem[];
}

/**
 * The dishes that match the query, suit all of the diets and can be had without the avoided allergens;
 * those that say nothing about allergens stay (and are flagged). Categories without any are left out.
 */
export function visibleCategories(
  index: MenuIndex,
  query: string,
  avoided: ReadonlySet<string>,
  diets: ReadonlySet<Diet> = new Set(),
): VisibleCategory[] {
  const found = query.trim() === "" ? undefined : index.search(query);
  return index.menu.categories.flatMap((category) => {
    const items = category.items.filter(
      (item) =>
        !alwaysHolds(item, avoided) &&
        [...diets].every((diet) => suits(item, diet)) &&
        (found?.has(item.id) ?? true),
    );
    return items.length > 0 ? [{ category, items }] : [];
  });
}
