/** The statuses of an order, as the table sees it; orders/status.ts says how it moves between them. */
export const ORDER_STATUSES = [
  "placed",
  "accepted",
  "preparing",
  "ready",
  "served",
  "cancelled",
] as const;

export type OrderStatus = (typeof ORDER_STATUSES)[number];

/**
 * How far one line of an order is. One of a later course is held until it is fired, which places it. A
 * line is never cancelled as such: its portions are.
 */
export const LINE_STATUSES = [
  "held",
  "placed",
  "accepted",
  "preparing",
  "ready",
  "served",
] as const;

export type LineStatus = (typeof LINE_STATUSES)[number];
