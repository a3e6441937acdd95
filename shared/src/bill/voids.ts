/** What staff took off orders, apart from what it costs. Small: the first page of guests needs it. */
import type { SessionView } from "../table/document/session-document.ts";
import type { Entry, LineRef } from "../table/document/types.ts";
import { lengthOf, PORTION } from "./ranges.ts";

/** The entries that hold, oldest first: not those that were reversed, nor their reversals. */
export function standing(
  entries: SessionView["entries"],
): readonly (Entry & { readonly number: number })[] {
  const all = Object.entries(entries)
    .map(([number, entry]) => ({ ...entry, number: Number(number) }))
    .sort((a, b) => a.number - b.number);
  const reversed = new Set(
    all.flatMap(({ what }) => (what.kind === "reversal" ? [what.entry] : [])),
  );
  return all.filter(({ number, what }) => what.kind !== "reversal" && !reversed.has(number));
}

/** How many portions of a line are void: cancelled for the kitchen, and not on the bill. */
export function voidedPortions(
  { entries }: Pick<SessionView, "entries">,
  { order, line }: LineRef,
): number {
  return standing(entries).reduce((sum, { what }) => {
    const isOfIt = what.kind === "void" && what.on.order === order && what.on.line === line;
    return isOfIt ? sum + lengthOf(what.ranges) / PORTION : sum;
  }, 0);
}
