/** Paying round by round: each order of a table is a round, paid by itself where the restaurant wants it. */
import { CHARGES } from "../table/document/roots/claims.ts";
import type { SessionView } from "../table/document/session-document.ts";
import type { Cover } from "../table/document/types.ts";
import { type Bill, billOf, createPricer, heldOnCard, uncovered } from "./bill.ts";
import { coversOf, type Shares } from "./shares.ts";

/**
 * What has to be paid before this table may order again; 0 where nothing has to. It is all that the
 * bill is short of, since what names no dish pays for no round by itself. What is only reserved is
 * not paid: else somebody could begin a payment, order, and call it off. What is held on a card that is
 * down for the table is as good as paid, since it is charged at the end.
 */
export function dueBeforeOrder(view: SessionView): number {
  if (view.session.terms?.rounds !== "required") return 0;
  return Math.max(0, billOf(view).balance - heldOnCard(view));
}

/** A round of which something could be paid now. */
export interface OpenRound {
  readonly order: string;
  /** The restaurant's number of it, as everybody sees it. */
  readonly number: number;
  /** What is free of it. */
  readonly free: number;
}

/** The rounds of which something could be paid now, the oldest first. */
export function openRounds(view: SessionView, bill: Bill): OpenRound[] {
  const price = createPricer(bill);
  const free = new Map<string, number>();
  for (const line of bill.lines) {
    if (line.order === CHARGES) continue;
    free.set(line.order, (free.get(line.order) ?? 0) + price(line)(uncovered(line)));
  }
  return [...free]
    .filter(([, amount]) => amount > 0)
    .map(([order, amount]) => ({ order, number: view.orders[order]?.number ?? 0, free: amount }))
    .sort((a, b) => a.number - b.number);
}

/** All that is free of a round, whoever's it is, as a wish names it. */
export function coversOfRound(shares: Shares, order: string): Cover[] {
  const everybody = shares.diners.map(({ diner }) => diner);
  return coversOf(shares, everybody, { unclaimed: true }).filter((cover) => cover.order === order);
}
