/** Lines of an order that go on one by one, and what follows from them for the order. */
import type { LineStatus, OrderStatus } from "../table/document/order-status.ts";
import type { Order, OrderLine } from "../table/document/types.ts";
import type { LineMove } from "./line-move.ts";

/** A line, how far it is, and how many of its portions are still wanted. */
export interface LineProgress {
  readonly line: string;
  readonly status: LineStatus;
  readonly wanted: number;
}

/** How far a line can be that is not held. */
const FIRED = ["placed", "accepted", "preparing", "ready", "served"] as const;
const PREPARING = FIRED.indexOf("preparing");

/**
 * The status of an order of which lines are this far: of what is wanted of it (of all where nothing is)
 * as far as the slowest dish, except that it is being prepared as soon as any dish is. What is held does
 * not hold up what was fired, but no order is served while anything of it is held: it is being prepared
 * between its courses. Undefined without lines.
 */
export function statusOfLines(
  lines: readonly Pick<LineProgress, "status" | "wanted">[],
): Exclude<LineStatus, "held"> | undefined {
  if (lines.length === 0) return undefined;
  const wanted = lines.filter((line) => line.wanted > 0);
  const counted = wanted.length > 0 ? wanted : lines;
  const stages = counted.flatMap(({ status }) =>
    status === "held" ? [] : [FIRED.indexOf(status)],
  );
  if (stages.length === 0) return "placed";
  const slowest = Math.min(...stages);
  const isBegun = Math.max(...stages) >= PREPARING;
  const status = FIRED[isBegun ? Math.max(slowest, PREPARING) : slowest];
  const isHeld = stages.length < counted.length;
  return isHeld && status === "served" ? "preparing" : status;
}

/** How far a line is when it is ordered. */
export function firstStatus({ course }: Pick<OrderLine, "course">): LineStatus {
  return course?.held ? "held" : "placed";
}

/** Whether a line may go so: anywhere, but only what nobody has accepted is held again. */
export function canMoveLine({ from, to }: Pick<LineMove, "from" | "to">): boolean {
  return to !== "held" || from === "placed";
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
