import { canMove } from "@tureen/shared/orders/status";
import { TureenError } from "@tureen/shared/platform/errors";
import type { OrderStatus } from "@tureen/shared/table/document/order-status";
import { z } from "zod";
import type { Actor } from "../platform/actor.ts";
import { type Database, inRestaurant, type Transaction } from "../platform/database.ts";
import { recordActivity } from "../platform/record-activity.ts";
import { readRows } from "../platform/rows.ts";
import { editSession } from "../table/edit-session.ts";
import { insertHistory, takeNumbers } from "./insert-history.ts";

const itsSession = z.object({ sessionId: z.string() });
const returned = z.object({ menuVersion: z.int(), wasSoldOut: z.boolean() });

export interface ChangeOrderStatus {
  readonly restaurantId: string;
  readonly orderId: string;
  /** The status that whoever taps has seen. */
  readonly from: OrderStatus;
  readonly to: OrderStatus;
  /** Needed to cancel, and only then kept. */
  readonly reason?: string;
  readonly by: Actor;
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
    const sessionId = await sessionOf(tx, input);
    const edited = await editSession(tx, { restaurantId, sessionId, now }, async (session) => {
      const { rowCount } = await tx.query(
        `update orders set status = $4, status_at = $5, cancel_reason = $6
         where restaurant_id = $1 and id = $2 and status = $3`,
        [restaurantId, orderId, from, to, now, reason ?? null],
      );
      if (rowCount !== 1) throw new TureenError("order-moved");
      if (to === "cancelled") await returnStock(tx, input);
      session.edit((edits) => edits.orderStatus(orderId, to, now.getTime(), reason));
      const next = await takeNumbers(tx, restaurantId, { order: false });
      const entry = { restaurantId, orderId, from, to, by, reason: reason ?? null, now };
      await insertHistory(tx, { ...entry, orderDigest: null }, next);
      await recordActivity(tx, {
        restaurantId,
        sessionId,
        by,
        action: "order.status",
        details: { orderId, from, to, event: next.eventNumber },
        now,
      });
      tx.tell({ kind: "floor", restaurantId });
      return next.eventNumber;
    });
    // Null when the table's log is no longer kept: nobody has its document open.
    return { event: edited.result, status: to, seq: edited.seq ?? 0 };
  });
}

async function sessionOf(tx: Transaction, { restaurantId, orderId }: ChangeOrderStatus) {
  const rows = await readRows(
    tx,
    itsSession,
    `select session_id as "sessionId" from orders where restaurant_id = $1 and id = $2`,
    [restaurantId, orderId],
  );
  if (!rows[0]) throw new TureenError("order-unknown");
  return rows[0].sessionId;
}

/** Puts the portions of an order back on counted dishes; phones look again if one was sold out. */
async function returnStock(
  tx: Transaction,
  { restaurantId, orderId }: ChangeOrderStatus,
): Promise<void> {
  const rows = await readRows(
    tx,
    returned,
    `with back as (
       select menu_item_id as id, sum(quantity)::int as quantity from order_items
       where restaurant_id = $1 and order_id = $2 group by menu_item_id
     ), locked as materialized (
       select id from menu_items
       where restaurant_id = $1 and stock is not null and id = any(array(select id from back))
       order by id for no key update
     )
     update menu_items m set stock = least(m.stock + back.quantity, 1000000)
     from back join locked on locked.id = back.id
     where m.restaurant_id = $1 and m.id = back.id and m.stock is not null
     returning m.stock <= back.quantity as "wasSoldOut",
       (select menu_version from restaurants where id = $1) as "menuVersion"`,
    [restaurantId, orderId],
  );
  const back = rows.find((row) => row.wasSoldOut);
  if (back) tx.tell({ kind: "menu", restaurantId, version: back.menuVersion });
}
