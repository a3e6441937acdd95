import type { Menu } from "@tureen/shared/menu/menu";

/** How many times the median price makes a dish look like a notice rather than a dish. */
export const SUSPICIOUS_FACTOR = 50;

export interface SuspiciousPrice {
  readonly name: string;
  /** Minor units. */
  readonly price: number;
}

/**
 * Dishes that cost over 50 times the menu's median price: some exports put notices ("closed on
 * Mondays") on the menu at 9999.00. Empty while the median is zero.
 */
export function suspiciousPrices(menu: Menu): SuspiciousPrice[] {
  const items = menu.categories.flatMap((category) => category.items);
  const sorted = items.map((item) => item.price).sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  if (median === 0) return [];
  return items
    .filter((item) => item.price > SUSPICIOUS_FACTOR * median)
    .map(({ name, price }) => ({ name, price }));
}
