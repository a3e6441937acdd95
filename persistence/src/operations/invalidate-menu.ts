import type { Signal } from "@tureen/shared/signals";
import { type Database, inRestaurant } from "../database.ts";

/**
 * Makes everybody read a restaurant's menu and its availability again, after they were changed by
 * other means than ours. Returns no signals when there is no such restaurant.
 */
export async function invalidateMenu(
  database: Database,
  { restaurantId }: { readonly restaurantId: string },
): Promise<{ readonly signals: Signal[] }> {
  const { rows } = await inRestaurant(
    database,
    restaurantId,
    (tx) =>
      tx.query<{ version: number }>(
        `update restaurants set cache_version = cache_version + 1 where id = $1
         returning menu_version as version`,
        [restaurantId],
      ),
    { repeatable: true },
  );
  return { signals: rows.map(({ version }) => ({ kind: "menu", restaurantId, version })) };
}
