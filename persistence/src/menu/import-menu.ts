import type { Menu } from "@tureen/shared/menu/menu";
import type { MenuFile } from "@tureen/shared/menu/menu-file";
import type { DayRule } from "@tureen/shared/platform/business-day";
import { TureenError } from "@tureen/shared/platform/errors";
import { parseMinor } from "@tureen/shared/platform/money";
import { z } from "zod";
import type { Transaction } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { setDays } from "../staff/business-days.ts";
import { countParts, type MenuChanges } from "./import/menu-changes.ts";
import { type KnownRow, planMenu } from "./import/plan-menu.ts";
import { type SuspiciousPrice, suspiciousPrices } from "./import/suspicious-prices.ts";
import { readMenuVersion } from "./read-menu.ts";

const knownRow = z.object({
  kind: z.enum(["category", "item", "option", "value"]),
  id: z.string(),
  place: z.string(),
  externalId: z.string().nullable(),
  name: z.string(),
  code: z.string().nullable(),
  price: z.int().nullable(),
  marked: z.boolean(),
  archivedAt: z.int().nullable(),
});

/** What an import did. */
export interface ImportSummary extends DayRule {
  readonly currency: string;
  readonly version: number;
  /** False when the restaurant already had exactly this menu: no new version was published. */
  readonly changed: boolean;
  readonly categories: number;
  readonly items: number;
  readonly options: number;
  /** Dishes that were marked as notices. */
  readonly notices: number;
  /** What it did to the menu that there was. */
  readonly changes: MenuChanges;
  /** Dishes so expensive that they may be notices; empty when notices were named. */
  readonly suspicious: readonly SuspiciousPrice[];
}

const restaurantRow = z.object({
  name: z.string(),
  currency: z.string(),
  locale: z.string(),
  menuVersion: z.int(),
});

/**
 * Replaces a restaurant's menu by the one of a checked file and publishes it as a new version. What
 * is recognised keeps its id, under another name and in another section too; what is missing is
 * archived. All or nothing: it runs in the caller's transaction. Throws "restaurant-unknown", and
 * "field-invalid" when the file's currency is not the restaurant's or `noticesAt` is not an amount
 * in it.
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
  const plan = planMenu({
    restaurantId,
    restaurantName: restaurant.name,
    version: restaurant.menuVersion + 1,
    file,
    known,
    noticesAtMinor,
  });
  const { menu, notices, changes } = plan;
  await writeMenuRows(tx, plan, now);
  const changed = !before || !sameMenu(before, menu);
  if (changed) {
    await tx.query(
      "insert into menu_versions (restaurant_id, version, menu, at) values ($1, $2, $3, $4)",
      [restaurantId, menu.version, JSON.stringify(menu), now],
    );
  }
  const version = changed ? menu.version : restaurant.menuVersion;
  const days = await setDays(tx, restaurantId, {
    timezone: file.timezone,
    dayStartsAt: file.day_starts_at,
  });
  await tx.query(
    `update restaurants set menu_version = $2, cache_version = cache_version + 1, locale = $3
     where id = $1`,
    [restaurantId, version, file.locale],
  );
  tx.tell({ kind: "menu", restaurantId, version });

  return {
    version,
    currency: file.currency,
    ...days,
    changed,
    ...countParts(menu),
    notices: notices.size,
    changes,
    suspicious: noticesAt === undefined ? suspiciousPrices(menu) : [],
  };
}

async function lockRestaurant(
  tx: Transaction,
  restaurantId: string,
): Promise<z.infer<typeof restaurantRow>> {
  const rows = await readRows(
    tx,
    restaurantRow,
    `select name, currency, locale, menu_version as "menuVersion" from restaurants
     where id = $1 for no key update`,
    [restaurantId],
  );
  if (!rows[0]) throw new TureenError("restaurant-unknown");
  return rows[0];
}

/** All rows of the restaurant's menu in its order; those in force before archived ones. */
async function readKnownRows(tx: Transaction, restaurantId: string): Promise<KnownRow[]> {
  const rows = await readRows(
    tx,
    knownRow,
    `select kind, id, place, "externalId", name, code, price, marked,
       (extract(epoch from archived_at) * 1000)::bigint as "archivedAt"
     from (
       select 'category' as kind, id, restaurant_id as place, external_id as "externalId", name,
         null as code, null::bigint as price, false as marked, archived_at, position
         from menu_categories where restaurant_id = $1
       union all
       select 'item', id, category_id, external_id, name, code, price_minor,
         not is_available or stock is not null, archived_at, position
         from menu_items where restaurant_id = $1
       union all
       select 'option', id, item_id, external_id, name, null, null, false, archived_at, position
         from menu_item_options where restaurant_id = $1
       union all
       select 'value', id, option_id, external_id, name, null, price_delta_minor, not is_available,
         archived_at, position
         from menu_item_option_values where restaurant_id = $1
     ) known
     order by archived_at desc nulls first, position, id`,
    [restaurantId],
  );
  return rows;
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
     select $1, id, external, name, coalesce(translations, '{}'), position
     from jsonb_to_recordset($2) as x
       (id uuid, external text, name text, translations jsonb, position int)
     on conflict (restaurant_id, id) do update
     set external_id = coalesce(excluded.external_id, menu_categories.external_id),
       name = excluded.name, translations = excluded.translations, position = excluded.position, archived_at = null`,
    [menu.restaurantId, JSON.stringify(categories.map(({ items: _, ...rest }) => rest))],
  );
  // In id order, like the confirms that decrement stock, so that nobody waits in a circle.
  await tx.query(
    `insert into menu_items (restaurant_id, id, external_id, category_id, name, code, description,
       translations, description_translations, price_minor, allergens, additives, is_orderable,
       position)
     select $1, id, external, category, name, code, description, coalesce(translations, '{}'),
       coalesce("descriptionTranslations", '{}'), price, allergens, additives, orderable, position
     from jsonb_to_recordset($2) as x (id uuid, external text, category uuid, name text, code text,
       description text, translations jsonb, "descriptionTranslations" jsonb, price bigint,
       allergens text[], additives text[], orderable boolean, position int)
     order by id
     on conflict (restaurant_id, id) do update
     set external_id = coalesce(excluded.external_id, menu_items.external_id),
       category_id = excluded.category_id, name = excluded.name, code = excluded.code,
       description = excluded.description, translations = excluded.translations,
       description_translations = excluded.description_translations,
       price_minor = excluded.price_minor, allergens = excluded.allergens,
       additives = excluded.additives, is_orderable = excluded.is_orderable,
       position = excluded.position, archived_at = null`,
    [menu.restaurantId, JSON.stringify(items.map(({ options: _, ...rest }) => rest))],
  );
  await tx.query(
    `insert into menu_item_options
       (restaurant_id, id, external_id, item_id, name, translations, min, max, position)
     select $1, id, external, item, name, coalesce(translations, '{}'), min, max, position
     from jsonb_to_recordset($2) as x (id uuid, external text, item uuid, name text,
       translations jsonb, min int, max int, position int)
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
     select $1, id, external, option, name, coalesce(translations, '{}'), "priceDelta",
       coalesce(allergens, '{}'), position
     from jsonb_to_recordset($2) as x (id uuid, external text, option uuid, name text,
       translations jsonb, "priceDelta" bigint, allergens text[], position int)
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

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([x], [y]) => (x < y ? -1 : 1)))
      : inner,
  );
}
