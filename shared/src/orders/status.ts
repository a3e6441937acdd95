/**
 * The life of an order. It moves forward one step at a time; a cook's slip is undone one step back;
 * it can be cancelled until it has been served. Every move is a row of history.
 */
import {
  type LineStatus,
  ORDER_STATUSES,
  type OrderStatus,
} from "../table/document/order-status.ts";

const FORWARD: Partial<Record<OrderStatus, OrderStatus>> = {
  placed: "accepted",
  accepted: "preparing",
  preparing: "ready",
  ready: "served",
};

/** The status that one tap on a ticket leads to, if any. */
export function nextStatus(status: OrderStatus): OrderStatus | undefined {
  return FORWARD[status];
}

/** The status that an undo leads back to, if any. A cancelled order stays cancelled. */
export function previousStatus(status: OrderStatus): OrderStatus | undefined {
  return ORDER_STATUSES.find((from) => FORWARD[from] === status);
}

/** Whether nothing more will become of an order: it was served or cancelled. */
export function isOver(status: OrderStatus | LineStatus): boolean {
  return status === "served" || status === "cancelled";
}

/** Whether the kitchen may have begun to cook an order or a line: what was taken out for it is used up. */
export function isBegun(status: OrderStatus | LineStatus): boolean {
  return status === "preparing" || status === "ready" || status === "served";
}

/** Whether an order may move so: one step forward, one step back, or cancelled before served. */
export function canMove(from: OrderStatus, to: OrderStatus): boolean {
  if (to === "cancelled") return !isOver(from);
  return nextStatus(from) === to || previousStatus(from) === to;
}
