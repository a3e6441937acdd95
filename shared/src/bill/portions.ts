import { numberFormat } from "../platform/intl.ts";
import { PORTION } from "./ranges.ts";

/** Fractions that fonts have a sign of their own for. */
const SIGNS: Readonly<Record<string, string>> = {
  "1/2": "½",
  "1/3": "⅓",
  "2/3": "⅔",
  "1/4": "¼",
  "3/4": "¾",
  "1/5": "⅕",
  "2/5": "⅖",
  "3/5": "⅗",
  "4/5": "⅘",
  "1/6": "⅙",
  "5/6": "⅚",
  "1/8": "⅛",
  "3/8": "⅜",
  "5/8": "⅝",
  "7/8": "⅞",
};

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const LOWERED = "₀₁₂₃₄₅₆₇₈₉";

/** Beyond this a fraction says less than a decimal number; nobody divides a dish among more. */
const MAX_DENOMINATOR = 20;

/**
 * How many portions some parts are, as people write it: "2", "½", "1 ⅓". Parts of what cannot be divided
 * evenly are the fraction that they were meant to be: 229 of 2520 are an eleventh. Only what is no
 * fraction with few digits, such as what a sum has paid of a dish, is a decimal number.
 */
export function portionsText(parts: number, locale: string): string {
  const whole = Math.floor(parts / PORTION);
  const rest = parts - whole * PORTION;
  if (rest === 0) return numberFormat(locale).format(whole);
  const fraction = fractionOf(rest);
  if (!fraction) {
    return numberFormat(locale, { maximumFractionDigits: 2 }).format(parts / PORTION);
  }
  const { above, below } = fraction;
  // "1 1/7" in plain digits would be read as eleven sevenths.
  const sign = SIGNS[`${above}/${below}`] ?? `${raised(above, RAISED)}⁄${raised(below, LOWERED)}`;
  // A thin space that no line is broken at.
  return whole === 0 ? sign : `${numberFormat(locale).format(whole)}\u202f${sign}`;
}

/** The fraction with the smallest denominator that parts of one portion are, to a part. */
function fractionOf(rest: number): { readonly above: number; readonly below: number } | undefined {
  for (let below = 2; below <= MAX_DENOMINATOR; below++) {
    const above = Math.round((rest * below) / PORTION);
    const isMeant = Math.abs((above * PORTION) / below - rest) < 1;
    if (isMeant && above > 0 && above < below) return { above, below };
  }
  return undefined;
}

function raised(count: number, digits: string): string {
  return [...String(count)].map((digit) => digits[Number(digit)]).join("");
}
