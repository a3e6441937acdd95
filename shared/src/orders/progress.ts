/** Lines of an order that go on one by one, and what follows from them for the order. */
import {
  LINE_STATUSES,
  type LineStatus,
  type OrderStatus,
} from "../table/document/order-status.ts";
import type { Order } from "../table/document/types.ts";
import type { LineMove } from "./line-move.ts";

/** A line, how far it is, and how many of its portions are still wanted. */
export interface LineProgress {
  readonly line: string;
  readonly status: LineStatus;
  readonly wanted: number;
}

const PREPARING = LINE_STATUSES.indexOf("preparing");

/**
 * The status of an order of which lines are this far: of what is wanted of it (of all where nothing is)
 * as far as the slowest dish, except that it is being prepared as soon as any dish is. Undefined without
 * lines.
 */
export function statusOfLines(
  lines: readonly Pick<LineProgress, "status" | "wanted">[],
): LineStatus | undefined {
  if (lines.length === 0) return undefined;
  const wanted = lines.filter((line) => line.wanted > 0);
  const stages = (wanted.length > 0 ? wanted : lines).map(({ status }) =>
    LINE_STATUSES.indexOf(status),
  );
  const slowest = Math.min(...stages);
  const isBegun = Math.max(...stages) >= PREPARING;
  return LINE_STATUSES[isBegun ? Math.max(slowest, PREPARING) : slowest];
}

/** Lines as they are after these moves. */
export function afterMoves<L extends Pick<LineProgress, "line" | "status">>(
  lines: readonly L[],
  moves: readonly LineMove[],
): L[] {
  const to = new Map(moves.map((move) => [move.line, move.to]));
  return lines.map((line) => ({ ...line, status: to.get(line.line) ?? line.status }));
}

/** Of these lines those that are not as far as their order, as the table's document names them. */
export function progressBeside(
  status: OrderStatus,
  lines: readonly Pick<LineProgress, "line" | "status">[],
): Order["progress"] {
  const beside = lines.filter((each) => status !== "cancelled" && each.status !== status);
  if (beside.length === 0) return undefined;
  return Object.fromEntries(beside.map((each) => [each.line, each.status]));
}
