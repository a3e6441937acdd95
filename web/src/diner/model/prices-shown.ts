import type { CartEntry } from "../../table/cart-entries.ts";

/**
 * Remembers at which price each line of the cart was first shown on this page, and marks those whose
 * price is another by now: by a rule of the clock or by a new menu.
 */
export function createPricesShown(): (entries: readonly CartEntry[]) => CartEntry[] {
  let shown = new Map<string, number>();
  return (entries) => {
    const next = new Map<string, number>();
    const marked = entries.map((entry) => {
      const first = shown.get(entry.id) ?? entry.unitPrice;
      if (first !== undefined) next.set(entry.id, first);
      const changed = entry.unitPrice !== undefined && first !== entry.unitPrice;
      return { ...entry, was: changed ? first : undefined };
    });
    shown = next;
    return marked;
  };
}
