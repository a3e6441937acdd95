import { roundedToCash } from "@tureen/shared/bill/terms";
import { minorDigits } from "@tureen/shared/platform/currencies";

/** What is to be paid in coins and notes: rounded to what they can pay. */
export function cashDue(amount: number, tip: number, step: number): number {
  return roundedToCash(amount + tip, step);
}

/** Notes that people hand over, in units of the currency. */
const NOTES = [5, 10, 20, 50, 100];

/** What somebody probably hands over for an amount: it itself, and the next round sums above it. */
export function likelyHanded(due: number, currency: string): number[] {
  const unit = 10 ** minorDigits(currency);
  // Where a unit is worth little, notes begin in the hundreds.
  const scale = unit === 1 ? 100 : 1;
  const above = NOTES.map((note) => Math.ceil(due / (note * unit * scale)) * note * unit * scale);
  return [...new Set([due, ...above])].sort((a, b) => a - b).slice(0, 4);
}
