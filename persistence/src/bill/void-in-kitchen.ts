import { sessionOfOrder } from "../orders/write-order-move.ts";
import type { Actor } from "../platform/actor.ts";
import { type Database, inRestaurant } from "../platform/database.ts";
import { adjustBill } from "./adjust-bill.ts";

export interface VoidInKitchen {
  readonly restaurantId: string;
  readonly orderId: string;
  readonly line: string;
  readonly portions: number;
  readonly reason: string;
  readonly by: Actor & { readonly id: string };
  readonly once: string;
  readonly now: Date;
}

/**
 * Takes portions that the kitchen cannot make off the bill, as a waiter's void does, with all that follows
 * for the order, the stock and the phones. A cook may do it until the dish was served. Throws as
 * `adjustBill`, "order-unknown", and "order-move-refused" for what was served.
 */
export async function voidInKitchen(
  database: Database,
  input: VoidInKitchen,
): Promise<{ readonly entry: number }> {
  const { restaurantId, orderId, line, portions, ...rest } = input;
  const sessionId = await inRestaurant(database, restaurantId, (tx) => sessionOfOrder(tx, input));
  const what = { kind: "void", on: { order: orderId, line }, portions } as const;
  return adjustBill(database, { ...rest, restaurantId, sessionId, what, inKitchen: true });
}
