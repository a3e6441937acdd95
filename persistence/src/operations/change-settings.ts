import { type Database, inRestaurant } from "../database.ts";
import type { Actor } from "./actor.ts";
import { recordActivity } from "./record-activity.ts";

/** Changes who may open tables at a restaurant. */
export async function changeSettings(
  database: Database,
  input: {
    readonly restaurantId: string;
    readonly opening: "diner" | "staff";
    readonly by: Actor;
    readonly now: Date;
  },
): Promise<void> {
  const { restaurantId, opening, by, now } = input;
  await inRestaurant(
    database,
    restaurantId,
    async (tx) => {
      await tx.query("update restaurants set opening = $2 where id = $1", [restaurantId, opening]);
      const action = "settings.change";
      await recordActivity(tx, {
        restaurantId,
        sessionId: null,
        by,
        action,
        details: { opening },
        now,
      });
    },
    { repeatable: true },
  );
}
