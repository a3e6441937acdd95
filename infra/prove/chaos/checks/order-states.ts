/** What an order's numbered history makes of it and of its lines, row by row. */
import {
  afterMoves,
  firstStatus,
  type LineProgress,
  progressBeside,
  statusOfLines,
} from "@tureen/shared/orders/progress";
import type { OrderStatus } from "@tureen/shared/table/document/order-status";
import type { Order } from "@tureen/shared/table/document/types";
import type { OrderRecord, StatusRow } from "./evidence.ts";

/** An order as an event left it. */
export interface OrderState {
  /** The event's number. */
  readonly number: number;
  readonly status: OrderStatus;
  readonly lines: readonly LineProgress[];
  /** The lines as it found them. */
  readonly before: readonly LineProgress[];
  /** What the table's document has to say of its lines. */
  readonly progress: Order["progress"];
}

export interface OrderStates {
  readonly states: readonly OrderState[];
  /** What the first row says that cannot be, as the end of a sentence; null when all is well. */
  readonly fault: string | null;
}

/** An order after each of its rows. A row that cannot follow is taken at its word. */
export function orderStates(
  { lines: ordered }: Pick<OrderRecord, "lines">,
  rows: readonly StatusRow[],
): OrderStates {
  let status: OrderStatus = "placed";
  let lines: readonly LineProgress[] = ordered.map((line) => ({
    ...{ line: line.line, status: firstStatus(line), wanted: line.quantity },
  }));
  let fault: string | null = null;
  const states = rows.map((row): OrderState => {
    const wrong = wrongIn(row, { status, lines });
    if (wrong) fault ??= `${wrong} in event ${row.number}`;
    const before = lines;
    lines = linesAfter(lines, row);
    if (row.moves && row.to !== statusOfLines(lines)) {
      fault ??= `is ${row.to} after event ${row.number}, which does not follow from its lines`;
    }
    status = row.to;
    const progress = progressBeside(status, lines);
    return { number: row.number, status, lines, before, progress };
  });
  return { states, fault };
}

function wrongIn(
  { from, to, moves, change }: StatusRow,
  { status, lines }: Pick<OrderState, "status" | "lines">,
): string | null {
  if (from !== null && from !== status) return `goes on from ${from}, being ${status},`;
  if (change) {
    const line = lines.find((each) => each.line === change.line);
    const left = line && line.wanted + wantedBy(change);
    if (from !== to) return `changes its status with a line's portions`;
    return left === undefined || left < 0 ? `has portions cancelled that it has not` : null;
  }
  const isWhole = from !== null && !moves && to !== "cancelled";
  if (isWhole && lines.some((line) => line.status === "held")) return `goes on with what is held`;
  for (const move of moves ?? []) {
    const at = lines.find(({ line }) => line === move.line)?.status;
    if (at !== move.from) return `has a line moved from ${move.from}, being ${at},`;
  }
  return null;
}

function linesAfter(
  lines: readonly LineProgress[],
  { from, to, moves, change }: StatusRow,
): readonly LineProgress[] {
  if (change) {
    return lines.map((each) =>
      each.line === change.line ? { ...each, wanted: each.wanted + wantedBy(change) } : each,
    );
  }
  if (moves) return afterMoves(lines, moves);
  // A cancelled order leaves its lines where they were, and a new one as they were ordered.
  return from === null || to === "cancelled"
    ? lines
    : lines.map((each) => ({ ...each, status: to }));
}

function wantedBy({ kind, portions }: NonNullable<StatusRow["change"]>): number {
  return kind === "restored" ? portions : -portions;
}
