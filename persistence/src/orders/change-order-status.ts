import { canMove } from "@tureen/shared/orders/status";
import { TureenError } from "@tureen/shared/platform/errors";
import type { OrderStatus } from "@tureen/shared/table/document/order-status";
import type { SessionView } from "@tureen/shared/table/document/session-document";
import { z } from "zod";
import type { Actor } from "../platform/actor.ts";
import { type Database, inRestaurant, type Transaction } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { editSession } from "../table/edit-session.ts";
import { CANCELLED_PORTIONS } from "../table/standing-cancellations.ts";
import type { NoteBill } from "./commit-confirm.ts";
import { type Portions, returnStock } from "./counted-stock.ts";
import { sessionOfOrder, writeOrderMove } from "./write-order-move.ts";

const liveLine = z.object({ item: z.string(), quantity: z.int() });

export interface ChangeOrderStatus {
  readonly restaurantId: string;
  readonly orderId: string;
  /** The status that whoever taps has seen. */
  readonly from: OrderStatus;
  readonly to: OrderStatus;
  /** Needed to cancel, and only then kept. */
  readonly reason?: string;
  readonly by: Actor;
  readonly noteBill?: NoteBill | undefined;
  readonly now: Date;
}

/**
 * Moves an order one step on, one step back, or cancels it, which puts counted dishes back in
 * stock. Order row, history row and the table's document change in one transaction, also when the
 * table has been closed meanwhile. Throws "order-unknown"; "order-moved" when it is no longer where
 * it was seen, so that two taps are one step; "order-move-refused"; "field-invalid" (reason).
 */
export async function changeOrderStatus(
  database: Database,
  input: ChangeOrderStatus,
): Promise<{ event: number; status: OrderStatus; seq: number }> {
  const { restaurantId, orderId, from, to, by, now } = input;
  if (!canMove(from, to)) throw new TureenError("order-move-refused");
  const reason = to === "cancelled" ? input.reason?.trim() || undefined : undefined;
  if (to === "cancelled" && reason === undefined) {
    throw new TureenError("field-invalid", { field: "reason" });
  }
  return inRestaurant(database, restaurantId, async (tx) => {
    const sessionId = await sessionOfOrder(tx, input);
    const edited = await editSession(tx, { restaurantId, sessionId, now }, async (session) => {
      if (to === "cancelled") {
        await returnStock(tx, restaurantId, await liveLines(tx, input));
        await input.noteBill?.(tx, { ...input, sessionId }, cancelledIn(session.view(), orderId));
      }
      const move = { restaurantId, sessionId, orderId, from, to, reason, by, now };
      return writeOrderMove(tx, session, move);
    });
    // Null when the table's log is no longer kept: nobody has its document open.
    return { event: edited.result, status: to, seq: edited.seq ?? 0 };
  });
}

/** The view with an order that is cancelled from now on. */
function cancelledIn(view: SessionView, orderId: string): SessionView {
  const order = view.orders[orderId];
  if (!order) return view;
  return { ...view, orders: { ...view.orders, [orderId]: { ...order, status: "cancelled" } } };
}

/** What is still to be made of an order; portions that were voided before have been dealt with then. */
async function liveLines(
  tx: Transaction,
  { restaurantId, orderId }: ChangeOrderStatus,
): Promise<Portions[]> {
  return readRows(
    tx,
    liveLine,
    `select i.menu_item_id as item, (i.quantity - ${CANCELLED_PORTIONS})::int as quantity
     from order_items i where i.restaurant_id = $1 and i.order_id = $2`,
    [restaurantId, orderId],
  );
}
