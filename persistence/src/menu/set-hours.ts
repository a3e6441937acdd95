import type { OpeningHours } from "@tureen/shared/menu/timing/rules";
import type { Actor } from "../platform/actor.ts";
import { type Database, inRestaurant } from "../platform/database.ts";
import { recordActivity } from "../platform/record-activity.ts";
import { changeService } from "./change-service.ts";

/** Says when a restaurant takes orders; null: always. Waits for confirms in flight. */
export async function setHours(
  database: Database,
  input: {
    readonly restaurantId: string;
    readonly hours: OpeningHours | null;
    readonly by: Actor;
    readonly now: Date;
  },
): Promise<void> {
  const { restaurantId, hours, by, now } = input;
  await inRestaurant(
    database,
    restaurantId,
    async (tx) => {
      await changeService(tx, restaurantId, "opening_hours = $2", [hours && JSON.stringify(hours)]);
      await recordActivity(tx, {
        ...{ restaurantId, sessionId: null, by, now },
        action: "hours.change",
        details: { exceptions: hours?.exceptions.length, lastOrders: hours?.lastOrders },
      });
    },
    { repeatable: true },
  );
}
