import type { LocalMinute } from "./timing/local-time.ts";

/** Portions of a dish that can be counted. */
export const MAX_STOCK = 100_000;

/**
 * What can be had right now, beside the immutable menu. Only exceptions are listed: a dish or an
 * option value that is not named can be ordered without limit.
 */
export interface Availability {
  /** Ids of dishes that cannot be ordered. */
  readonly soldOut: readonly string[];
  /** When a mark ends by itself, ms since the epoch, by the ids of dishes and option values whose does. */
  readonly soldOutUntil?: Readonly<Record<string, number>>;
  /** Ids of option values that cannot be chosen. */
  readonly valuesOut: readonly string[];
  /** Portions left by dish id, for dishes that are counted. */
  readonly stock: Readonly<Record<string, number>>;
}

/** What can be had at a time by the restaurant's clock. */
export interface AvailableNow extends Availability {
  /** Dishes and values that are not served now, with when they are; null: not in sight. */
  readonly unserved: ReadonlyMap<string, LocalMinute | null>;
}

/** With this many portions left or fewer, phones say how many. */
export const LOW_STOCK = 5;

/** Portions of a dish that can still be ordered; Infinity when it is not counted. */
export function portionsLeft(availability: Availability, itemId: string): number {
  if (availability.soldOut.includes(itemId)) return 0;
  return availability.stock[itemId] ?? Number.POSITIVE_INFINITY;
}
