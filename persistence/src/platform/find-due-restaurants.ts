import { z } from "zod";
import type { Database } from "./database.ts";
import { readRows } from "./rows.ts";

const due = z.object({ id: z.string() });

/**
 * Restaurants that have confirms due, at most `limit`. Over all restaurants, so it takes no locks:
 * it only says where to look.
 */
export async function findDueRestaurants(
  database: Database,
  { now, limit }: { readonly now: Date; readonly limit: number },
): Promise<string[]> {
  const rows = await readRows(database, due, "select tureen_due_restaurants($1, $2) as id", [
    now,
    limit,
  ]);
  return rows.map((row) => row.id);
}
