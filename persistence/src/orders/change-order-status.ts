import type { LineMove } from "@tureen/shared/orders/line-move";
import { afterMoves, progressBeside, statusOfLines } from "@tureen/shared/orders/progress";
import { canMove } from "@tureen/shared/orders/status";
import { TureenError } from "@tureen/shared/platform/errors";
import type { LineStatus, OrderStatus } from "@tureen/shared/table/document/order-status";
import type { SessionView } from "@tureen/shared/table/document/session-document";
import { z } from "zod";
import type { Actor } from "../platform/actor.ts";
import { type Database, inRestaurant, type Transaction } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { editSession, type LockedSession } from "../table/edit-session.ts";
import { CANCELLED_PORTIONS } from "../table/standing-cancellations.ts";
import type { NoteBill } from "./commit-confirm.ts";
import { type Portions, returnStock } from "./counted-stock.ts";
import { readLineProgress } from "./line-progress.ts";
import { type OrderMove, sessionOfOrder, writeOrderMove } from "./write-order-move.ts";

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
 * stock. What of it is held stays so, and its status is what follows from all its lines. Order row, history row and the table's document change in one transaction, also when the
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
      const move = { restaurantId, sessionId, orderId, from, to, reason, by, now };
      if (to === "cancelled") {
        await returnStock(tx, restaurantId, await liveLines(tx, input));
        await input.noteBill?.(tx, { ...input, sessionId }, cancelledIn(session.view(), orderId));
      } else {
        const fired = await moveFired(tx, session, move);
        if (fired) return fired;
      }
      return { event: await writeOrderMove(tx, session, move), status: to };
    });
    // Null when the table's log is no longer kept: nobody has its document open.
    return { ...edited.result, seq: edited.seq ?? 0 };
  });
}

/** Moves what was fired of an order of which something is held: that waits on. Null where nothing is held. */
async function moveFired(
  tx: Transaction,
  session: LockedSession,
  move: OrderMove,
): Promise<{ event: number; status: OrderStatus } | null> {
  const { status, lines } = await readLineProgress(tx, move);
  if (!lines.some((line) => line.status === "held")) return null;
  const to = move.to as LineStatus;
  const progress = lines
    .filter((line) => line.status !== "held" && line.status !== to)
    .map((line): LineMove => ({ line: line.line, from: line.status, to }));
  if (status !== move.from) throw new TureenError("order-moved");
  // Nobody was faster: all of it waits to be fired.
  if (progress.length === 0) throw new TureenError("order-move-refused");
  const after = afterMoves(lines, progress);
  const follows = statusOfLines(after) ?? status;
  const beside = progressBeside(follows, after);
  const event = await writeOrderMove(tx, session, { ...move, to: follows, progress, beside });
  return { event, status: follows };
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
