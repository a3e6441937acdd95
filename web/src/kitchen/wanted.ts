import type { Ticket } from "@tureen/shared/kitchen/endpoints";

type TicketLine = Pick<Ticket["lines"][number], "quantity" | "cancelled">;

/** How many portions of a dish are not wanted any more. */
export function cancelledPortions({ cancelled = [] }: Pick<TicketLine, "cancelled">): number {
  return cancelled.reduce((sum, { portions }) => sum + portions, 0);
}

/** How many portions of a dish are to be cooked. */
export function wantedPortions(line: TicketLine): number {
  return line.quantity - cancelledPortions(line);
}

/** Whether everything that was ordered was taken back: the ticket is only to be put away. */
export function isNothingToCook({ lines }: { readonly lines: readonly TicketLine[] }): boolean {
  return lines.length > 0 && lines.every((line) => wantedPortions(line) === 0);
}

/** Why portions are not wanted any more, each reason once. */
export function cancelReasons(lines: readonly Pick<TicketLine, "cancelled">[]): string[] {
  return [...new Set(lines.flatMap(({ cancelled = [] }) => cancelled.map(({ reason }) => reason)))];
}
