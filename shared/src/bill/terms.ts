import type { BillTerms, TaxedAmount } from "../table/document/types.ts";
import { mulDivRound } from "./allocate.ts";

/** A whole, in hundredths of a percent. */
export const WHOLE = 10_000;

/** The terms of a table whose restaurant has set none: the menu's prices, and nothing beside them. */
export const PLAIN_TERMS: BillTerms = {
  prices: "inclusive",
  categories: { all: { name: "All", rates: { "dine-in": 0, takeaway: 0 } } },
  category: "all",
  service: null,
  tips: [],
  cashStep: 1,
  online: false,
};

/** Whether a card can be put down for a tab. */
export function takesCards(terms: BillTerms | undefined): boolean {
  return terms?.online === true && terms.tab !== undefined;
}

/** The tax in an amount that includes it, rounded once; for what was given back as for what was paid. */
export function taxWithin(gross: number, rate: number): number {
  return gross < 0
    ? -mulDivRound(-gross, rate, WHOLE + rate)
    : mulDivRound(gross, rate, WHOLE + rate);
}

/** The tax to be added to an amount without it, rounded once. */
export function taxUpon(net: number, rate: number): number {
  return mulDivRound(net, rate, WHOLE);
}

/** Amounts by rate added up, the lowest rate first; what comes to nothing is left out. */
export function sumByRate(amounts: Iterable<TaxedAmount>): TaxedAmount[] {
  const byRate = new Map<number, TaxedAmount>();
  for (const { rate, gross, tax } of amounts) {
    const sum = byRate.get(rate);
    byRate.set(rate, { rate, gross: gross + (sum?.gross ?? 0), tax: tax + (sum?.tax ?? 0) });
  }
  return [...byRate.values()]
    .filter(({ gross, tax }) => gross !== 0 || tax !== 0)
    .sort((a, b) => a.rate - b.rate);
}

/**
 * Whether there can be a coin or note of so many minor units: 1, 2, 2.5 or 5 times a power of ten, as
 * money is minted everywhere.
 */
export function isCoin(step: number): boolean {
  let digits = step;
  while (digits >= 10 && digits % 10 === 0) digits /= 10;
  return [1, 2, 5, 25].includes(digits);
}

/** An amount rounded to what coins can pay, halves up. */
export function roundedToCash(amount: number, step: number): number {
  return Math.floor((2 * amount + step) / (2 * step)) * step;
}
