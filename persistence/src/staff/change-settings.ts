import type { Actor } from "../platform/actor.ts";
import { type Database, inRestaurant } from "../platform/database.ts";
import { recordActivity } from "../platform/record-activity.ts";
import { setDays } from "./business-days.ts";

/**
 * Changes what is given: who may open tables at a restaurant, and where its days lie. Throws
 * "field-invalid" for a time zone that there is not.
 */
export async function changeSettings(
  database: Database,
  input: {
    readonly restaurantId: string;
    readonly opening?: "diner" | "staff" | undefined;
    readonly timezone?: string | undefined;
    readonly dayStartsAt?: number | undefined;
    readonly by: Actor;
    readonly now: Date;
  },
): Promise<void> {
  const { restaurantId, opening, timezone, dayStartsAt, by, now } = input;
  await inRestaurant(
    database,
    restaurantId,
    async (tx) => {
      if (opening !== undefined) {
        await tx.query("update restaurants set opening = $2 where id = $1", [
          restaurantId,
          opening,
        ]);
      }
      if (timezone !== undefined || dayStartsAt !== undefined) {
        await setDays(tx, restaurantId, { timezone, dayStartsAt });
      }
      const action = "settings.change";
      await recordActivity(tx, {
        restaurantId,
        sessionId: null,
        by,
        action,
        details: { opening, timezone, dayStartsAt },
        now,
      });
    },
    { repeatable: true },
  );
}
