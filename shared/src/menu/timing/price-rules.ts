/** The price that counts at a time. */
import type { LocalMinute } from "./local-time.ts";
import type { PriceChange, PriceRule } from "./rules.ts";
import { isOpen } from "./windows.ts";

/** A price by the first rule that holds, the nearest to the thing first; as it is when none does. */
export function priceAt(
  price: number,
  rules: readonly (readonly PriceRule[] | undefined)[],
  local: LocalMinute,
  dayStartsAt: number,
): number {
  for (const own of rules) {
    const rule = own?.find(({ when }) => isOpen(when, local, dayStartsAt));
    if (rule) return changedPrice(price, rule.change);
  }
  return price;
}

/** What a rule makes of a price; below zero it is nothing that a dish can cost (menu-at.ts). */
export function changedPrice(price: number, change: PriceChange): number {
  switch (change.kind) {
    case "percent": {
      const roundTo = change.roundTo ?? 1;
      // In whole numbers throughout: no engine may see another half than the next.
      const hundredfold = price * (100 + change.by);
      return Math.floor((2 * hundredfold + 100 * roundTo) / (200 * roundTo)) * roundTo;
    }
    case "fixed":
      return change.price;
    case "minus":
      return price - change.amount;
  }
}
