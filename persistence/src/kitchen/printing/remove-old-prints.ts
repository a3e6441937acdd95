import type { Database } from "../../platform/database.ts";
import { ofRestaurant } from "../../platform/wire/index.ts";

/** Removes what was to be printed before `before`, printed or not. Returns how many slips. */
export async function removeOldPrints(
  database: Database,
  { restaurantId, before }: { readonly restaurantId: string; readonly before: Date },
): Promise<number> {
  const { rowCount } = await ofRestaurant(database, restaurantId).query(
    "delete from print_jobs where restaurant_id = $1 and created_at < $2",
    [restaurantId, before],
  );
  return rowCount ?? 0;
}
