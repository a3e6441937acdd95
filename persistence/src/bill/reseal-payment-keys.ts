import { z } from "zod";
import { type Database, inRestaurant } from "../platform/database.ts";
import { bytes, readRows } from "../platform/rows.ts";
import type { SecretKeys } from "../platform/secret-keys.ts";
import { openStripeKeys, sealStripeKeys } from "./providers/stripe/keys.ts";

const sealedRow = z.object({ sealed: bytes });

/**
 * Seals a restaurant's keys with the first of the sealing keys, if another one of them sealed them:
 * after that the others may be forgotten. Says "closed" where none of them opens the keys, and
 * changes nothing then; who entered the keys, and when, stays as it is.
 */
export async function resealPaymentKeys(
  database: Database,
  {
    restaurantId,
    sealingKeys,
  }: { readonly restaurantId: string; readonly sealingKeys: SecretKeys },
): Promise<"none" | "closed" | "current" | "resealed"> {
  return inRestaurant(database, restaurantId, async (tx) => {
    const [row] = await readRows(
      tx,
      sealedRow,
      "select sealed from payment_keys where restaurant_id = $1 for update",
      [restaurantId],
    );
    if (!row) return "none";
    if (openStripeKeys([sealingKeys[0]], restaurantId, row.sealed)) return "current";
    const keys = openStripeKeys(sealingKeys, restaurantId, row.sealed);
    if (!keys) return "closed";
    await tx.query("update payment_keys set sealed = $2 where restaurant_id = $1", [
      restaurantId,
      sealStripeKeys(sealingKeys, restaurantId, keys),
    ]);
    return "resealed";
  });
}
