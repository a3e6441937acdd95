/**
 * Money is an integer number of minor units together with its ISO 4217 currency. How many minor
 * digits a currency has comes from the platform's CLDR data (JPY and VND 0, EUR 2, KWD 3).
 */

const digitsByCurrency = new Map<string, number>();

/** Minor digits of an ISO 4217 currency. Throws RangeError for a malformed code. */
export function minorDigits(currency: string): number {
  let digits = digitsByCurrency.get(currency);
  if (digits === undefined) {
    digits =
      new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions()
        .maximumFractionDigits ?? 2;
    digitsByCurrency.set(currency, digits);
  }
  return digits;
}

/** Is this a currency code that the platform can format? */
export function isCurrency(code: string): boolean {
  return /^[A-Z]{3}$/.test(code) && Intl.supportedValuesOf("currency").includes(code);
}

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

/** By locale and currency: making one takes far longer than using it. */
const formats = new Map<string, Intl.NumberFormat>();

/** Formats minor units for people, in the given locale ("€43.20", "￥350"). */
export function formatMinor(minor: number, currency: string, locale: string): string {
  const digits = minorDigits(currency);
  const key = `${locale} ${currency}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, {
      style: "currency",
      currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    formats.set(key, format);
  }
  return format.format(minor / 10 ** digits);
}

/** Minor units as a plain decimal number with a point ("43.20", "350"), for machines. */
export function decimalOf(minor: number, currency: string): string {
  const digits = minorDigits(currency);
  return (minor / 10 ** digits).toFixed(digits);
}
