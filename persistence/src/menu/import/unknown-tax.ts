import { itemsById, type Menu } from "@tureen/shared/menu/menu";
import { z } from "zod";
import type { Transaction } from "../../platform/database.ts";
import { readRows } from "../../platform/rows.ts";

const categoryRow = z.object({ category: z.string() });

/**
 * The tax categories that a menu names and its restaurant's bills do not know, neither now nor in
 * settings that are planned: such dishes are taxed as those that name none. Empty where there are no
 * settings of bills.
 */
export async function unknownTaxCategories(tx: Transaction, menu: Menu, now: Date) {
  const named = new Set(
    [...itemsById(menu).values()].flatMap(({ tax = [] }) => tax.map(({ category }) => category)),
  );
  if (named.size === 0) return [];
  const rows = await readRows(
    tx,
    categoryRow,
    `select c.category from billing_settings b,
       jsonb_object_keys(b.billing -> 'terms' -> 'categories') as c (category)
     where b.restaurant_id = $1 and b.version >= coalesce(
       (select max(version) from billing_settings
        where restaurant_id = $1 and valid_from <= $2), 1)`,
    [menu.restaurantId, now],
  );
  if (rows.length === 0) return [];
  const known = new Set(rows.map(({ category }) => category));
  return [...named].filter((category) => !known.has(category)).sort();
}
