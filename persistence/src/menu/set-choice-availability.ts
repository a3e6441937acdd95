import { TureenError } from "@tureen/shared/platform/errors";
import type { Actor } from "../platform/actor.ts";
import { type Database, inRestaurant } from "../platform/database.ts";
import { recordActivity } from "../platform/record-activity.ts";
import { beginMark, type MarkEnd } from "./availability-mark.ts";

/**
 * Marks one choice of a dish, a value of its options, as sold out or available, as setAvailability does
 * with dishes. Throws "item-unknown".
 */
export async function setChoiceAvailability(
  database: Database,
  input: {
    readonly restaurantId: string;
    readonly valueId: string;
    readonly available: boolean;
    readonly until?: MarkEnd;
    readonly by: Actor;
    readonly now: Date;
  },
): Promise<void> {
  const { restaurantId, valueId, available, until, by, now } = input;
  await inRestaurant(
    database,
    restaurantId,
    async (tx) => {
      const { version, ends } = await beginMark(tx, { restaurantId, until, now });
      const { rowCount } = await tx.query(
        `update menu_item_option_values set is_available = $3, sold_out_until = $4
         where restaurant_id = $1 and id = $2 and archived_at is null`,
        [restaurantId, valueId, available, available ? null : ends],
      );
      if (rowCount !== 1) throw new TureenError("item-unknown");
      await recordActivity(tx, {
        ...{ restaurantId, sessionId: null, by, now },
        action: "menu.availability",
        details: { valueId, available, ...(ends && !available && { until: ends.getTime() }) },
      });
      tx.tell({ kind: "menu", restaurantId, version });
    },
    { repeatable: true },
  );
}
