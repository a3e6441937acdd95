import type { Actor } from "../platform/actor.ts";
import { type Database, inRestaurant } from "../platform/database.ts";
import { recordActivity } from "../platform/record-activity.ts";
import { changeService } from "./change-service.ts";

/** Says whether a restaurant's menu has a page that anybody reads, which servers then hear of at once. */
export async function setPublicMenu(
  database: Database,
  input: {
    readonly restaurantId: string;
    readonly shown: boolean;
    readonly by: Actor;
    readonly now: Date;
  },
): Promise<void> {
  const { restaurantId, shown, by, now } = input;
  await inRestaurant(
    database,
    restaurantId,
    async (tx) => {
      await changeService(tx, restaurantId, "public_menu = $2", [shown]);
      await recordActivity(tx, {
        ...{ restaurantId, sessionId: null, by, now },
        action: "settings.change",
        details: { publicMenu: shown },
      });
    },
    { repeatable: true },
  );
}
