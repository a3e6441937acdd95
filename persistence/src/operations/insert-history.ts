import type { OrderStatus } from "@tureen/shared/orders/status";
import type { Transaction } from "../database.ts";
import type { Actor } from "./actor.ts";

/** A change of an order's status. */
export interface HistoryEntry {
  readonly restaurantId: string;
  readonly orderId: string;
  readonly from: OrderStatus | null;
  readonly to: OrderStatus;
  readonly by: Actor;
  readonly reason: string | null;
  readonly now: Date;
}

/** Adds a row to the restaurant's history under a number taken from its counter. */
export async function insertHistory(
  tx: Transaction,
  entry: HistoryEntry,
  eventNumber: number,
): Promise<void> {
  await tx.query(
    `insert into order_status_history (restaurant_id, event_number, order_id, from_status,
       to_status, actor_kind, actor_id, reason, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      entry.restaurantId,
      eventNumber,
      entry.orderId,
      entry.from,
      entry.to,
      entry.by.kind,
      entry.by.id,
      entry.reason,
      entry.now,
    ],
  );
}

/**
 * Takes the restaurant's next event number and, for a new order, its next order number. Its row
 * stays locked until the transaction ends, so that numbers commit in order and without gaps: take
 * them last.
 */
export async function takeNumbers(
  tx: Transaction,
  restaurantId: string,
  { order }: { readonly order: boolean },
): Promise<{ eventNumber: number; orderNumber: number }> {
  const { rows } = await tx.query<{ eventNumber: number; orderNumber: number }>(
    `update restaurant_counters
     set next_event_number = next_event_number + 1, next_order_number = next_order_number + $2
     where restaurant_id = $1
     returning next_event_number - 1 as "eventNumber", next_order_number - $2 as "orderNumber"`,
    [restaurantId, order ? 1 : 0],
  );
  if (!rows[0]) throw new Error(`restaurant ${restaurantId} has no counters`);
  return rows[0];
}
