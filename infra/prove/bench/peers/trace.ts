/** What diners do, generated from a seed: the same for every arm of a round. */
import { seededRandom } from "../random.ts";

/** Lines that every diner puts in the cart on sitting down. */
export const OPENING_LINES = 2;
const MIN_DINERS = 4;
const MAX_DINERS = 8;
/** Of a diner; far below what one may have. */
const MAX_LINES = 20;
const MAX_QUANTITY = 9;
/** Of all steps; the others are taps on the quantity of one of the diner's own lines. */
const PRESENCE_SHARE = 0.05;
const ADDITION_SHARE = 0.08;
const TAPS_UP_SHARE = 0.7;

/** One thing that one diner does. Lines are counted from 0 in the order in which the diner made them. */
export type Step = { readonly phone: number } & (
  | { readonly kind: "add" }
  | { readonly kind: "tap"; readonly line: number; readonly by: 1 | -1 }
  | { readonly kind: "presence" }
);

/** How many sit at each of so many tables: four to eight. */
export function tableSizes(seed: number, tables: number): number[] {
  const random = seededRandom(seed);
  const choices = MAX_DINERS - MIN_DINERS + 1;
  return Array.from({ length: tables }, () => MIN_DINERS + Math.floor(random() * choices));
}

/** An endless session. Whoever is admitted takes part from then on. */
export class CartTrace {
  readonly #random: () => number;
  /** The quantity of each line of each phone. */
  readonly #quantities: number[][] = [];

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  /** Lets the first `phones` phones take part; returns what the new ones do first. */
  admit(phones: number): Step[] {
    const opening: Step[] = [];
    for (let phone = this.#quantities.length; phone < phones; phone++) {
      this.#quantities.push(new Array<number>(OPENING_LINES).fill(1));
      for (let line = 0; line < OPENING_LINES; line++) opening.push({ phone, kind: "add" });
    }
    return opening;
  }

  /** What happens next. */
  next(): Step {
    const phone = this.#below(this.#quantities.length);
    const quantities = this.#quantities[phone];
    if (!quantities) throw new Error("nobody was admitted");
    const kind = this.#random();
    if (kind < PRESENCE_SHARE) return { phone, kind: "presence" };
    if (kind < PRESENCE_SHARE + ADDITION_SHARE && quantities.length < MAX_LINES) {
      quantities.push(1);
      return { phone, kind: "add" };
    }
    const line = this.#below(quantities.length);
    const quantity = quantities[line] ?? 0;
    const up = quantity <= 1 || (quantity < MAX_QUANTITY && this.#random() < TAPS_UP_SHARE);
    const by = up ? 1 : -1;
    quantities[line] = quantity + by;
    return { phone, kind: "tap", line, by };
  }

  /**
   * How long after the one before the next step is due when an edit is due every `msPerEdit` on
   * average; presence comes on top. Arrivals do not know of each other (a Poisson process).
   */
  gap(msPerEdit: number): number {
    return -msPerEdit * (1 - PRESENCE_SHARE) * Math.log(1 - this.#random());
  }

  #below(bound: number): number {
    return Math.floor(this.#random() * bound);
  }
}
