import { type Database, inRestaurant } from "../platform/database.ts";

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
      const { rows } = await tx.query<{ version: number }>(
        `update restaurants set cache_version = cache_version + 1 where id = $1
         returning menu_version as version`,
        [restaurantId],
      );
      for (const { version } of rows) tx.tell({ kind: "menu", restaurantId, version });
    },
    { repeatable: true },
  );
}
