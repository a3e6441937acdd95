/** What an order's numbered history makes of it, step by step, as its table's document has to show it. */
import type { LineMove } from "../orders/line-move.ts";
import { afterMoves, canMoveLine, firstStatus, progressBeside } from "../orders/progress.ts";
import { canMove } from "../orders/status.ts";
import type { LineStatus, OrderStatus } from "../table/document/order-status.ts";
import type { Order } from "../table/document/types.ts";
import type { RecordedOrder, StatusChange } from "./recording.ts";

/** An order as a step left it. */
export interface OrderStep {
  readonly from: OrderStatus | null;
  readonly to: OrderStatus;
  /** When its status changed last. */
  readonly statusAt: number;
  readonly reason: string | null;
  readonly progress: Order["progress"];
}

/** Whether an order may go so: as a whole one step at a time, by its lines as they come. */
export function isStep({ from, to, moves }: Pick<StatusChange, "from" | "to" | "moves">): boolean {
  if (from === null) return to === "placed" && !moves;
  if (!moves) return canMove(from, to);
  return from !== "cancelled" && to !== "cancelled" && moves.every(canMoveLine);
}

/** An order after each row of its history. */
export function orderSteps({
  lines,
  history,
}: Pick<RecordedOrder, "lines" | "history">): OrderStep[] {
  let progress: { line: string; status: LineStatus }[] = lines.map((line) => ({
    line: line.line,
    status: firstStatus(line),
  }));
  let statusAt = 0;
  return history.map(({ from, to, at, reason, moves }) => {
    if (from !== to) statusAt = at;
    if (moves) progress = afterMoves(progress, moves);
    else if (from !== null && to !== "cancelled") {
      progress = progress.map(({ line }) => ({ line, status: to }));
    }
    return { from, to, statusAt, reason, progress: progressBeside(to, progress) };
  });
}

/** The lines of an order that are not where they were; null where all of it moved as one. */
export function movesBetween(before: Order, after: Order): LineMove[] | null {
  const isWhole = !before.progress && !after.progress;
  if (isWhole || before.status === "cancelled" || after.status === "cancelled") return null;
  const [was, is] = [before.status, after.status];
  return after.lines.flatMap(({ line }) => {
    const from = before.progress?.[line] ?? was;
    const to = after.progress?.[line] ?? is;
    return from === to ? [] : [{ line, from, to }];
  });
}
