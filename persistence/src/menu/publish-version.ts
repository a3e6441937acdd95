/** How a menu becomes the one in force, whether it was written in the app or imported. */
import type { Menu } from "@tureen/shared/menu/menu";
import { menuCoursesSchema } from "@tureen/shared/menu/menu-schema";
import { TureenError } from "@tureen/shared/platform/errors";
import { canonical } from "@tureen/shared/platform/json";
import { z } from "zod";
import type { Transaction } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { addMenuVersion } from "./add-menu-version.ts";

const restaurantRow = z.object({
  name: z.string(),
  currency: z.string(),
  locale: z.string(),
  menuVersion: z.int(),
  courses: menuCoursesSchema().nullable(),
});

/** What a published menu says of its restaurant, and the version in force. */
export type LockedMenu = Readonly<
  Omit<z.infer<typeof restaurantRow>, "courses"> & Pick<Menu, "courses">
>;

/** The restaurant, of whose menu no other version is published meanwhile. Throws "restaurant-unknown". */
export async function lockMenu(tx: Transaction, restaurantId: string): Promise<LockedMenu> {
  const rows = await readRows(
    tx,
    restaurantRow,
    `select name, currency, locale, menu_version as "menuVersion", courses from restaurants
     where id = $1 for no key update`,
    [restaurantId],
  );
  if (!rows[0]) throw new TureenError("restaurant-unknown");
  const { courses, ...restaurant } = rows[0];
  return { ...restaurant, ...(courses && { courses }) };
}

/**
 * Publishes a menu in the caller's transaction, which holds the restaurant (`lockMenu`): rows, version
 * and signal. When it equals the menu in force there is no new version, and only rows are brought up to
 * date.
 */
export async function publishVersion(
  tx: Transaction,
  input: {
    /** With the version that follows the one in force. */
    readonly menu: Menu;
    /** Dishes that can never be ordered. */
    readonly notices: ReadonlySet<string>;
    /** What other systems call its things, by their ids. */
    readonly externalIds: ReadonlyMap<string, string>;
    /** The menu in force; null before the first. */
    readonly before: Menu | null;
    /** The member of staff who publishes it; null for an import by command. */
    readonly byUser: string | null;
    readonly now: Date;
  },
): Promise<{ readonly version: number; readonly changed: boolean }> {
  const { menu, before, byUser, now } = input;
  const { restaurantId } = menu;
  await writeMenuRows(tx, input, now);
  const changed = !before || !sameMenu(before, menu);
  if (changed) await addMenuVersion(tx, menu, { byUser, now });
  const version = changed ? menu.version : menu.version - 1;
  await tx.query(
    `update restaurants set menu_version = $2, cache_version = cache_version + 1 where id = $1`,
    [restaurantId, version],
  );
  tx.tell({ kind: "menu", restaurantId, version });
  return { version, changed };
}

