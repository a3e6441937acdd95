/**
 * Money is an integer number of minor units together with its ISO 4217 currency; how many digits a
 * currency has is written down in currencies.ts.
 */
import { minorDigits } from "./currencies.ts";
import { numberFormat } from "./intl.ts";

/**
 * Parses a decimal string such as "8.99", "-2.00" or "350" into minor units, exactly. Returns
 * null when it is not a plain decimal number, has more digits than the currency, or is too large.
 */
export function parseMinor(text: string, currency: string): number | null {
  const match = /^(-?)(\d{1,9})(?:\.(\d{1,4}))?$/.exec(text);
  if (!match) return null;
  const digits = minorDigits(currency);
  const fraction = match[3] ?? "";
  // "350.00" in a currency without decimals is still 350; "350.50" is not an amount of it.
  if (/[1-9]/.test(fraction.slice(digits))) return null;
  const minor = Number(match[2] + fraction.slice(0, digits).padEnd(digits, "0"));
  // Not `-0`: it is not equal to 0 for Object.is, and JSON would lose it.
  return match[1] && minor !== 0 ? -minor : minor;
}

/** Formats minor units for people, in the given locale ("€43.20", "￥350"). */
export function formatMinor(minor: number, currency: string, locale: string): string {
  const digits = minorDigits(currency);
  // Said outright: left to itself, each engine has its own opinion of a currency's digits.
  const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const format = numberFormat(locale, { style: "currency", currency, ...fraction });
  // One minus sign everywhere, as wide as a plus.
  return format.format(minor / 10 ** digits).replace("-", "−");
}

/** Minor units as a plain decimal number with a point ("43.20", "350"), for machines. */
export function decimalOf(minor: number, currency: string): string {
  const digits = minorDigits(currency);
  return (minor / 10 ** digits).toFixed(digits);
}
