import { keyOf, uncovered } from "@tureen/shared/bill/bill";
import type { Adjusting } from "@tureen/shared/bill/endpoints";
import { lengthOf, PORTION, type Range, without } from "@tureen/shared/bill/ranges";
import { ADJUSTMENT_RIGHTS } from "@tureen/shared/bill/rights";
import { standing } from "@tureen/shared/bill/voids";
import { isOver } from "@tureen/shared/orders/status";
import { TureenError } from "@tureen/shared/platform/errors";
import { mayAct } from "@tureen/shared/platform/roles";
import { CHARGES } from "@tureen/shared/table/document/roots/claims";
import type { Adjustment } from "@tureen/shared/table/document/types";
import { cancelPortions, restorePortions, type TellKitchen } from "../orders/change-line.ts";
import { readLineProgress } from "../orders/line-progress.ts";
import { followLines } from "../orders/move-lines.ts";
import type { Actor } from "../platform/actor.ts";
import type { Database, Transaction } from "../platform/database.ts";
import { recordActivity } from "../platform/record-activity.ts";
import type { SessionKey } from "../table/load-document.ts";
import { editBill, type LockedBill } from "./edit-bill.ts";
import { appendEntry, findOnce, takeLedgerNumbers } from "./ledger.ts";

export interface AdjustBill extends SessionKey {
  readonly what: Adjusting;
  readonly reason: string;
  /** Staff, with the role that the adjustment needs. */
  readonly by: Actor & { readonly id: string };
  readonly once: string;
  /** A void by those who cook, who may do it until the dish was served. */
  readonly inKitchen?: true;
  readonly now: Date;
}

/**
 * Appends an adjustment to a table's bill, with who made it and why; returns its number. The kitchen
 * hears of a void of a dish, and of its undoing, in the same transaction. Throws "not-allowed" for a
 * role that may not, "order-line-unknown", "void-too-high", "entry-unknown", "order-cancelled" and
 * "dish-sold-out" for a void that cannot be undone any more, "field-invalid" (what) for more than
 * there is to be written off or an unknown tax category.
 */
export async function adjustBill(
  database: Database,
  input: AdjustBill,
): Promise<{ readonly entry: number }> {
  const { restaurantId, sessionId, by, reason, once, now } = input;
  return editBill(database, input, async (bill) => {
    const { tx } = bill;
    const before = await findOnce(tx, input, once);
    if (before) return { entry: before.number };
    if (!bill.session.row.logKept) throw new TureenError("log-gone");
    const what = settle(bill, input.what);
    const changes = bill.bill.changes;
    if (input.inKitchen) await requireUnserved(tx, restaurantId, what);
    else requireRight(bill, what, by);
    // Locks counted dishes, which comes before all numbers.
    const tellKitchen = await kitchenNews(bill, restaurantId, what);
    const numbers = await takeLedgerNumbers(tx, restaurantId, { receipt: false });
    const entry = { ...input, kind: "adjusted", paymentId: null, content: what } as const;
    await appendEntry(tx, entry, numbers);
    bill.setEntry(numbers.entry, { what, by: by.id, reason, at: now.getTime() });
    const voidEntry = what.kind === "reversal" ? what.entry : numbers.entry;
    if (tellKitchen) {
      const { orderId, tell } = tellKitchen;
      await tell({ voidEntry, by, reason, now });
      await followLines(tx, bill.session, { restaurantId, sessionId, orderId, by, now });
    }
    const undone = what.kind === "reversal" ? what.entry : undefined;
    const change = (undone === undefined ? bill.bill.changes : changes).find(
      ({ entry }) => entry === (undone ?? numbers.entry),
    );
    await recordActivity(tx, {
      ...{ restaurantId, sessionId, by, now, action: "bill.adjust" },
      details: {
        ...{ entry: numbers.entry, kind: what.kind },
        ...(undone !== undefined && { undoes: change?.kind }),
        // What it came to then; the bill says what it comes to now.
        ...(change?.amount && { amount: change.amount }),
        reason,
      },
    });
    return { entry: numbers.entry };
  });
}

