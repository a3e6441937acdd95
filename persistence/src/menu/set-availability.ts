import { businessDayOf, nextBusinessDay } from "@tureen/shared/platform/business-day";
import { TureenError } from "@tureen/shared/platform/errors";
import { z } from "zod";
import type { Actor } from "../platform/actor.ts";
import { type Database, inRestaurant } from "../platform/database.ts";
import { recordActivity } from "../platform/record-activity.ts";
import { readRows } from "../platform/rows.ts";

const inForce = z.object({ version: z.int(), timezone: z.string(), dayStartsAt: z.int() });

/**
 * Marks a dish as sold out or available and sets how many portions are left (null: not counted). The
 * mark of one that is sold out may end by itself: at a moment, or with the next business day. Waits for confirms in flight, so that each is decided wholly before or wholly after. Throws
 * "item-unknown".
 */
export async function setAvailability(
  database: Database,
  input: {
    readonly restaurantId: string;
    readonly itemId: string;
    readonly available: boolean;
    readonly stock: number | null;
    /** Left out or null: until somebody says otherwise. */
    readonly until?: Date | "tomorrow" | null | undefined;
    readonly by: Actor;
    readonly now: Date;
  },
): Promise<void> {
  const { restaurantId, itemId, available, stock, until = null, by, now } = input;
  await inRestaurant(
    database,
    restaurantId,
    async (tx) => {
      // First the restaurant: a confirm holds a share lock on it while it looks at availability.
      const rows = await readRows(
        tx,
        inForce,
        `update restaurants set cache_version = cache_version + 1 where id = $1
         returning menu_version as version, timezone, day_starts_at as "dayStartsAt"`,
        [restaurantId],
      );
      if (!rows[0]) throw new TureenError("item-unknown");
      const today = businessDayOf(now, rows[0]);
      const ends = until === "tomorrow" ? nextBusinessDay(now, rows[0]) : until;
      const { rowCount } = await tx.query(
        `update menu_items
         set is_available = $3, sold_out_until = $5, stock = $4,
           stock_day = case when stock_per_day is not null then $6::date end
         where restaurant_id = $1 and id = $2 and archived_at is null`,
        [restaurantId, itemId, available, stock, available ? null : ends, today],
      );
      if (rowCount !== 1) throw new TureenError("item-unknown");
      await recordActivity(tx, {
        restaurantId,
        sessionId: null,
        by,
        action: "menu.availability",
        details: { itemId, available, stock, ...(ends && !available && { until: ends.getTime() }) },
        now,
      });
      tx.tell({ kind: "menu", restaurantId, version: rows[0].version });
    },
    { repeatable: true },
  );
}
