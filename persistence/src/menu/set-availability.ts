import { TureenError } from "@tureen/shared/platform/errors";
import type { Actor } from "../platform/actor.ts";
import { type Database, inRestaurant } from "../platform/database.ts";
import { recordActivity } from "../platform/record-activity.ts";
import { beginMark, type MarkEnd } from "./availability-mark.ts";

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
    readonly until?: MarkEnd;
    readonly by: Actor;
    readonly now: Date;
  },
): Promise<void> {
  const { restaurantId, itemId, available, stock, until, by, now } = input;
  await inRestaurant(
    database,
    restaurantId,
    async (tx) => {
      const { version, today, ends } = await beginMark(tx, { restaurantId, until, now });
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
      tx.tell({ kind: "menu", restaurantId, version });
    },
    { repeatable: true },
  );
}