function requireRight({ view }: LockedBill, what: Adjustment, by: Actor): void {
  const needs = (kind: Adjustment["kind"]) => {
    if (!by.role || !mayAct(by.role, ADJUSTMENT_RIGHTS[kind])) throw new TureenError("not-allowed");
  };
  needs(what.kind);
  // Who may not do a thing may not undo it either.
  const undone = what.kind === "reversal" ? view.entries[what.entry] : undefined;
  if (undone) needs(undone.what.kind);
}

/** Throws "order-move-refused" where what is voided was served: then it is the floor's to say. */
async function requireUnserved(
  tx: Transaction,
  restaurantId: string,
  what: Adjustment,
): Promise<void> {
  if (what.kind !== "void") throw new TureenError("not-allowed");
  const { order: orderId, line } = what.on;
  const { status, lines } = await readLineProgress(tx, { restaurantId, orderId });
  const progress = lines.find((each) => each.line === line)?.status;
  if (isOver(status) || progress === "served") throw new TureenError("order-move-refused");
}

/** What was asked for, as it is appended, or the reason why it cannot be. */
function settle(locked: LockedBill, what: Adjusting): Adjustment {
  const { bill, view } = locked;
  const lineOf = (on: { order: string; line: string }) => {
    const line = bill.lines.find((each) => keyOf(each) === keyOf(on));
    if (!line) throw new TureenError("order-line-unknown");
    return line;
  };
  switch (what.kind) {
    case "void": {
      const line = lineOf(what.on);
      const parts = what.portions * PORTION;
      if (lengthOf(line.live) < parts) throw new TureenError("void-too-high");
      // What nobody pays yet goes first, from the end; what is reserved is being paid as it is.
      const open = uncovered(line);
      const ranges = [...lastParts(open, parts)];
      const missing = parts - lengthOf(ranges);
      const paid = without(without(line.live, line.reserved), open);
      if (lengthOf(paid) < missing) throw new TureenError("void-too-high");
      return { kind: "void", on: what.on, ranges: [...ranges, ...lastParts(paid, missing)] };
    }
    case "discount":
    case "comp":
      if (what.on) lineOf(what.on);
      return what;
    case "charge":
      if (!Object.hasOwn(bill.terms.categories, what.category)) {
        throw new TureenError("field-invalid", { field: "what.category" });
      }
      return what;
    case "write-off":
      if (what.amount > bill.free) throw new TureenError("field-invalid", { field: "what.amount" });
      return what;
    case "reversal":
      if (!standing(view.entries).some(({ number }) => number === what.entry)) {
        throw new TureenError("entry-unknown");
      }
      return what;
    default:
      return what;
  }
}

/** How the kitchen is told of an adjustment; null when it has nothing to do with a dish of an order. */
async function kitchenNews(
  { tx, view }: LockedBill,
  restaurantId: string,
  what: Adjustment,
): Promise<{ readonly orderId: string; readonly tell: TellKitchen } | null> {
  const undone = what.kind === "reversal" ? view.entries[what.entry]?.what : undefined;
  const voided = undone ?? what;
  if (voided.kind !== "void" || voided.on.order === CHARGES) return null;
  const { order: orderId, line } = voided.on;
  const at = { restaurantId, orderId, line, portions: lengthOf(voided.ranges) / PORTION };
  const tell =
    what.kind === "reversal"
      ? await restorePortions(tx, { ...at, voidEntry: what.entry })
      : await cancelPortions(tx, at);
  return tell && { orderId, tell };
}

/** The last so many parts of ranges. */
function lastParts(ranges: readonly Range[], parts: number): Range[] {
  const last: Range[] = [];
  let left = parts;
  for (const [from, to] of [...ranges].reverse()) {
    if (left <= 0) break;
    const start = Math.max(from, to - left);
    last.unshift([start, to]);
    left -= to - start;
  }
  return last;
}
