import type { TakenMenu } from "@tureen/shared/menu/formats/write-json";
import { TureenError } from "@tureen/shared/platform/errors";
import { z } from "zod";
import { type Database, inRestaurant } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { draftInForce } from "./draft/lock-draft.ts";
import { readStations } from "./read-stations.ts";

const restaurantRow = z.object({
  name: z.string(),
  currency: z.string(),
  locale: z.string(),
  timezone: z.string(),
  dayStartsAt: z.int(),
  slug: z.string(),
  version: z.int(),
});

/**
 * The menu in force with what only its rows say, as files take it along, and the restaurant's slug. Throws
 * "restaurant-unknown".
 */
export async function readTakenMenu(
  database: Database,
  { restaurantId }: { readonly restaurantId: string },
): Promise<{ readonly menu: TakenMenu; readonly slug: string; readonly version: number }> {
  return await inRestaurant(database, restaurantId, async (tx) => {
    const [row] = await readRows(
      tx,
      restaurantRow,
      `select name, currency, locale, timezone, day_starts_at as "dayStartsAt", slug,
         menu_version as version from restaurants where id = $1`,
      [restaurantId],
    );
    if (!row) throw new TureenError("restaurant-unknown");
    const { slug, version, ...restaurant } = row;
    const { categories } = await draftInForce(tx, restaurantId, version);
    const stations = await readStations(tx, { restaurantId });
    return { menu: { ...restaurant, categories, stations }, slug, version };
  });
}
