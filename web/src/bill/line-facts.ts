import { type Bill, heldOf, keyOf, paymentsOf } from "@tureen/shared/bill/bill";
import { lengthOf, PORTION } from "@tureen/shared/bill/ranges";
import { standing } from "@tureen/shared/bill/voids";
import type { SessionView } from "@tureen/shared/table/document/session-document";
import type { DinerId, Reduction } from "@tureen/shared/table/document/types";

/** A part of a line that somebody pays or has paid; null: staff took it without saying whose. */
export interface LinePayer {
  readonly diner: DinerId | null;
  readonly parts: number;
  readonly paid: boolean;
}

/** A discount on a line, or all of it (`off` null), and what that takes off in minor units. */
export interface LineReduction {
  readonly off: Reduction | null;
  readonly amount: number;
}

/** What there is to say of a line of the bill besides its price. All in parts of a portion. */
export interface LineFacts {
  /** What of it is charged. */
  readonly live: number;
  /** What staff took off the bill. */
  readonly voided: number;
  readonly paid: number;
  readonly reserved: number;
  /** Who paid or is paying how much of it. */
  readonly payers: readonly LinePayer[];
  /** What was taken off its price. What was taken off the whole bill is none of these. */
  readonly reductions: readonly LineReduction[];
}

/** The facts of each line, by its key (bill.ts). */
export function lineFacts(
  view: SessionView,
  { lines, changes }: Pick<Bill, "lines" | "changes">,
): ReadonlyMap<string, LineFacts> {
  const payers = new Map<string, Map<string, LinePayer>>();
  for (const payment of paymentsOf(view)) {
    const paid = payment.status === "captured" && heldOf(payment) > 0;
    if (!paid && payment.status !== "reserved") continue;
    for (const { from, to, ...on } of payment.covers) {
      const ofLine = payers.get(keyOf(on)) ?? new Map<string, LinePayer>();
      payers.set(keyOf(on), ofLine);
      const key = `${payment.by} ${paid}`;
      const before = ofLine.get(key)?.parts ?? 0;
      ofLine.set(key, { diner: payment.by, parts: before + to - from, paid });
    }
  }
  const amounts = new Map(changes.map(({ entry, amount }) => [entry, amount]));
  const reductions = new Map<string, LineReduction[]>();
  for (const { number, what } of standing(view.entries)) {
    if ((what.kind !== "discount" && what.kind !== "comp") || !what.on) continue;
    const key = keyOf(what.on);
    const off = what.kind === "comp" ? null : what.off;
    const amount = amounts.get(number) ?? 0;
    reductions.set(key, [...(reductions.get(key) ?? []), { off, amount }]);
  }
  return new Map(
    lines.map((line) => {
      const key = keyOf(line);
      const live = lengthOf(line.live);
      return [
        key,
        {
          live,
          voided: line.quantity * PORTION - live,
          paid: lengthOf(line.paid),
          reserved: lengthOf(line.reserved),
          payers: [...(payers.get(key)?.values() ?? [])],
          reductions: reductions.get(key) ?? [],
        },
      ];
    }),
  );
}
