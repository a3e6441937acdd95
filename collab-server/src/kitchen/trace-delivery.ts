import { readConfirmId } from "@tureen/persistence/orders/read-confirm-id";
import type { Database } from "@tureen/persistence/platform/database";
import type { Tracing } from "@tureen/persistence/platform/tracing/connect-tracing";
import type { Logger } from "pino";
import type { KitchenDelivery } from "./feed.ts";

/** Ends an order's trace when it has reached the kitchen's screens; later events have none. */
export function createDeliveryTrace(deps: {
  readonly database: Database;
  readonly tracing: Tracing;
  readonly log: Logger;
}): (delivery: KitchenDelivery) => Promise<void> {
  const { database, tracing, log } = deps;
  return async ({ event, restaurantId, screens, readAt, at }) => {
    if (event.from !== null) return;
    const { orderId } = event;
    try {
      const confirmId = await readConfirmId(database, { restaurantId, orderId });
      if (confirmId === null) return;
      tracing.step({ restaurantId, sessionId: event.ticket.sessionId, confirmId }, "kitchen", {
        startedAt: readAt,
        durationMs: at - readAt,
        attributes: { order_id: orderId, event: event.number, screens },
      });
    } catch (error) {
      log.warn({ restaurantId, orderId, err: error }, "delivery not traced");
    }
  };
}
