import type { LineMove } from "@tureen/shared/orders/line-move";
import { TureenError } from "@tureen/shared/platform/errors";
import type { OrderStatus } from "@tureen/shared/table/document/order-status";
import type { Order } from "@tureen/shared/table/document/types";
import { z } from "zod";
import type { Actor } from "../platform/actor.ts";
import type { Transaction } from "../platform/database.ts";
import { recordActivity } from "../platform/record-activity.ts";
import { readRows } from "../platform/rows.ts";
import type { LockedSession } from "../table/edit-session.ts";
import type { SessionKey } from "../table/load-document.ts";
import { insertHistory, takeNumbers } from "./insert-history.ts";

const itsSession = z.object({ sessionId: z.string() });

/** What becomes of an order, decided under its session's lock. */
export interface OrderMove extends SessionKey {
  readonly orderId: string;
  readonly from: OrderStatus;
  readonly to: OrderStatus;
  readonly reason?: string | undefined;
  /** Lines from which it follows; left out where the order is moved as a whole. */
  readonly progress?: readonly LineMove[];
  /** Lines that are not as far as the order afterwards. */
  readonly beside?: Order["progress"];
  readonly by: Actor;
  readonly now: Date;
}

/** The session of an order. Throws "order-unknown". */
export async function sessionOfOrder(
  tx: Transaction,
  { restaurantId, orderId }: Pick<OrderMove, "restaurantId" | "orderId">,
): Promise<string> {
  const rows = await readRows(
    tx,
    itsSession,
    `select session_id as "sessionId" from orders where restaurant_id = $1 and id = $2`,
    [restaurantId, orderId],
  );
  if (!rows[0]) throw new TureenError("order-unknown");
  return rows[0].sessionId;
}

/**
 * Writes a move of an order or of its lines everywhere: order row, document, numbered history, and,
 * when the order's status changes, the record of what staff did. Returns the event's number. Throws
 * "order-moved" when the order is not where it moves from.
 */
export async function writeOrderMove(
  tx: Transaction,
  session: LockedSession,
  move: OrderMove,
): Promise<number> {
  const { restaurantId, sessionId, orderId, from, to, reason, progress, beside, by, now } = move;
  const isStep = from !== to;
  if (isStep) {
    const { rowCount } = await tx.query(
      `update orders set status = $4, status_at = $5, cancel_reason = $6
       where restaurant_id = $1 and id = $2 and status = $3`,
      [restaurantId, orderId, from, to, now, reason ?? null],
    );
    if (rowCount !== 1) throw new TureenError("order-moved");
  }
  session.edit((edits) =>
    edits.orderProgress(orderId, {
      status: to,
      ...(isStep && { statusAt: now.getTime() }),
      ...(reason !== undefined && { reason }),
      progress: beside,
    }),
  );
  const next = await takeNumbers(tx, restaurantId, { order: false });
  const entry = { restaurantId, orderId, from, to, by, reason: reason ?? null, now };
  await insertHistory(tx, { ...entry, orderDigest: null, ...(progress && { progress }) }, next);
  if (isStep) {
    await recordActivity(tx, {
      ...{ restaurantId, sessionId, by, now, action: "order.status" },
      details: { orderId, from, to, event: next.eventNumber, ...(reason && { reason }) },
    });
  }
  // Which courses wait is shown there too.
  const isFire = progress?.some((each) => each.from === "held" || each.to === "held");
  if (isStep || isFire) tx.tell({ kind: "floor", restaurantId });
  return next.eventNumber;
}
