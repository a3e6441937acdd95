import { z } from "zod";
import type { OrderStatus } from "../table/document/order-status.ts";

/** How far one line of an order is. A line is never cancelled as such: its portions are. */
export const LINE_STATUSES = ["placed", "accepted", "preparing", "ready", "served"] as const;

export type LineStatus = (typeof LINE_STATUSES)[number];

/** One line of an order that went from one status to another. */
export const lineMove = z.object({
  line: z.string(),
  from: z.enum(LINE_STATUSES),
  to: z.enum(LINE_STATUSES),
});

export type LineMove = Readonly<z.infer<typeof lineMove>>;

/**
 * The status of an order of which lines are this far: of what is wanted of it, as far as the slowest
 * dish, except that it is being prepared as soon as any dish is. Undefined when nothing of it is wanted
 * any more: what becomes of it then is a cook's decision.
 */
export function statusOfLines(
  lines: readonly { readonly status: LineStatus; readonly wanted: number }[],
): OrderStatus | undefined {
  const stages = lines.flatMap(({ status, wanted }) =>
    wanted > 0 ? [LINE_STATUSES.indexOf(status)] : [],
  );
  if (stages.length === 0) return undefined;
  const slowest = Math.min(...stages);
  const preparing = LINE_STATUSES.indexOf("preparing");
  const isBegun = Math.max(...stages) >= preparing;
  return LINE_STATUSES[isBegun ? Math.max(slowest, preparing) : slowest];
}

/** The status that lines have which nobody has moved one by one: their order's. */
export function lineStatusOf(order: OrderStatus): LineStatus {
  return order === "cancelled" ? "placed" : order;
}
