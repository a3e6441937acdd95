/** How far the lines of orders are, as the restaurant's numbered history has it. */
import type { LineProgress } from "@tureen/shared/orders/progress";
import { TureenError } from "@tureen/shared/platform/errors";
import {
  LINE_STATUSES,
  ORDER_STATUSES,
  type OrderStatus,
} from "@tureen/shared/table/document/order-status";
import { z } from "zod";
import type { Transaction } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { lineStatus } from "../table/line-status.ts";
import { CANCELLED_PORTIONS } from "../table/standing-cancellations.ts";

const orderNow = z.object({ status: z.enum(ORDER_STATUSES) });
const lineNow = z.object({
  line: z.string(),
  status: z.enum(LINE_STATUSES),
  wanted: z.int(),
});

/** An order's status and how far each of its lines is. Throws "order-unknown". */
export async function readLineProgress(
  tx: Transaction,
  { restaurantId, orderId }: { readonly restaurantId: string; readonly orderId: string },
): Promise<{ readonly status: OrderStatus; readonly lines: readonly LineProgress[] }> {
  const [order] = await readRows(
    tx,
    orderNow,
    "select status from orders where restaurant_id = $1 and id = $2",
    [restaurantId, orderId],
  );
  if (!order) throw new TureenError("order-unknown");
  const lines = await readRows(
    tx,
    lineNow,
    `select i.line_id as line, ${lineStatus()} as status,
       (i.quantity - ${CANCELLED_PORTIONS})::int as wanted
     from order_items i where i.restaurant_id = $1 and i.order_id = $2 order by i.position`,
    [restaurantId, orderId],
  );
  return { ...order, lines };
}
