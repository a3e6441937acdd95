import type { Bill } from "@tureen/shared/bill/bill";
import { CHARGES } from "@tureen/shared/table/document/roots/claims";
import type { TaxedAmount } from "@tureen/shared/table/document/types";

/**
 * What a table's panel shows of its bill, from order to order to the total: the orders and what was added,
 * less discounts, and what is added to that, come to it. Minor units.
 */
export interface PanelSums {
  /** What is left of each order at the menu's prices, by its id; nothing of one that is cancelled. */
  readonly orders: ReadonlyMap<string, number>;
  readonly added: number;
  readonly discounts: number;
  readonly service: number;
  /** Only where prices are without tax. */
  readonly taxes: readonly TaxedAmount[];
  readonly total: number;
}

export function panelSums({ lines, reduced, service, taxes, terms, total }: Bill): PanelSums {
  const orders = new Map<string, number>();
  let added = 0;
  for (const { order, listed } of lines) {
    if (order === CHARGES) added += listed;
    else orders.set(order, (orders.get(order) ?? 0) + listed);
  }
  const onTop = terms.prices === "exclusive" ? taxes.filter(({ tax }) => tax > 0) : [];
  return { orders, added, discounts: reduced, service, taxes: onTop, total };
}
