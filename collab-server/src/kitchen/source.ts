import { readKitchenEvents } from "@tureen/persistence/kitchen/read-kitchen-events";
import type { MenuCache } from "@tureen/persistence/menu/menu-cache";
import type { Database } from "@tureen/persistence/platform/database";
import { readRows } from "@tureen/persistence/platform/rows";
import { ofRestaurant } from "@tureen/persistence/platform/wire/index";
import { z } from "zod";
import type { KitchenSource } from "./feed.ts";

const lastEvent = z.object({ last: z.int() });

/** The numbered history of orders in Postgres. */
export function createKitchenSource(database: Database, menus: MenuCache): KitchenSource {
  return {
    readEvents: (restaurantId, after, limit) =>
      readKitchenEvents(database, { restaurantId, menus, after, limit }),
    readLast: (restaurantId) => readLastEvent(database, restaurantId),
  };
}

/** The number of a restaurant's last event; 0 before the first. */
async function readLastEvent(database: Database, restaurantId: string): Promise<number> {
  const rows = await readRows(
    ofRestaurant(database, restaurantId),
    lastEvent,
    "select next_event_number - 1 as last from restaurant_counters where restaurant_id = $1",
    [restaurantId],
  );
  return rows[0]?.last ?? 0;
}
