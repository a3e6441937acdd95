import {
  type Availability,
  type AvailableNow,
  portionsLeft,
} from "@tureen/shared/menu/availability";
import type { MenuItem } from "@tureen/shared/menu/menu";
import { choicesOf, chosenIds } from "@tureen/shared/table/choices";
import { type ChosenValue, chosenValues } from "@tureen/shared/table/chosen-values";
import type { CartLine } from "@tureen/shared/table/document/cart";
import type { DinerId, LineOption } from "@tureen/shared/table/document/types";
import { optionProblems, unitPrice } from "@tureen/shared/table/pricing";
import type { MenuIndex } from "../menu/menu-index.ts";

/** Why a line cannot be ordered as it stands. */
export type EntryProblem = "off-menu" | "options-changed" | "sold-out" | "not-served";

/** A dish whose portions are counted. */
export interface Counted {
  readonly left: number;
  /** Portions in the cart, summed over its lines. */
  readonly inCart: number;
}

/** A line of the cart with what the menu says about it now. */
export interface CartEntry extends CartLine {
  readonly item: MenuItem | undefined;
  /** Minor units for one portion; undefined when the menu no longer has it so. */
  readonly unitPrice: number | undefined;
  /** What one portion cost when this page first showed it, where that has changed. */
  readonly was?: number | undefined;
  readonly problem: EntryProblem | undefined;
  /** When it is served again, where it is not now: by the restaurant's clock; null: not in sight. */
  readonly comes?: number | null | undefined;
  /** Only of a dish whose portions are counted. */
  readonly counted: Counted | undefined;
  /** How many of this diner's own portions are in it. */
  readonly mine: number;
}

/** Joins the cart with the menu as it is now. */
export function cartEntries(
  cart: readonly CartLine[],
  index: MenuIndex,
  availability: Availability & Partial<Pick<AvailableNow, "unserved">>,
  me: DinerId,
): CartEntry[] {
  const inCart = new Map<string, number>();
  for (const { line, quantity } of cart) {
    inCart.set(line.item, (inCart.get(line.item) ?? 0) + quantity);
  }
  const { unserved = new Map<string, number | null>() } = availability;
  return cart.map((line) => {
    const item = index.items.get(line.line.item);
    const fits = item !== undefined && optionProblems(item, line.line.options).length === 0;
    const chosen = item ? [...chosenIds(choicesOf(item, line.line.options))] : [];
    const comes = comesOf([line.line.item, ...chosen], unserved);
    return {
      ...line,
      item,
      unitPrice: fits ? unitPrice(item, line.line.options) : undefined,
      problem:
        problemOf(item, fits, chosen, availability) ??
        (comes !== undefined ? "not-served" : undefined),
      comes,
      counted: countedOf(line.line.item, availability, inCart),
      mine: line.portions[me] ?? 0,
    };
  });
}

/** When the last of a line's parts is served again; undefined when all are now. */
function comesOf(
  parts: readonly string[],
  unserved: ReadonlyMap<string, number | null>,
): number | null | undefined {
  const times = parts.filter((id) => unserved.has(id)).map((id) => unserved.get(id) ?? null);
  if (times.length === 0) return undefined;
  return times.includes(null) ? null : Math.max(...times.map((time) => time ?? 0));
}

function countedOf(
  itemId: string,
  availability: Availability,
  inCart: ReadonlyMap<string, number>,
): Counted | undefined {
  const left = portionsLeft(availability, itemId);
  return Number.isFinite(left) ? { left, inCart: inCart.get(itemId) ?? 0 } : undefined;
}

/** How many more of a dish can go into the cart. */
export function roomFor(counted: Counted | undefined): number {
  return counted ? Math.max(0, counted.left - counted.inCart) : Number.POSITIVE_INFINITY;
}

function problemOf(
  item: MenuItem | undefined,
  fits: boolean,
  chosen: readonly string[],
  availability: Availability,
): EntryProblem | undefined {
  if (!item) return "off-menu";
  if (!fits) return "options-changed";
  const valueOut = chosen.some((value) => availability.valuesOut.includes(value));
  return valueOut || portionsLeft(availability, item.id) === 0 ? "sold-out" : undefined;
}

/** What the entries cost, in minor units; what has no price counts nothing. */
export function totalOf(entries: readonly CartEntry[]): number {
  return entries.reduce((sum, entry) => sum + entry.quantity * (entry.unitPrice ?? 0), 0);
}

/** What this diner's own portions cost. */
export function ownTotalOf(entries: readonly CartEntry[]): number {
  return entries.reduce((sum, entry) => sum + entry.mine * (entry.unitPrice ?? 0), 0);
}

export function countOf(entries: readonly CartEntry[]): number {
  return entries.reduce((sum, entry) => sum + entry.quantity, 0);
}

/** The line to which another portion of the very same thing belongs, if it is in the cart. */
export function sameEntry(
  entries: readonly CartEntry[],
  wanted: {
    readonly item: string;
    readonly options: readonly LineOption[];
    readonly note: string;
    readonly for: string;
    readonly course?: number | undefined;
  },
): CartEntry | undefined {
  const options = JSON.stringify(wanted.options);
  return entries.find(
    ({ line }) =>
      line.item === wanted.item &&
      line.for === wanted.for &&
      line.note === wanted.note &&
      line.course === wanted.course &&
      JSON.stringify(line.options) === options,
  );
}

/** What was chosen in an entry, in the reader's language; empty while its dish is not on the menu. */
export function entryChoices(
  { item, line }: Pick<CartEntry, "item" | "line">,
  language: string,
): ChosenValue[] {
  return item ? chosenValues(item, line.options, language) : [];
}
