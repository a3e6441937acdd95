import type { Ticket } from "@tureen/shared/kitchen/endpoints";
import { groupText } from "@tureen/shared/table/choice-groups";
import type { OrderStatus } from "@tureen/shared/table/document/order-status";
import { lineChoices } from "./line-choices.ts";
import { lineName } from "./line-name.ts";
import { cancelReasons, isNothingToCook } from "./wanted.ts";

/** What a cook can narrow the board to. */
export const LANES = ["all", "new", "cooking", "ready"] as const;
export type Lane = (typeof LANES)[number];

const MEMBERS: Readonly<Record<Exclude<Lane, "all">, readonly OrderStatus[]>> = {
  new: ["placed"],
  cooking: ["accepted", "preparing"],
  ready: ["ready"],
};

/** Whether the order belongs to the lane; one of which nothing is to be cooked only to all. */
export function inLane(ticket: Pick<Ticket, "status" | "lines">, lane: Lane): boolean {
  return lane === "all" || (MEMBERS[lane].includes(ticket.status) && !isNothingToCook(ticket));
}

/**
 * Deals tickets into columns: each goes to the column that is shortest so far, so the oldest stand
 * at the top and little room is wasted. `weight` estimates a ticket's height in lines.
 */
export function dealColumns<T>(
  tickets: readonly T[],
  columns: number,
  weight: (ticket: T) => number,
): T[][] {
  const dealt: { items: T[]; height: number }[] = Array.from({ length: columns }, () => ({
    items: [],
    height: 0,
  }));
  for (const ticket of tickets) {
    const shortest = dealt.reduce((best, column) => (column.height < best.height ? column : best));
    shortest.items.push(ticket);
    shortest.height += weight(ticket);
  }
  return dealt.map((column) => column.items);
}

/** A ticket's rough height in lines of text. */
export function ticketWeight(ticket: Pick<Ticket, "lines">): number {
  const lines = ticket.lines.map(
    (line) =>
      1 +
      Math.ceil(lineName(line).length / 22) +
      heightOf(lineChoices(line).map(groupText)) +
      (line.note ? 1 + Math.ceil(line.note.length / 24) : 0) +
      (line.forSeat === null ? 0 : 1) +
      (line.restored ? 1 : 0) +
      (line.cancelled?.length ? 1 + Math.ceil(cancelReasons([line]).join(" · ").length / 24) : 0) +
      Math.ceil(Math.max(1, line.allergens.join(", ").length) / 22),
  );
  return lines.reduce((sum, height) => sum + height, 7);
}

function heightOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + Math.ceil(text.length / 26), 0);
}
