import type { Availability } from "@tureen/shared/menu/availability";
import type { Menu } from "@tureen/shared/menu/menu";
import { menuSchema } from "@tureen/shared/menu/menu-schema";
import type { Service } from "@tureen/shared/menu/timing/rules";
import { businessDayOf, type DayRule } from "@tureen/shared/platform/business-day";
import { TureenError } from "@tureen/shared/platform/errors";
import { z } from "zod";
import type { Queryable } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { sharedNow } from "../platform/shared-clock.ts";
import { ofRestaurant } from "../platform/wire/index.ts";
import { STOCK_NOW } from "./live-stock.ts";
import { SERVICE_COLUMNS, serviceOf, serviceRow } from "./service-row.ts";

const published = z.object({ menu: menuSchema(z.uuid()) });
const publishedNow = published.extend({ cacheVersion: z.int() }).extend(serviceRow.shape);
const inForce = z
  .object({ version: z.int(), cacheVersion: z.int(), isPublic: z.boolean() })
  .extend(serviceRow.shape);
const itemAvailability = z.object({
  id: z.string(),
  out: z.boolean(),
  until: z.date().nullable(),
  stock: z.int().nullable(),
});
const valueOut = z.object({ id: z.string(), until: z.date().nullable() });

/** The menu in force and what of it can be had right now. */
export interface MenuNow {
  readonly menu: Menu;
  readonly availability: Availability;
  /** Moves with every change of menu, availability or hours, but not with stock taken by orders. */
  readonly cacheVersion: number;
  /** When the restaurant takes orders. */
  readonly service: Service;
}

/** Reads the menu in force, by the shared clock unless a moment is given. Throws "restaurant-unknown", also while it has no menu. */
export async function readMenu(
  q: Queryable,
  { restaurantId, at = sharedNow() }: { readonly restaurantId: string; readonly at?: Date },
): Promise<MenuNow> {
  const rows = await readRows(
    ofRestaurant(q, restaurantId),
    publishedNow,
    `select v.menu, r.cache_version as "cacheVersion", ${SERVICE_COLUMNS}
     from restaurants r
       join menu_versions v on v.restaurant_id = r.id and v.version = r.menu_version
     where r.id = $1`,
    [restaurantId],
  );
  if (!rows[0]) throw new TureenError("restaurant-unknown");
  const { menu, cacheVersion } = rows[0];
  const service = serviceOf(rows[0]);
  const availability = await readAvailability(q, { restaurantId, at, days: service });
  return { menu, cacheVersion, service, availability };
}

/**
 * Which menu is in force, without reading it, who may read it, and when orders are taken. Throws "restaurant-unknown",
 * also without a menu.
 */
export async function readMenuInForce(
  q: Queryable,
  { restaurantId }: { readonly restaurantId: string },
): Promise<
  Pick<MenuNow, "cacheVersion" | "service"> & {
    readonly version: number;
    /** Whether anybody reads it without a table. */
    readonly isPublic: boolean;
  }
> {
  const rows = await readRows(
    ofRestaurant(q, restaurantId),
    inForce,
    `select r.menu_version as version, r.cache_version as "cacheVersion",
       r.public_menu as "isPublic", ${SERVICE_COLUMNS}
     from restaurants r
       join menu_versions v on v.restaurant_id = r.id and v.version = r.menu_version
     where r.id = $1`,
    [restaurantId],
  );
  if (!rows[0]) throw new TureenError("restaurant-unknown");
  const { version, cacheVersion, isPublic } = rows[0];
  return { version, cacheVersion, isPublic, service: serviceOf(rows[0]) };
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

/**
 * What cannot be had at a moment, of the whole menu or of these dishes only. Marks that have ended by
 * then say nothing, and what is counted by the day is there again on the next business day.
 */
export async function readAvailability(
  q: Queryable,
  {
    restaurantId,
    itemIds,
    at,
    days,
  }: {
    readonly restaurantId: string;
    readonly itemIds?: readonly string[];
    readonly at: Date;
    readonly days: DayRule;
  },
): Promise<Availability> {
  const only = itemIds ?? null;
  const items = await readRows(
    ofRestaurant(q, restaurantId),
    itemAvailability,
    `select id, out, case when out and is_orderable then sold_out_until end as until, left_now as stock
     from (
       select *, ${STOCK_NOW("$4::date")} as left_now,
         not is_orderable or (not is_available and coalesce(sold_out_until > $3, true)) as out
       from menu_items
       where restaurant_id = $1 and archived_at is null and ($2::uuid[] is null or id = any($2))
     ) as m
     where out or left_now is not null
     order by id`,
    [restaurantId, only, at, businessDayOf(at, days)],
  );
  const values = await readRows(
    ofRestaurant(q, restaurantId),
    valueOut,
    `select v.id, v.sold_out_until as until from menu_item_option_values v
       join menu_item_options o on o.restaurant_id = v.restaurant_id and o.id = v.option_id
     where v.restaurant_id = $1 and v.archived_at is null and not v.is_available
       and coalesce(v.sold_out_until > $3, true)
       and ($2::uuid[] is null or o.item_id = any($2))
     order by v.id`,
    [restaurantId, only, at],
  );
  const until = [...items, ...values].flatMap(({ id, until }) =>
    until ? [[id, until.getTime()] as const] : [],
  );
  return {
    soldOut: items.filter((row) => row.out).map((row) => row.id),
    ...(until.length > 0 && { soldOutUntil: Object.fromEntries(until) }),
    valuesOut: values.map((row) => row.id),
    stock: Object.fromEntries(
      items.flatMap(({ id, stock }) => (stock === null ? [] : [[id, stock] as const])),
    ),
  };
}
