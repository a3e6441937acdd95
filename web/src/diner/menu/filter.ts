import type { MenuCategory, MenuItem } from "@tureen/shared/menu/menu";
import { alwaysHolds } from "@tureen/shared/orders/allergens";
import type { MenuIndex } from "../../menu/menu-index.ts";

export interface VisibleCategory {
  readonly category: MenuCategory;
  readonly items: readonly MenuItem[];
}

/**
 * The dishes that match the query and can be had without the avoided allergens; those that say
 * nothing about allergens stay (and are flagged). Categories without any are left out.
 */
export function visibleCategories(
  index: MenuIndex,
  query: string,
  avoided: ReadonlySet<string>,
): VisibleCategory[] {
  const found = query.trim() === "" ? undefined : index.search(query);
  return index.menu.categories.flatMap((category) => {
    const items = category.items.filter(
      (item) => !alwaysHolds(item, avoided) && (found?.has(item.id) ?? true),
    );
    return items.length > 0 ? [{ category, items }] : [];
  });
}
