import { TureenError } from "@tureen/shared/platform/errors";
import { z } from "zod";
import type { Transaction } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";

const inForce = z.object({ version: z.int() });

/**
 * Changes columns of a restaurant that its phones read with the menu, and has them read it again;
 * `set` may use $2 and following. Throws "restaurant-unknown".
 */
export async function changeService(
  tx: Transaction,
  restaurantId: string,
  set: string,
  values: readonly unknown[],
): Promise<void> {
  const rows = await readRows(
    tx,
    inForce,
    `update restaurants set ${set}, cache_version = cache_version + 1 where id = $1
     returning menu_version as version`,
    [restaurantId, ...values],
  );
  if (!rows[0]) throw new TureenError("restaurant-unknown");
  tx.tell({ kind: "menu", restaurantId, version: rows[0].version });
}
