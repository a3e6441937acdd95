import { z } from "zod";
import type { Database } from "./database.ts";
import { readRows } from "./rows.ts";

const found = z.object({ id: z.string().nullable() });

/**
 * The restaurant with the short name that stands in front of QR codes and behind logins; null when there
 * is none. Asked by itself, so that what follows names its restaurant and no statement crosses several.
 */
export async function restaurantOfSlug(database: Database, slug: string): Promise<string | null> {
  const rows = await readRows(database, found, "select tureen_restaurant_of_slug($1) as id", [
    slug,
  ]);
  return rows[0]?.id ?? null;
}
