import { minorDigits } from "@tureen/shared/platform/currencies";

/** Roundings that make sense in a currency, in minor units: none, and to 0.05, 0.10, 0.50 and 1, or to 10, 50 and 100. */
export function roundingSteps(currency: string): readonly number[] {
  const whole = 10 ** minorDigits(currency);
  const steps = whole === 1 ? [10, 50, 100] : [0.05, 0.1, 0.5, 1].map((part) => whole * part);
  return [1, ...steps.map(Math.round)];
}
