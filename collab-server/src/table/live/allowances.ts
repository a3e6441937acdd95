import {
  ARRIVALS_BURST,
  ARRIVALS_PER_SECOND,
  ASKS_BURST,
  ASKS_PER_SECOND,
  EDITS_BURST,
  EDITS_PER_SECOND,
} from "@tureen/shared/platform/limits";
import { type Rate, TokenBucket } from "../../platform/token-bucket.ts";

/** What one diner may do, on all connections together. */
export interface Allowance {
  /** Edits. */
  readonly edits: TokenBucket;
  /** Requests for what a phone lacks, each of which may be answered with the whole document. */
  readonly asks: TokenBucket;
  /** New connections. */
  readonly arrivals: TokenBucket;
}

/** How often, per second and at once. */
export type AllowanceRates = Readonly<Record<keyof Allowance, Rate>>;

export const ALLOWANCE_RATES: AllowanceRates = {
  edits: { perSecond: EDITS_PER_SECOND, burst: EDITS_BURST },
  asks: { perSecond: ASKS_PER_SECOND, burst: ASKS_BURST },
  arrivals: { perSecond: ARRIVALS_PER_SECOND, burst: ARRIVALS_BURST },
};

/**
 * The allowances of all diners on this node. They belong to the diner, not to the connection:
 * otherwise reconnecting would refill them.
 */
export class Allowances {
  readonly #rates: AllowanceRates;
  readonly #byDiner = new Map<string, Allowance>();

  constructor(rates: AllowanceRates = ALLOWANCE_RATES) {
    this.#rates = rates;
  }

  get size(): number {
    return this.#byDiner.size;
  }

  /** `key`: the diner and the session. */
  of(key: string, now: number): Allowance {
    let allowance = this.#byDiner.get(key);
    if (!allowance) {
      const { edits, asks, arrivals } = this.#rates;
      allowance = {
        edits: new TokenBucket(edits, now),
        asks: new TokenBucket(asks, now),
        arrivals: new TokenBucket(arrivals, now),
      };
      this.#byDiner.set(key, allowance);
    }
    return allowance;
  }

  /** Forgets those that are full again, which a new one would be as well. */
  sweep(now: number): void {
    for (const [key, { edits, asks, arrivals }] of this.#byDiner) {
      if (edits.isFull(now) && asks.isFull(now) && arrivals.isFull(now)) this.#byDiner.delete(key);
    }
  }
}
