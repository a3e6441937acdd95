import { lengthOf } from "@tureen/shared/bill/ranges";
import type { SharedLine, Shares } from "@tureen/shared/bill/shares";
import { seatOf } from "@tureen/shared/table/document/keys";
import type { DinerId } from "@tureen/shared/table/document/types";

/** Lines of the bill under one heading. */
export interface BillGroup {
  readonly whose: DinerId | "table";
  readonly lines: readonly SharedLine[];
  /** At the menu's prices: groups add up to the bill before discounts and charges. */
  readonly listed: number;
}

/** How much of a line each pays, in parts of a portion: the host's own and what they pay for others together. */
export function payersOf({ shares }: SharedLine): { diner: DinerId; parts: number }[] {
  const parts = new Map<DinerId, number>();
  for (const { diner, ranges } of shares) {
    parts.set(diner, (parts.get(diner) ?? 0) + lengthOf(ranges));
  }
  return [...parts].map(([diner, parts]) => ({ diner, parts }));
}

/** Each line once, under whose it is: the reader's own, the table's, then the others by seat. */
export function groupLines(shares: Shares, me: DinerId | null): BillGroup[] {
  const byOwner = new Map<DinerId | "table", SharedLine[]>();
  for (const shared of shares.lines) {
    const lines = byOwner.get(shared.line.for);
    if (lines) lines.push(shared);
    else byOwner.set(shared.line.for, [shared]);
  }
  const rank = (whose: DinerId | "table") =>
    whose === me ? -1 : whose === "table" ? 0 : seatOf(whose);
  return [...byOwner]
    .sort(([a], [b]) => rank(a) - rank(b))
    .map(([whose, lines]) => ({
      whose,
      lines,
      listed: lines.reduce((sum, { line }) => sum + line.listed, 0),
    }));
}