/** Upserts the menu's rows and archives all others. */
export async function writeMenuRows(
  tx: Transaction,
  planned: {
    readonly menu: Menu;
    /** Dishes that can never be ordered. */
    readonly notices?: ReadonlySet<string>;
    /** Ids that the file's things have there, by their own; those known before stay. */
    readonly externalIds?: ReadonlyMap<string, string>;
  },
  now: Date,
): Promise<void> {
  const { menu, notices, externalIds } = planned;
  const row = <T extends { readonly id: string }>(thing: T, position: number) => {
    return { ...thing, position, external: externalIds?.get(thing.id) ?? null };
  };
  const categories = menu.categories.map(row);
  const items = categories.flatMap((category) =>
    category.items.map((item, position) => ({
      ...row(item, position),
      category: category.id,
      orderable: !notices?.has(item.id),
    })),
  );
  const options = items.flatMap((item) =>
    item.options.map((option, position) => ({ ...row(option, position), item: item.id })),
  );
  const values = options.flatMap((option) =>
    option.values.map((value, position) => ({ ...row(value, position), option: option.id })),
  );

  await tx.query(
    `insert into menu_categories (restaurant_id, id, external_id, name, translations, position)
     select k.restaurant_id, id, external, name, coalesce(translations, '{}'), position
     from restaurant_counters k, jsonb_to_recordset($2) as x
       (id uuid, external text, name text, translations jsonb, position int)
     where k.restaurant_id = $1
     on conflict (restaurant_id, id) do update
     set external_id = coalesce(excluded.external_id, menu_categories.external_id),
       name = excluded.name, translations = excluded.translations, position = excluded.position, archived_at = null`,
    [menu.restaurantId, JSON.stringify(categories.map(({ items: _, ...rest }) => rest))],
  );
  // In id order, like the confirms that decrement stock, so that nobody waits in a circle.
  await tx.query(
    `insert into menu_items (restaurant_id, id, external_id, category_id, name, code, description,
       translations, description_translations, price_minor, allergens, additives, tax,
       stock_per_day, is_orderable, position)
     select k.restaurant_id, id, external, category, name, code, description,
       coalesce(translations, '{}'), coalesce("descriptionTranslations", '{}'), price, allergens,
       additives, tax, "stockPerDay", orderable, position
     from restaurant_counters k, jsonb_to_recordset($2) as x (id uuid, external text,
       category uuid, name text, code text, description text, translations jsonb,
       "descriptionTranslations" jsonb, price bigint, allergens text[], additives text[],
       tax jsonb, "stockPerDay" int, orderable boolean, position int)
     where k.restaurant_id = $1
     order by id
     on conflict (restaurant_id, id) do update
     set external_id = coalesce(excluded.external_id, menu_items.external_id),
       category_id = excluded.category_id, name = excluded.name, code = excluded.code,
       description = excluded.description, translations = excluded.translations,
       description_translations = excluded.description_translations,
       price_minor = excluded.price_minor, allergens = excluded.allergens,
       additives = excluded.additives, tax = excluded.tax,
       stock_per_day = excluded.stock_per_day, is_orderable = excluded.is_orderable,
       position = excluded.position, archived_at = null`,
    [menu.restaurantId, JSON.stringify(items.map(({ options: _, ...rest }) => rest))],
  );
  await tx.query(
    `insert into menu_item_options
       (restaurant_id, id, external_id, item_id, name, translations, min, max, position)
     select k.restaurant_id, id, external, item, name, coalesce(translations, '{}'), min, max,
       position
     from restaurant_counters k, jsonb_to_recordset($2) as x (id uuid, external text, item uuid,
       name text, translations jsonb, min int, max int, position int)
     where k.restaurant_id = $1
     on conflict (restaurant_id, id) do update
     set external_id = coalesce(excluded.external_id, menu_item_options.external_id),
       name = excluded.name, translations = excluded.translations, min = excluded.min, max = excluded.max,
       position = excluded.position, archived_at = null`,
    [menu.restaurantId, JSON.stringify(options.map(({ values: _, ...rest }) => rest))],
  );
  await tx.query(
    `insert into menu_item_option_values
       (restaurant_id, id, external_id, option_id, name, translations, price_delta_minor, allergens,
        position)
     select k.restaurant_id, id, external, option, name, coalesce(translations, '{}'),
       "priceDelta", coalesce(allergens, '{}'), position
     from restaurant_counters k, jsonb_to_recordset($2) as x (id uuid, external text, option uuid,
       name text, translations jsonb, "priceDelta" bigint, allergens text[], position int)
     where k.restaurant_id = $1
     on conflict (restaurant_id, id) do update
     set external_id = coalesce(excluded.external_id, menu_item_option_values.external_id),
       name = excluded.name, translations = excluded.translations, allergens = excluded.allergens, price_delta_minor = excluded.price_delta_minor,
       position = excluded.position, archived_at = null`,
    [menu.restaurantId, JSON.stringify(values)],
  );

  await archiveOthers(tx, "menu_item_option_values", menu.restaurantId, values, now);
  await archiveOthers(tx, "menu_item_options", menu.restaurantId, options, now);
  await archiveOthers(tx, "menu_categories", menu.restaurantId, categories, now);
  await archiveOthers(tx, "menu_items", menu.restaurantId, items, now);
}

async function archiveOthers(
  tx: Transaction,
  table: "menu_categories" | "menu_items" | "menu_item_options" | "menu_item_option_values",
  restaurantId: string,
  kept: readonly { readonly id: string }[],
  now: Date,
): Promise<void> {
  await tx.query(
    `update ${table} set archived_at = $3
     where restaurant_id = $1 and archived_at is null
       and id not in (select unnest($2::uuid[]))`,
    [restaurantId, kept.map((row) => row.id), now],
  );
}

/** Whether two menus are equal but for their version, whatever the order of their fields. */
function sameMenu(a: Menu, b: Menu): boolean {
  return canonical({ ...a, version: 0 }) === canonical({ ...b, version: 0 });
}
