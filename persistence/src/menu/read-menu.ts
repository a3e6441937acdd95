import type { Availability } from "@tureen/shared/menu/availability";
import type { Menu } from "@tureen/shared/menu/menu";
import { menuSchema } from "@tureen/shared/menu/menu-schema";
import { TureenError } from "@tureen/shared/platform/errors";
import { z } from "zod";
import type { Queryable } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { ofRestaurant } from "../platform/wire/index.ts";

const published = z.object({ menu: menuSchema(z.uuid()) });
const publishedNow = published.extend({ cacheVersion: z.int() });
const inForce = z.object({ version: z.int(), cacheVersion: z.int() });
const itemAvailability = z.object({ id: z.string(), out: z.boolean(), stock: z.int().nullable() });
const valueOut = z.object({ id: z.string() });

/** The menu in force and what of it can be had right now. */
export interface MenuNow {
  readonly menu: Menu;
  readonly availability: Availability;
  /** Moves with every import and every setAvailability, but not with stock taken by orders. */
  readonly cacheVersion: number;
}

/** Reads the menu in force. Throws "restaurant-unknown", also while it has no menu. */
export async function readMenu(
  q: Queryable,
  { restaurantId }: { readonly restaurantId: string },
): Promise<MenuNow> {
  const rows = await readRows(
    ofRestaurant(q, restaurantId),
    publishedNow,
    `select v.menu, r.cache_version as "cacheVersion"
     from restaurants r
       join menu_versions v on v.restaurant_id = r.id and v.version = r.menu_version
     where r.id = $1`,
    [restaurantId],
  );
  if (!rows[0]) throw new TureenError("restaurant-unknown");
  return { ...rows[0], availability: await readAvailability(q, { restaurantId }) };
}

/** Which menu is in force, without reading it. Throws "restaurant-unknown", also without a menu. */
export async function readMenuInForce(
  q: Queryable,
  { restaurantId }: { readonly restaurantId: string },
): Promise<{ readonly version: number; readonly cacheVersion: number }> {
  const rows = await readRows(
    ofRestaurant(q, restaurantId),
    inForce,
    `select r.menu_version as version, r.cache_version as "cacheVersion"
     from restaurants r
       join menu_versions v on v.restaurant_id = r.id and v.version = r.menu_version
     where r.id = $1`,
    [restaurantId],
  );
  if (!rows[0]) throw new TureenError("restaurant-unknown");
  return rows[0];
}

/** A menu as it was published; null if there never was such a version. */
export async function readMenuVersion(
  q: Queryable,
  { restaurantId, version }: { readonly restaurantId: string; readonly version: number },
): Promise<Menu | null> {
  const rows = await readRows(
    ofRestaurant(q, restaurantId),
    published,
    "select menu from menu_versions where restaurant_id = $1 and version = $2",
    [restaurantId, version],
  );
  return rows[0]?.menu ?? null;
}

/** What cannot be had right now, of the whole menu or of these dishes only. */
export async function readAvailability(
  q: Queryable,
  {
    restaurantId,
    itemIds,
  }: { readonly restaurantId: string; readonly itemIds?: readonly string[] },
): Promise<Availability> {
  const only = itemIds ?? null;
  const items = await readRows(
    ofRestaurant(q, restaurantId),
    itemAvailability,
    `select id, not (is_available and is_orderable) as out, stock from menu_items
     where restaurant_id = $1 and archived_at is null and ($2::uuid[] is null or id = any($2))
       and (not is_available or not is_orderable or stock is not null)
     order by id`,
    [restaurantId, only],
  );
  const values = await readRows(
    ofRestaurant(q, restaurantId),
    valueOut,
    `select v.id from menu_item_option_values v
       join menu_item_options o on o.restaurant_id = v.restaurant_id and o.id = v.option_id
     where v.restaurant_id = $1 and v.archived_at is null and not v.is_available
       and ($2::uuid[] is null or o.item_id = any($2))
     order by v.id`,
    [restaurantId, only],
  );
  return {
    soldOut: items.filter((row) => row.out).map((row) => row.id),
    valuesOut: values.map((row) => row.id),
    stock: Object.fromEntries(
      items.flatMap(({ id, stock }) => (stock === null ? [] : [[id, stock] as const])),
    ),
  };
}
