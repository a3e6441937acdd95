import type { Database } from "./database.ts";

/**
 * Restaurants that have confirms due, at most `limit`. Over all restaurants, so it takes no locks:
 * it only says where to look.
 */
export async function findDueRestaurants(
  database: Database,
  { now, limit }: { readonly now: Date; readonly limit: number },
): Promise<string[]> {
  const { rows } = await database.query<{ id: string }>(
    "select tureen_due_restaurants($1, $2) as id",
    [now, limit],
  );
  return rows.map((row) => row.id);
}
