import type { Availability } from "@tureen/shared/menu/availability";
import type { Menu } from "@tureen/shared/menu/menu";
import type { DecisionClock } from "@tureen/shared/menu/timing/decision-clock";
import { DEFAULT_DAYS } from "@tureen/shared/platform/business-day";
import { uuidv7 } from "uuidv7";
import { writeMenuRows } from "../menu/publish-version.ts";
import { type Database, inRestaurant, type Transaction } from "../platform/database.ts";
import { createRestaurant } from "../staff/create-restaurant.ts";

/** A restaurant made of a recording's menus, with the recording's one table. */
export interface RestoredRestaurant {
  readonly restaurantId: string;
  readonly slug: string;
  readonly tableId: string;
}

/**
 * Makes a new restaurant in which a recorded session can take place: every recorded menu version
 * under its number and with its ids, the last one in force, and the table. It shares no row with the
 * restaurant of the session. Nobody can sit down there: the table has no QR code. In a transaction.
 */
export async function restoreRestaurant(
  tx: Transaction,
  input: {
    readonly name: string;
    readonly table: string;
    /** Oldest first; at least one. */
    readonly menus: readonly Menu[];
    readonly now: Date;
  },
): Promise<RestoredRestaurant> {
  const { name, menus, now } = input;
  const latest = menus.at(-1);
  if (!latest) throw new RangeError("a restaurant without a menu cannot be restored");
  const { currency, locale } = latest;
  const { restaurantId, slug } = await createRestaurant(tx, {
    name,
    currency,
    locale,
    tables: 0,
    now,
  });
  const tableId = uuidv7();
  await tx.query(
    `insert into tables (restaurant_id, id, label, position, created_at)
     values ($1, $2, $3, 0, $4)`,
    [restaurantId, tableId, input.table, now],
  );
  for (const recorded of menus) {
    const menu = { ...recorded, restaurantId };
    await writeMenuRows(tx, { menu }, now);
    await tx.query(
      "insert into menu_versions (restaurant_id, version, menu, at) values ($1, $2, $3, $4)",
      [restaurantId, menu.version, JSON.stringify(menu), now],
    );
  }
  // What a later version took off the menu was to be had under an earlier one.
  for (const table of ["menu_items", "menu_item_option_values"] as const) {
    await tx.query(`update ${table} set archived_at = null where restaurant_id = $1`, [
      restaurantId,
    ]);
  }
  await tx.query("update restaurants set menu_version = $2 where id = $1", [
    restaurantId,
    latest.version,
  ]);
  return { restaurantId, slug, tableId };
}

/**
 * Puts a restored restaurant into the state in which a confirm was decided: the menu version that was
 * in force, exactly this availability, and these hours and this clock.
 */
export async function restoreMoment(
  database: Database,
  input: {
    readonly restaurantId: string;
    readonly menuVersion: number;
    readonly availability: Availability;
    readonly clock?: DecisionClock | undefined;
  },
): Promise<void> {
  const { restaurantId, menuVersion, availability, clock } = input;
  const { timezone, dayStartsAt, hours, pause } = {
    ...{ ...DEFAULT_DAYS, hours: null, pause: null },
    ...clock,
  };
  await inRestaurant(database, restaurantId, async (tx) => {
    await tx.query(
      `update restaurants set menu_version = $2, timezone = $3, day_starts_at = $4,
         opening_hours = $5, paused_from = $6, paused_until = $7
       where id = $1`,
      [
        ...[restaurantId, menuVersion, timezone, dayStartsAt, hours && JSON.stringify(hours)],
        ...[pause && new Date(pause.from), pause && new Date(pause.until)],
      ],
    );
    await tx.query(
      `update menu_items set is_available = id <> all($2::uuid[]), sold_out_until = null,
         stock_per_day = null, stock = ($3::jsonb ->> id::text)::int
       where restaurant_id = $1`,
      [restaurantId, availability.soldOut, JSON.stringify(availability.stock)],
    );
    await tx.query(
      `update menu_item_option_values set is_available = id <> all($2::uuid[])
       where restaurant_id = $1`,
      [restaurantId, availability.valuesOut],
    );
  });
}
