import type { Database } from "../../platform/database.ts";
import { ofRestaurant } from "../../platform/wire/index.ts";

/** How long a printer that asks us may be silent, ms. */
export const SILENCE_MS = 60_000;

/** Notes which printers that ask us have not asked for too long; of these, `next_try_at` says when that is. */
export async function noteSilentPrinters(
  database: Database,
  { restaurantId, now }: { readonly restaurantId: string; readonly now: Date },
): Promise<void> {
  await ofRestaurant(database, restaurantId).query(
    `update kitchen_printers set trouble = 'no-answer', tries = tries + 1, next_try_at = $3,
       trouble_since = case when trouble is null then $2 else trouble_since end
     where restaurant_id = $1 and kind = 'cloudprnt' and is_on and next_try_at <= $2`,
    [restaurantId, now, new Date(now.getTime() + SILENCE_MS)],
  );
}
