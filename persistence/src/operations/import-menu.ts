import { TureenError } from "@tureen/shared/errors";
import type { Menu } from "@tureen/shared/menu/menu";
import type { MenuFile } from "@tureen/shared/menu/menu-file";
import { parseMinor } from "@tureen/shared/money";
import type { Transaction } from "../database.ts";
import { type KnownRow, planMenu } from "../menu-import/plan-menu.ts";
import { type SuspiciousPrice, suspiciousPrices } from "../menu-import/suspicious-prices.ts";
import { readMenuVersion } from "./read-menu.ts";

/** What an import did. */
export interface ImportSummary {
  readonly currency: string;
  readonly version: number;
  /** False when the restaurant already had exactly this menu: no new version was published. */
  readonly changed: boolean;
  readonly categories: number;
  readonly items: number;
  readonly options: number;
  /** Dishes that were marked as notices. */
  readonly notices: number;
  /** Dishes that are no longer on the menu. */
  readonly archived: number;
  /** Dishes so expensive that they may be notices; empty when notices were named. */
  readonly suspicious: readonly SuspiciousPrice[];
}

interface RestaurantRow {
  name: string;
  currency: string;
  locale: string;
  menuVersion: number;
}

/**
 * Replaces a restaurant's menu by the one of a checked file and publishes it as a new version.
 * Everything with the same name in the same place keeps its id; what is missing is archived. All or
 * nothing: it runs in the caller's transaction. Throws "restaurant-unknown", and "field-invalid"
 * when the file's currency is not the restaurant's or `noticesAt` is not an amount in it.
 */
export async function importMenu(
  tx: Transaction,
  input: {
    readonly restaurantId: string;
    readonly file: MenuFile;
    /** Dishes at this price ("9999.00") are notices: shown, but never to be ordered. */
    readonly noticesAt?: string;
    readonly now: Date;
  },
): Promise<ImportSummary> {
  const { restaurantId, file, noticesAt, now } = input;
  const restaurant = await lockRestaurant(tx, restaurantId);
  if (restaurant.currency !== file.currency) {
    throw new TureenError("field-invalid", {
      field: "currency",
      detail: `the restaurant's currency is ${restaurant.currency}, the file's is ${file.currency}`,
    });
  }
  const noticesAtMinor = noticesAt === undefined ? null : parseMinor(noticesAt, file.currency);
  if (noticesAt !== undefined && noticesAtMinor === null) {
    throw new TureenError("field-invalid", { field: "notices-at", detail: noticesAt });
  }

  const known = await readKnownRows(tx, restaurantId);
  const before = await readMenuVersion(tx, { restaurantId, version: restaurant.menuVersion });
  const { menu, notices } = planMenu({
    restaurantId,
    restaurantName: restaurant.name,
    version: restaurant.menuVersion + 1,
    file,
    known,
    noticesAtMinor,
  });
  const archived = await writeMenuRows(tx, menu, notices, now);
  const changed = !before || !sameMenu(before, menu);
  if (changed) {
    await tx.query(
      "insert into menu_versions (restaurant_id, version, menu, at) values ($1, $2, $3, $4)",
      [restaurantId, menu.version, JSON.stringify(menu), now],
    );
  }
  const version = changed ? menu.version : restaurant.menuVersion;
  await tx.query(
    `update restaurants set menu_version = $2, cache_version = cache_version + 1, locale = $3
     where id = $1`,
    [restaurantId, version, file.locale],
  );
  tx.tell({ kind: "menu", restaurantId, version });

  const items = menu.categories.flatMap((category) => category.items);
  return {
    version,
    currency: file.currency,
    changed,
    categories: menu.categories.length,
    items: items.length,
    options: items.reduce((sum, item) => sum + item.options.length, 0),
    notices: notices.size,
    archived,
    suspicious: noticesAt === undefined ? suspiciousPrices(menu) : [],
  };
}

async function lockRestaurant(tx: Transaction, restaurantId: string): Promise<RestaurantRow> {
  const { rows } = await tx.query<RestaurantRow>(
    `select name, currency, locale, menu_version as "menuVersion" from restaurants
     where id = $1 for no key update`,
    [restaurantId],
  );
  if (!rows[0]) throw new TureenError("restaurant-unknown");
  return rows[0];
}

/** All rows of the restaurant's menu; those in force before archived ones of the same name. */
async function readKnownRows(tx: Transaction, restaurantId: string): Promise<KnownRow[]> {
  const { rows } = await tx.query<KnownRow>(
    `select kind, id, parent, name, code from (
       select 'category' as kind, id, restaurant_id as parent, name, null as code, archived_at,
         position from menu_categories where restaurant_id = $1
       union all
       select 'item', id, category_id, name, code, archived_at, position
         from menu_items where restaurant_id = $1
       union all
       select 'option', id, item_id, name, null, archived_at, position
         from menu_item_options where restaurant_id = $1
       union all
       select 'value', id, option_id, name, null, archived_at, position
         from menu_item_option_values where restaurant_id = $1
     ) known
     order by archived_at desc nulls first, position, id`,
    [restaurantId],
  );
  return rows;
}

