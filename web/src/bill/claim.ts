/** What a diner can say they pay of a line, and what each choice comes to once they have said it. */
import { mulDiv } from "@tureen/shared/bill/allocate";
import { type Bill, type BillLine, keyOf, uncovered } from "@tureen/shared/bill/bill";
import { lengthOf, PORTION } from "@tureen/shared/bill/ranges";
import { dinersPresent, settledOf, sharesOf } from "@tureen/shared/bill/shares";
import { claimKey } from "@tureen/shared/table/document/roots/claims";
import type { SessionView } from "@tureen/shared/table/document/session-document";
import type { DinerId } from "@tureen/shared/table/document/types";

/** With more portions than this, only all of them are listed after these. */
const MAX_LISTED = 4;

/** What somebody pays of what is left of a line. */
export interface Outcome {
  /** In parts of a portion. */
  readonly parts: number;
  readonly amount: number;
}

/** What somebody said they take of what is left of a line. */
export interface Taken {
  readonly diner: DinerId;
  /** In parts of a portion. */
  readonly parts: number;
}

/** A line as the diner meets it who is about to say how much of it they pay. */
export interface ClaimScene {
  /** What of the line nobody has paid or is paying, in parts of a portion. */
  readonly left: number;
  /** What the others said they take of that, by seat. What is somebody's unless they say otherwise is not said. */
  readonly others: readonly Taken[];
  /** What of it is left to take for the diner, so that nobody who said something gets less. */
  readonly free: number;
  /** What they said themselves, without what of it is settled; null if nothing. */
  readonly said: number | null;
  /** What of theirs is settled: a claim in the document is of the whole dish and holds it too. */
  readonly settled: number;
  /** What they pay as things stand. */
  readonly now: Outcome;
  /** What they would pay if they took back what they said. */
  readonly unsaid: Outcome;
  /** Those of the table who neither said nor settled anything of it, and the diner. */
  readonly sharers: readonly DinerId[];
}

/** What there is to choose from for a diner and a line. */
export function claimScene(
  view: SessionView,
  bill: Bill,
  line: BillLine,
  diner: DinerId,
): ClaimScene {
  const left = lengthOf(uncovered(line));
  const settled = settledOf(view, line, diner);
  const saidBy = (one: DinerId) => view.claims[claimKey(line.order, line.line, one)];
  const wantedBy = (one: DinerId) => {
    const said = saidBy(one);
    return said === undefined ? 0 : Math.max(0, said - settledOf(view, line, one));
  };
  const others = Object.keys(view.diners)
    .filter((one) => one !== diner)
    .map((one) => ({ diner: one, parts: wantedBy(one) }))
    .filter(({ parts }) => parts > 0);
  const taken = others.reduce((sum, { parts }) => sum + parts, 0);
  const isOpen = (one: DinerId) => saidBy(one) === undefined && settledOf(view, line, one) === 0;
  return {
    left,
    others,
    free: Math.max(0, left - taken),
    said: saidBy(diner) === undefined ? null : Math.min(left, wantedBy(diner)),
    settled,
    now: outcomeIn(view, bill, line, diner),
    unsaid: outcomeOf(view, bill, line, diner, null),
    sharers: dinersPresent(view).filter((one) => one === diner || isOpen(one)),
  };
}

/** What a diner pays of a line if they say they take so many parts of what is left of it; null: if they say nothing. */
export function outcomeOf(
  view: SessionView,
  bill: Bill,
  line: BillLine,
  diner: DinerId,
  parts: number | null,
): Outcome {
  const key = claimKey(line.order, line.line, diner);
  const { [key]: _, ...others } = view.claims;
  const said = parts === null ? {} : { [key]: settledOf(view, line, diner) + parts };
  return outcomeIn({ ...view, claims: { ...others, ...said } }, bill, line, diner);
}

function outcomeIn(view: SessionView, bill: Bill, line: BillLine, diner: DinerId): Outcome {
  const key = keyOf(line);
  const shares = sharesOf(view, bill).lines.find((each) => keyOf(each.line) === key)?.shares ?? [];
  const own = shares.filter(({ of }) => of === diner);
  return {
    parts: own.reduce((sum, { ranges }) => sum + lengthOf(ranges), 0),
    amount: own.reduce((sum, { amount }) => sum + amount, 0),
  };
}

/** Parts to offer of what is left to take: nothing, a third and a half of a portion, whole portions, all of it. */
export function claimSteps(free: number): number[] {
  const portions = Math.floor(free / PORTION);
  const whole = Array.from({ length: Math.min(portions, MAX_LISTED) }, (_, i) => (i + 1) * PORTION);
  const steps = [0, PORTION / 3, PORTION / 2, ...whole].filter((parts) => parts <= free);
  return steps.includes(free) ? steps : [...steps, free];
}

/** One of so many equal parts of what is left to take; by their places they make it whole. */
export function equalParts(free: number, among: number, place: number): number {
  const at = Math.max(0, place) % among;
  return mulDiv(free, at + 1, among) - mulDiv(free, at, among);
}

/**
 * Whether sharing a line equally is what happens to it anyway, so that nothing need be said: then it
 * goes on to be divided anew when somebody joins, leaves or takes a part.
 */
export function isSharedAnyway(line: BillLine, scene: ClaimScene, among: number): boolean {
  if (line.for !== "table" || among !== scene.sharers.length) return false;
  // Cut to what others left of it, a default may be a part of 2520 more or less than the equal one.
  return Math.abs(scene.unsaid.parts * among - scene.free) <= among;
}
