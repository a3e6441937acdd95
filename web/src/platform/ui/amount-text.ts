import { minorDigits } from "@tureen/shared/platform/currencies";
import { decimalOf, parseMinor } from "@tureen/shared/platform/money";

/** Digits of other scripts that phones' keyboards write: Arabic-Indic, Persian, full width. */
const DIGITS = ["٠", "۰", "０"].map((zero) => zero.charCodeAt(0));

/**
 * The amount that somebody typed, in minor units: with a comma or a point, with or without separators of
 * thousands, in the digits of their keyboard. Null for what is no amount of the currency.
 */
export function parseAmount(text: string, currency: string): number | null {
  const plain = [...text]
    .map(latinDigit)
    .join("")
    .replaceAll("٫", ".")
    .replaceAll("٬", ",")
    .replace(/[\s'’]/gu, "");
  const match = /^(\d+(?:[.,]\d+)*)$/.exec(plain);
  if (!match) return null;
  const groups = plain.split(/[.,]/);
  const last = groups.length > 1 ? (groups.at(-1) ?? "") : "";
  const isFraction = last !== "" && last.length <= minorDigits(currency);
  const whole = isFraction ? groups.slice(0, -1) : groups;
  if (whole.slice(1).some((group) => group.length !== 3)) return null;
  const amount = parseMinor(whole.join("") + (isFraction ? `.${last}` : ""), currency);
  return amount !== null && amount >= 0 ? amount : null;
}

/** An amount as it is typed, to begin with in a field. */
export function amountText(minor: number, currency: string, locale: string): string {
  const text = decimalOf(minor, currency);
  return locale === "de" ? text.replace(".", ",") : text;
}

function latinDigit(sign: string): string {
  const code = sign.charCodeAt(0);
  const zero = DIGITS.find((first) => code >= first && code <= first + 9);
  return zero === undefined ? sign : String(code - zero);
}
