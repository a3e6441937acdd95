import { z } from "zod";
import { type Database, inRestaurant } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";

const inForce = z.object({ version: z.int() });

/**
 * Makes everybody read a restaurant's menu and its availability again, after they were changed by
 * other means than ours. Tells nobody when there is no such restaurant.
 */
export async function invalidateMenu(
  database: Database,
  { restaurantId }: { readonly restaurantId: string },
): Promise<void> {
  await inRestaurant(
    database,
    restaurantId,
    async (tx) => {
      const rows = await readRows(
        tx,
        inForce,
        `update restaurants set cache_version = cache_version + 1 where id = $1
         returning menu_version as version`,
        [restaurantId],
      );
      for (const { version } of rows) tx.tell({ kind: "menu", restaurantId, version });
    },
    { repeatable: true },
  );
}
