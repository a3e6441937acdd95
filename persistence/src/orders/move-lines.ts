import type { LineMove } from "@tureen/shared/orders/line-move";
import {
  afterMoves,
  canMoveLine,
  type LineProgress,
  progressBeside,
  statusOfLines,
} from "@tureen/shared/orders/progress";
import { canMove } from "@tureen/shared/orders/status";
import { TureenError } from "@tureen/shared/platform/errors";
import type { OrderStatus } from "@tureen/shared/table/document/order-status";
import type { Actor } from "../platform/actor.ts";
import { type Database, inRestaurant, type Transaction } from "../platform/database.ts";
import { editSession, type LockedSession } from "../table/edit-session.ts";
import { readLineProgress } from "./line-progress.ts";
import { type OrderMove, sessionOfOrder, writeOrderMove } from "./write-order-move.ts";

export interface MoveLines {
  readonly restaurantId: string;
  readonly orderId: string;
  /** Each with the status that whoever taps has seen. */
  readonly moves: readonly LineMove[];
  readonly by: Actor;
  readonly now: Date;
}

/**
 * Moves lines of an order on or back, each by as many steps as the kitchen wants; the order's status
 * follows from all its lines. All of it or nothing: one row of history, the order's row and the table's
 * document change in one transaction, also when the table has been closed meanwhile. Throws
 * "order-unknown"; "order-line-unknown"; "order-moved" when a line is no longer where it was seen, so
 * that two taps are one; "order-move-refused" for a cancelled order, and for holding what was accepted;
 * "field-invalid" (moves).
 */
export async function moveLines(
  database: Database,
  input: MoveLines,
): Promise<{ event: number; status: OrderStatus; seq: number }> {
  const { restaurantId, orderId, moves, by, now } = input;
  const named = new Set(moves.map(({ line }) => line));
  const isMoved = ({ from, to }: LineMove) => from !== to;
  if (named.size === 0 || named.size !== moves.length || !moves.every(isMoved)) {
    throw new TureenError("field-invalid", { field: "moves" });
  }
  return inRestaurant(database, restaurantId, async (tx) => {
    const sessionId = await sessionOfOrder(tx, input);
    const edited = await editSession(tx, { restaurantId, sessionId, now }, async (session) => {
      const { status: from, lines } = await readLineProgress(tx, input);
      if (from === "cancelled") throw new TureenError("order-move-refused");
      checkMoves(lines, moves);
      const after = afterMoves(lines, moves);
      const to = statusOfLines(after) ?? from;
      const isWhole = canMove(from, to) && [lines, after].every(isTogether);
      const move: OrderMove = { restaurantId, sessionId, orderId, from, to, by, now };
      const event = await writeOrderMove(
        tx,
        session,
        // Where all lines take the order's next step together, that is a move of the order.
        isWhole ? move : { ...move, progress: moves, beside: progressBeside(to, after) },
      );
      return { event, status: to };
    });
    // Null when the table's log is no longer kept: nobody has its document open.
    return { ...edited.result, seq: edited.seq ?? 0 };
  });
}

/**
 * Lets an order's status follow from its lines again, after portions were cancelled or are wanted after
 * all; does nothing where it is as it has to be, or where nothing is left of the order. Call it under
 * the session's lock, last.
 */
export async function followLines(
  tx: Transaction,
  session: LockedSession,
  input: Pick<OrderMove, "restaurantId" | "sessionId" | "orderId" | "by" | "now">,
): Promise<void> {
  const { status: from, lines } = await readLineProgress(tx, input);
  const isNothingWanted = lines.every(({ wanted }) => wanted === 0);
  const to = statusOfLines(lines) ?? from;
  if (from === "cancelled" || isNothingWanted || to === from) return;
  const beside = progressBeside(to, lines);
  await writeOrderMove(tx, session, { ...input, from, to, progress: [], beside });
}

function checkMoves(lines: readonly LineProgress[], moves: readonly LineMove[]): void {
  for (const { line, from, to } of moves) {
    const known = lines.find((each) => each.line === line);
    if (!known) throw new TureenError("order-line-unknown");
    if (known.status !== from) throw new TureenError("order-moved");
    if (!canMoveLine({ from, to })) throw new TureenError("order-move-refused");
  }
}

/** Whether all lines are equally far. */
function isTogether(lines: readonly LineProgress[]): boolean {
  return lines.every(({ status }) => status === lines[0]?.status);
}
