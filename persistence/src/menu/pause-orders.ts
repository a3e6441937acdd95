import type { Pause } from "@tureen/shared/menu/timing/rules";
import type { Actor } from "../platform/actor.ts";
import { type Database, inRestaurant } from "../platform/database.ts";
import { recordActivity } from "../platform/record-activity.ts";
import { changeService } from "./change-service.ts";

/**
 * Has the kitchen take no orders for so many minutes from now on, or with null take them again; a new
 * pause replaces the one there is. Waits for confirms in flight, so that each is decided wholly before
 * or wholly after. Returns the pause.
 */
export async function pauseOrders(
  database: Database,
  input: {
    readonly restaurantId: string;
    readonly minutes: number | null;
    readonly by: Actor;
    readonly now: Date;
  },
): Promise<Pause | null> {
  const { restaurantId, minutes, by, now } = input;
  const from = now.getTime();
  const pause = minutes === null ? null : { from, until: from + minutes * 60_000 };
  return inRestaurant(
    database,
    restaurantId,
    async (tx) => {
      await changeService(tx, restaurantId, "paused_from = $2, paused_until = $3", [
        pause && new Date(pause.from),
        pause && new Date(pause.until),
      ]);
      await recordActivity(tx, {
        ...{ restaurantId, sessionId: null, by, now },
        action: pause ? "orders.pause" : "orders.resume",
        details: pause ? { minutes } : {},
      });
      tx.tell({ kind: "floor", restaurantId });
      return pause;
    },
    { repeatable: true },
  );
}
