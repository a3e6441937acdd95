import type { Ticket } from "@tureen/shared/kitchen/endpoints";
import type { OrderStatus } from "@tureen/shared/table/document/order-status";
import { isWaiting } from "./courses.ts";
import { isNothingToCook } from "./wanted.ts";

/** What a cook can narrow the board to. */
export const LANES = ["all", "new", "cooking", "ready"] as const;
export type Lane = (typeof LANES)[number];

const MEMBERS: Readonly<Record<Exclude<Lane, "all">, readonly OrderStatus[]>> = {
  new: ["placed"],
  cooking: ["accepted", "preparing"],
  ready: ["ready"],
};

/**
 * Whether the order belongs to the lane; one of which nothing is to be cooked, or which waits for a course,
 * only to all.
 */
export function inLane(ticket: Pick<Ticket, "status" | "lines">, lane: Lane): boolean {
  if (lane === "all") return true;
  return MEMBERS[lane].includes(ticket.status) && !isNothingToCook(ticket) && !isWaiting(ticket);
}
