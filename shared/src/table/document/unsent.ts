import type { MenuItem } from "../../menu/menu.ts";
import { optionProblems, unitPrice } from "../pricing.ts";
import type { CartLine } from "./cart.ts";
import { seatOf } from "./keys.ts";
import type { DinerId } from "./types.ts";

/** What one diner has in the cart that nobody has sent. */
export interface Unsent {
  readonly diner: DinerId;
  readonly portions: number;
  /** Minor units, by the menu given; what is not on it any more as it is wanted counts nothing. */
  readonly total: number;
}

/** What is in the cart, by whose it is, by seat. */
export function unsentByDiner(
  cart: readonly CartLine[],
  items: ReadonlyMap<string, MenuItem>,
): Unsent[] {
  const unsent = new Map<DinerId, Unsent>();
  for (const { line, portions } of cart) {
    const item = items.get(line.item);
    const orderable = item !== undefined && optionProblems(item, line.options).length === 0;
    const price = orderable ? unitPrice(item, line.options) : 0;
    for (const [diner, count] of Object.entries(portions)) {
      const { portions: before = 0, total = 0 } = unsent.get(diner) ?? {};
      unsent.set(diner, { diner, portions: before + count, total: total + count * price });
    }
  }
  return [...unsent.values()].sort((a, b) => seatOf(a.diner) - seatOf(b.diner));
}
