/** How far dishes are, and which of them a tap moves. */
import type { Ticket } from "@tureen/shared/kitchen/endpoints";
import type { LineMove } from "@tureen/shared/orders/line-move";
import { afterMoves, statusOfLines } from "@tureen/shared/orders/progress";
import {
  LINE_STATUSES,
  type LineStatus,
  type OrderStatus,
} from "@tureen/shared/table/document/order-status";
import { isNothingToCook, wantedPortions } from "./wanted.ts";

type Line = Ticket["lines"][number];

const stageOf = (status: OrderStatus | LineStatus) => LINE_STATUSES.indexOf(status as LineStatus);

/** How far a dish is; older servers do not say it: as far as its order. */
export function statusOfLine(line: Line, order: OrderStatus): LineStatus {
  return line.status ?? (order === "cancelled" ? "placed" : order);
}

/** Whether a dish only has to be carried out, or is. */
export function isCooked(line: Line, order: OrderStatus): boolean {
  return stageOf(statusOfLine(line, order)) >= stageOf("ready");
}

/** How far some lines of a ticket are together. */
export function statusOfPart(lines: readonly Line[], order: OrderStatus): OrderStatus {
  if (order === "cancelled") return order;
  const known = lines.map((line) => ({
    status: statusOfLine(line, order),
    wanted: wantedPortions(line),
  }));
  return statusOfLines(known) ?? order;
}

/** The moves that bring a ticket's lines on (or back) to a status, those that are not there or beyond. */
export function movesTo(
  { lines, status }: Pick<Ticket, "lines" | "status">,
  to: LineStatus,
  way: "on" | "back",
): LineMove[] {
  const all = isNothingToCook({ lines });
  return lines.flatMap((line) => {
    const from = statusOfLine(line, status);
    const isBehind = way === "on" ? stageOf(from) < stageOf(to) : stageOf(from) > stageOf(to);
    if (line.id === undefined || !isBehind) return [];
    // What is held waits for its course; what nobody wants is only put away.
    if (!all && (from === "held" || wantedPortions(line) === 0)) return [];
    return [{ line: line.id, from, to }];
  });
}

/** Takes moves back. */
export function reversed(moves: readonly LineMove[]): LineMove[] {
  return moves.map(({ line, from, to }) => ({ line, from: to, to: from }));
}

/**
 * A ticket after moves, made at `at` where that is known, of which some may have been overtaken: those
 * change nothing.
 */
export function moved(ticket: Ticket, moves: readonly LineMove[], at?: number): Ticket {
  if (ticket.status === "cancelled") return ticket;
  const lines = ticket.lines.map((line) => ({
    ...line,
    line: line.id ?? "",
    status: statusOfLine(line, ticket.status),
  }));
  const valid = moves.filter((move) =>
    lines.some(({ line, status }) => line === move.line && status === move.from),
  );
  if (valid.length === 0) return ticket;
  const after = afterMoves(lines, valid).map(({ line: id, ...line }) => {
    const isFired = valid.some((move) => move.line === id && move.from === "held");
    return isFired && at !== undefined ? { ...line, firedAt: at } : line;
  });
  return { ...ticket, lines: after, status: statusOfPart(after, ticket.status) };
}

/** Whether a ticket is already where moves lead: somebody, or a lost answer, was there before. */
export function isThere({ lines, status }: Ticket, moves: readonly LineMove[]): boolean {
  return moves.every((move) =>
    lines.some((line) => line.id === move.line && statusOfLine(line, status) === move.to),
  );
}
