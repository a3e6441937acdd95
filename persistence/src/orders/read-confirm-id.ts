import { z } from "zod";
import type { Queryable } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { ofRestaurant } from "../platform/wire/index.ts";

const confirmed = z.object({ confirmId: z.string() });

/** The confirm that an order came from; null when there is no such order. */
export async function readConfirmId(
  q: Queryable,
  { restaurantId, orderId }: { readonly restaurantId: string; readonly orderId: string },
): Promise<string | null> {
  const rows = await readRows(
    ofRestaurant(q, restaurantId),
    confirmed,
    `select confirm_id as "confirmId" from orders where restaurant_id = $1 and id = $2`,
    [restaurantId, orderId],
  );
  return rows[0]?.confirmId ?? null;
}
