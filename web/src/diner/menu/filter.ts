import type { MenuCategory, MenuItem } from "@tureen/shared/menu/menu";
import type { MenuIndex } from "../model/menu-index.ts";
import { matchesQuery } from "../model/search.ts";

export interface VisibleCategory {
  readonly category: MenuCategory;
  readonly items: readonly MenuItem[];
}

/**
 * The dishes that match the query and name none of the avoided allergens; those that say nothing
 * about allergens stay (and are flagged). Categories without any are left out.
 */
export function visibleCategories(
  index: MenuIndex,
  query: string,
  avoided: ReadonlySet<string>,
): VisibleCategory[] {
  return index.menu.categories.flatMap((category) => {
    const items = category.items.filter(
      (item) =>
        !item.allergens.some((allergen) => avoided.has(allergen)) &&
        matchesQuery(index.searchText.get(item.id) ?? "", query),
    );
    return items.length > 0 ? [{ category, items }] : [];
  });
}
