import type { Database } from "@tureen/persistence/database";

/** The number of a restaurant's last event; 0 before the first. */
export async function readLastEvent(database: Database, restaurantId: string): Promise<number> {
  const { rows } = await database.query<{ last: number }>(
    "select next_event_number - 1 as last from restaurant_counters where restaurant_id = $1",
    [restaurantId],
  );
  return rows[0]?.last ?? 0;
}
