/** What of tickets waits for its course, and how a course is fired. */
import type { Ticket } from "@tureen/shared/kitchen/endpoints";
import type { LineMove } from "@tureen/shared/orders/line-move";
import { isOver, previousStatus } from "@tureen/shared/orders/status";
import type { OrderStatus } from "@tureen/shared/table/document/order-status";
import { statusOfLine } from "./progress.ts";
import { isNothingToCook, wantedPortions } from "./wanted.ts";

type Line = Ticket["lines"][number];

/** A course of which something waits, with what of a ticket does. */
export interface HeldCourse {
  readonly number: number;
  readonly name: string;
  readonly lines: readonly Line[];
}

/** Whether a dish waits for its course; what nobody wants any more waits for nothing. */
export function isHeld(line: Line): boolean {
  return line.status === "held" && wantedPortions(line) > 0;
}

/** The dishes of a ticket that are to be made, or are made; what of it is off stays with them. */
export function firedLines({ lines }: Pick<Ticket, "lines">): Line[] {
  return lines.filter((line) => !isHeld(line));
}

/** The courses of a ticket that wait, the next one first. */
export function heldCourses({ lines, status }: Pick<Ticket, "lines" | "status">): HeldCourse[] {
  if (isOver(status)) return [];
  const held = lines.filter(isHeld);
  const numberOf = ({ course }: Line) => course?.number ?? 0;
  const numbers = [...new Set(held.map(numberOf))].sort((a, b) => a - b);
  return numbers.map((number) => {
    const own = held.filter((line) => numberOf(line) === number);
    return { number, name: own[0]?.course?.name ?? "", lines: own };
  });
}

/** Whether there is nothing to do for a ticket before its next course is fired. */
export function isWaiting(ticket: Pick<Ticket, "lines" | "status">): boolean {
  if (isNothingToCook(ticket) || heldCourses(ticket).length === 0) return false;
  return firedLines(ticket).every(
    (line) => wantedPortions(line) === 0 || statusOfLine(line, ticket.status) === "served",
  );
}

/** The status that a ticket is taken back to; for one that waits, its course is not served after all. */
export function backTo(ticket: Pick<Ticket, "lines" | "status">): OrderStatus | undefined {
  if (!isWaiting(ticket)) return previousStatus(ticket.status);
  return firedLines(ticket).some((line) => wantedPortions(line) > 0) ? "ready" : undefined;
}

/** The moves that fire a course of a ticket. */
export function fireMoves(ticket: Pick<Ticket, "lines" | "status">, course: number): LineMove[] {
  const lines = heldCourses(ticket).find(({ number }) => number === course)?.lines ?? [];
  return lines.flatMap(({ id }) =>
    id === undefined ? [] : [{ line: id, from: "held" as const, to: "placed" as const }],
  );
}

/** Since when the oldest dish that is being made waits: its course's fire, or the order. */
export function startedAt({
  lines,
  status,
  placedAt,
}: Pick<Ticket, "lines" | "status" | "placedAt">) {
  const starts = lines
    .filter((line) => !isHeld(line) && wantedPortions(line) > 0)
    .filter((line) => statusOfLine(line, status) !== "served")
    .map((line) => line.firedAt ?? placedAt);
  return starts.length > 0 ? Math.min(...starts) : placedAt;
}