/** Upserts the menu's rows and archives all others; returns how many dishes that archived. */
export async function writeMenuRows(
  tx: Transaction,
  menu: Menu,
  notices: ReadonlySet<string>,
  now: Date,
): Promise<number> {
  const categories = menu.categories.map((category, position) => ({ ...category, position }));
  const items = categories.flatMap((category) =>
    category.items.map((item, position) => ({
      ...item,
      category: category.id,
      orderable: !notices.has(item.id),
      position,
    })),
  );
  const options = items.flatMap((item) =>
    item.options.map((option, position) => ({ ...option, item: item.id, position })),
  );
  const values = options.flatMap((option) =>
    option.values.map((value, position) => ({ ...value, option: option.id, position })),
  );

  await tx.query(
    `insert into menu_categories (restaurant_id, id, name, translations, position)
     select $1, id, name, coalesce(translations, '{}'), position
     from jsonb_to_recordset($2) as x (id uuid, name text, translations jsonb, position int)
     on conflict (restaurant_id, id) do update
     set translations = excluded.translations, position = excluded.position, archived_at = null`,
    [menu.restaurantId, JSON.stringify(categories.map(({ items: _, ...row }) => row))],
  );
  // In id order, like the confirms that decrement stock, so that nobody waits in a circle.
  await tx.query(
    `insert into menu_items (restaurant_id, id, category_id, name, code, description, translations,
       description_translations, price_minor, allergens, additives, is_orderable, position)
     select $1, id, category, name, code, description, coalesce(translations, '{}'),
       coalesce("descriptionTranslations", '{}'), price, allergens, additives, orderable, position
     from jsonb_to_recordset($2) as x (id uuid, category uuid, name text, code text,
       description text, translations jsonb, "descriptionTranslations" jsonb, price bigint,
       allergens text[], additives text[], orderable boolean, position int)
     order by id
     on conflict (restaurant_id, id) do update
     set description = excluded.description, translations = excluded.translations,
       description_translations = excluded.description_translations,
       price_minor = excluded.price_minor, allergens = excluded.allergens,
       additives = excluded.additives, is_orderable = excluded.is_orderable,
       position = excluded.position, archived_at = null`,
    [menu.restaurantId, JSON.stringify(items.map(({ options: _, ...row }) => row))],
  );
  await tx.query(
    `insert into menu_item_options
       (restaurant_id, id, item_id, name, translations, min, max, position)
     select $1, id, item, name, coalesce(translations, '{}'), min, max, position
     from jsonb_to_recordset($2) as x
       (id uuid, item uuid, name text, translations jsonb, min int, max int, position int)
     on conflict (restaurant_id, id) do update
     set translations = excluded.translations, min = excluded.min, max = excluded.max,
       position = excluded.position, archived_at = null`,
    [menu.restaurantId, JSON.stringify(options.map(({ values: _, ...row }) => row))],
  );
  await tx.query(
    `insert into menu_item_option_values
       (restaurant_id, id, option_id, name, translations, price_delta_minor, position)
     select $1, id, option, name, coalesce(translations, '{}'), "priceDelta", position
     from jsonb_to_recordset($2) as x
       (id uuid, option uuid, name text, translations jsonb, "priceDelta" bigint, position int)
     on conflict (restaurant_id, id) do update
     set translations = excluded.translations, price_delta_minor = excluded.price_delta_minor,
       position = excluded.position, archived_at = null`,
    [menu.restaurantId, JSON.stringify(values)],
  );

  await archiveOthers(tx, "menu_item_option_values", menu.restaurantId, values, now);
  await archiveOthers(tx, "menu_item_options", menu.restaurantId, options, now);
  await archiveOthers(tx, "menu_categories", menu.restaurantId, categories, now);
  return archiveOthers(tx, "menu_items", menu.restaurantId, items, now);
}

async function archiveOthers(
  tx: Transaction,
  table: "menu_categories" | "menu_items" | "menu_item_options" | "menu_item_option_values",
  restaurantId: string,
  kept: readonly { readonly id: string }[],
  now: Date,
): Promise<number> {
  const { rowCount } = await tx.query(
    `update ${table} set archived_at = $3
     where restaurant_id = $1 and archived_at is null
       and id not in (select unnest($2::uuid[]))`,
    [restaurantId, kept.map((row) => row.id), now],
  );
  return rowCount ?? 0;
}

/** Whether two menus are equal but for their version, whatever the order of their fields. */
function sameMenu(a: Menu, b: Menu): boolean {
  return canonical({ ...a, version: 0 }) === canonical({ ...b, version: 0 });
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([x], [y]) => (x < y ? -1 : 1)))
      : inner,
  );
}
