import type { DraftDish } from "@tureen/shared/menu/draft/draft";
import type { DraftEdit } from "@tureen/shared/menu/draft/edits";
import { setField } from "./write.ts";

/** How many prices are changed at once. */
export interface BulkPrice {
  readonly kind: "percent" | "amount";
  /** Percent, or minor units; below zero to lower prices. */
  readonly by: number;
  /** Prices end up as multiples of this many minor units … */
  readonly step: number;
  /** … less this many: 100 and 10 make prices end in .90. */
  readonly less: number;
}

/** A price that changes, before anybody has agreed to it. */
export interface NewPrice {
  readonly dish: DraftDish;
  readonly from: number;
  readonly to: number;
}

/**
 * The prices that a change makes, rounded to the nearest that it allows, half up, but never against its
 * way, nor below zero nor free: the lowest is the smallest that the rounding has. Dishes without a price keep none, and
 * those that cost nothing go on costing nothing.
 */
export function newPrices(dishes: readonly DraftDish[], bulk: BulkPrice): NewPrice[] {
  return dishes.flatMap((dish) => {
    if (!dish.price) return [];
    const exact = bulk.kind === "percent" ? dish.price * (1 + bulk.by / 100) : dish.price + bulk.by;
    const to = inItsWay(rounded(exact, bulk), dish.price, bulk);
    return to === dish.price ? [] : [{ dish, from: dish.price, to }];
  });
}

/** Rounding never turns a raise into a lower price, nor a reduction into a higher one. */
function inItsWay(to: number, from: number, { by, step }: BulkPrice): number {
  if (by > 0 && to < from) return to + step;
  if (by < 0 && to > from) return to > step ? to - step : from;
  return to;
}

export function bulkEdits(prices: readonly NewPrice[]): DraftEdit[] {
  return prices.map(({ dish, to }) => setField(dish, "price", to));
}

function rounded(exact: number, { step, less }: BulkPrice): number {
  // What floating point makes of 110.00000000000001 must not become a step more.
  const steps = Math.round(Number(((exact + less) / step).toFixed(6)));
  const lowest = Math.max(1, Math.floor(less / step) + 1);
  return Math.max(steps, lowest) * step - less;
}
