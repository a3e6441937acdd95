import { isBegun, isOver } from "@tureen/shared/orders/status";
import { businessDayOf } from "@tureen/shared/platform/business-day";
import { TureenError } from "@tureen/shared/platform/errors";
import {
  LINE_STATUSES,
  ORDER_STATUSES,
  type OrderStatus,
} from "@tureen/shared/table/document/order-status";
import { z } from "zod";
import { STOCK_NOW } from "../menu/live-stock.ts";
import { readService } from "../menu/read-service.ts";
import type { Actor } from "../platform/actor.ts";
import type { Transaction } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { sharedNow } from "../platform/shared-clock.ts";
import { lineStatus } from "../table/line-status.ts";
import { returnStock, takeStock } from "./counted-stock.ts";
import { insertHistory, type LineChange, takeNumbers } from "./insert-history.ts";

/** Portions of an order's line, before anything is written about them. */
export interface LineAtHand extends Pick<LineChange, "line" | "portions"> {
  readonly restaurantId: string;
  readonly orderId: string;
}

const orderedLine = z.object({
  status: z.enum(ORDER_STATUSES),
  progress: z.enum(LINE_STATUSES),
  item: z.string(),
});
const cancellation = z.object({ at: z.enum(LINE_STATUSES) });
const counted = z.object({ stock: z.int(), menuVersion: z.int() });

/** What is told to the kitchen, once the numbers of what it follows from are known. */
export type TellKitchen = (told: {
  readonly voidEntry: number;
  readonly by: Actor;
  readonly reason: string;
  readonly now: Date;
}) => Promise<void>;

/**
 * Prepares to tell the kitchen that portions of a line are not wanted any more. Counted portions that
 * nobody has begun to cook can be sold again, so they go back in stock; what is being cooked is used
 * up, and stays off. Call it under the session's lock, before numbers are taken; what it returns
 * writes the event, with the restaurant's next number.
 */
export async function cancelPortions(tx: Transaction, at: LineAtHand): Promise<TellKitchen> {
  const { status, progress, item } = await readLine(tx, at);
  if (status === "cancelled" || !isBegun(progress)) {
    await returnStock(tx, at.restaurantId, [{ item, quantity: at.portions }]);
  }
  return (told) => tell(tx, at, status, { ...told, change: "cancelled" });
}

/**
 * The same for portions that are to be made after all, since their void is undone. Those that went
 * back in stock are taken out again; what was meanwhile sold to others cannot be cooked. Throws
 * "order-cancelled" when the kitchen has put the order away, "dish-sold-out". Null when the kitchen
 * was never told of the void, which only older releases did not.
 */
export async function restorePortions(
  tx: Transaction,
  at: LineAtHand & { readonly voidEntry: number },
): Promise<TellKitchen | null> {
  const { restaurantId, portions: quantity } = at;
  const { status, progress, item } = await readLine(tx, at);
  if (status === "cancelled") throw new TureenError("order-cancelled");
  const [before] = await readRows(
    tx,
    cancellation,
    `select ${lineStatus("c.event_number")} as at
     from order_status_history c join order_items i on i.restaurant_id = c.restaurant_id
       and i.order_id = c.order_id and i.line_id = c.line_id
     where c.restaurant_id = $1 and c.order_id = $2 and c.line_id = $3
       and c.line_change = 'cancelled' and c.void_entry = $4`,
    [restaurantId, at.orderId, at.line, at.voidEntry],
  );
  if (!before) return null;
  if (!isBegun(before.at)) {
    const today = businessDayOf(sharedNow(), await readService(tx, { restaurantId }));
    const [dish] = await readRows(
      tx,
      counted,
      `select ${STOCK_NOW("$3::date")} as stock, r.menu_version as "menuVersion"
       from menu_items m join restaurants r on r.id = m.restaurant_id
       where m.restaurant_id = $1 and m.id = $2 and (${STOCK_NOW("$3::date")}) is not null
       for no key update of m`,
      [restaurantId, item, today],
    );
    // What was served was eaten, whatever the count says.
    if (dish && dish.stock < quantity && !isOver(progress)) throw new TureenError("dish-sold-out");
    if (dish) {
      const taken = [{ item, quantity: Math.min(quantity, dish.stock) }];
      await takeStock(tx, { restaurantId, version: dish.menuVersion }, today, taken);
    }
  }
  return (told) => tell(tx, at, status, { ...told, change: "restored" });
}

async function readLine(tx: Transaction, { restaurantId, orderId, line }: LineAtHand) {
  const [found] = await readRows(
    tx,
    orderedLine,
    `select o.status, ${lineStatus()} as progress, i.menu_item_id as item
     from orders o join order_items i on i.restaurant_id = o.restaurant_id and i.order_id = o.id
     where o.restaurant_id = $1 and o.id = $2 and i.line_id = $3`,
    [restaurantId, orderId, line],
  );
  if (!found) throw new TureenError("order-line-unknown");
  return found;
}

async function tell(
  tx: Transaction,
  { restaurantId, orderId, line, portions }: LineAtHand,
  status: OrderStatus,
  told: Parameters<TellKitchen>[0] & Pick<LineChange, "change">,
): Promise<void> {
  const { change, voidEntry, by, reason, now } = told;
  const next = await takeNumbers(tx, restaurantId, { order: false });
  await insertHistory(
    tx,
    {
      ...{ restaurantId, orderId, from: status, to: status, by, reason, orderDigest: null, now },
      line: { line, change, portions, voidEntry },
    },
    next,
  );
}
