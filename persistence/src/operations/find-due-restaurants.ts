import type { Database } from "../database.ts";

/**
 * Restaurants that have confirms due, at most `limit`. Over all restaurants, so it takes no locks:
 * it only says where to look.
 */
export async function findDueRestaurants(
  database: Database,
  { now, limit }: { readonly now: Date; readonly limit: number },
): Promise<string[]> {
  const { rows } = await database.query<{ id: string }>(
    `select distinct restaurant_id as id from sync_queue
     where status = 'pending' and next_attempt_at <= $1 limit $2`,
    [now, limit],
  );
  return rows.map((row) => row.id);
}
