import { mulDiv } from "@tureen/shared/bill/allocate";
import { type Bill, type BillLine, keyOf, uncovered } from "@tureen/shared/bill/bill";
import { lengthOf, PORTION } from "@tureen/shared/bill/ranges";
import {
  defaultParts,
  dinersPresent,
  type SharedLine,
  settledOf,
  sharesOf,
} from "@tureen/shared/bill/shares";
import { claimKey } from "@tureen/shared/table/document/roots/claims";
import type { SessionView } from "@tureen/shared/table/document/session-document";
import type { DinerId } from "@tureen/shared/table/document/types";

/** With more portions than this they are counted with a stepper instead of listed. */
const MAX_LISTED = 4;

/**
 * How much of what is left of a line a diner pays, in parts of a portion, and whether they said so.
 * What is paid already, or on its way, is no part of it.
 */
export interface OwnClaim {
  readonly parts: number;
  readonly fallback: number;
  readonly said: boolean;
  /** What of theirs is settled: a claim in the document is of the whole dish and holds it too. */
  readonly settled: number;
}

/** What stands for a diner and a line: what they said, or what is so unless they say otherwise. */
export function claimOf(view: SessionView, { line, shares }: SharedLine, diner: DinerId): OwnClaim {
  const settled = settledOf(view, line, diner);
  const ofLeft = (parts: number) => Math.max(0, Math.min(parts - settled, leftOf(line)));
  const said = view.claims[claimKey(line.order, line.line, diner)];
  if (said === undefined) {
    const parts = shares.reduce(
      (sum, { of, ranges }) => sum + (of === diner ? lengthOf(ranges) : 0),
      0,
    );
    return { parts, fallback: parts, said: false, settled };
  }
  const parts = ofLeft(said);
  const fallback = ofLeft(defaultParts(line, diner, dinersPresent(view)));
  return { parts, fallback, said: parts !== fallback, settled };
}

/** What of a line nobody has paid or is paying. */
export function leftOf(line: BillLine): number {
  return lengthOf(uncovered(line));
}

/** Parts to offer of what is left of a line: nothing, a third and a half of a portion, whole portions. */
export function claimSteps(line: BillLine): number[] {
  const left = leftOf(line);
  const portions = Math.floor(left / PORTION);
  const whole = Array.from({ length: Math.min(portions, MAX_LISTED) }, (_, i) => (i + 1) * PORTION);
  const steps = [0, PORTION / 3, PORTION / 2, ...whole].filter((parts) => parts <= left);
  return steps.includes(left) ? steps : [...steps, left];
}

/** One share of what is left of a line that so many take; by their places they make it whole. */
export function equalParts(line: BillLine, among: number, place: number): number {
  const left = leftOf(line);
  const at = Math.max(0, place) % among;
  return mulDiv(left, at + 1, among) - mulDiv(left, at, among);
}

/** What a diner would pay of a line if they said they take so many parts of what is left of it. */
export function amountFor(
  view: SessionView,
  bill: Bill,
  line: BillLine,
  diner: DinerId,
  parts: number,
): number {
  const key = claimKey(line.order, line.line, diner);
  const claims = { ...view.claims, [key]: settledOf(view, line, diner) + parts };
  const { lines } = sharesOf({ ...view, claims }, bill);
  const shares = lines.find((each) => keyOf(each.line) === keyOf(line))?.shares ?? [];
  return shares.reduce((sum, { of, amount }) => sum + (of === diner ? amount : 0), 0);
}
