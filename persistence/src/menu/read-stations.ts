import type { Station } from "@tureen/shared/menu/stations";
import { station } from "@tureen/shared/menu/stations-schema";
import type { Queryable } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { ofRestaurant } from "../platform/wire/index.ts";

/** The stations of a restaurant's kitchen, in their order. */
export async function readStations(
  q: Queryable,
  { restaurantId }: { readonly restaurantId: string },
): Promise<Station[]> {
  return await readRows(
    ofRestaurant(q, restaurantId),
    station,
    `select id, name, is_default as "isDefault", warn_after_s as "warnAfterS",
       late_after_s as "lateAfterS"
     from kitchen_stations where restaurant_id = $1 order by position, id`,
    [restaurantId],
  );
}
