import { isCurrency, minorDigits } from "../../platform/currencies.ts";
import { decimalOf, parseMinor } from "../../platform/money.ts";
import type { RawDish } from "./raw-menu.ts";
import type { Notes } from "./report.ts";
import { sizesOf } from "./sizes.ts";

/** What a price that people wrote says: amounts as plain decimals, several for several sizes. */
export function amountsIn(text: string, currency: string): string[] | null {
  const plain = text
    .normalize("NFKC")
    .replace(/[\p{Sc}\p{Zs}\t]|\b(?:[A-Z]{3}|Euro|Fr|kr|Rs)\b\.?/giu, " ")
    .replace(/[,.]\s*[-–—]+(?=\s|$)/gu, " ")
    .trim();
  if (!/\d/.test(plain)) return [];
  const amounts = plain
    .split(/\s*[-–—/|;+]\s*|\s{2,}/u)
    .filter((part) => part !== "")
    .map((part) => decimal(part.replace(/[\s'’]/gu, ""), currency));
  // "-5.00" is no price.
  if (/^[-–—]/u.test(plain) || amounts.includes(null)) return null;
  return amounts as string[];
}

/** "1.234,50", "1,234.50" and "5,9" as plain decimals; null for what is no amount of the currency. */
function decimal(text: string, currency: string): string | null {
  if (!/^\d[\d.,]*$/.test(text)) return null;
  const last = Math.max(text.lastIndexOf("."), text.lastIndexOf(","));
  const isOneSign = new Set(text.replace(/\d/g, "")).size === 1;
  // "1.500" is fifteen hundred where the currency has no thousandths.
  const isGrouped = isOneSign && text.length - last === 4 && minorDigits(currency) !== 3;
  const amount =
    last < 0 || isGrouped
      ? text.replace(/[.,]/g, "")
      : `${text.slice(0, last).replace(/[.,]/g, "")}.${text.slice(last + 1)}`;
  return parseMinor(amount, currency) === null ? null : amount;
}

interface PriceContext {
  readonly path: string;
  readonly notes: Notes;
  /** ISO 4217; what cannot be one is a fault of its own. */
  readonly currency: string;
  readonly locale: string;
  /** Whether several prices are sizes, each at its own. */
  readonly sizes: boolean;
}

/** A dish's price and, of several prices, its sizes; what has to be asked or is missing is noted. */
export function priceOf(
  text: string | null | undefined,
  { path, notes, currency, locale, sizes }: PriceContext,
): Pick<RawDish, "price" | "options"> {
  if (!isCurrency(currency)) return {};
  const shown = (text ?? "").trim().slice(0, 40);
  const amounts = amountsIn(text ?? "", currency);
  if (amounts === null) {
    notes.add("question", path, "not-a-price", { text: shown });
    return {};
  }
  const [first, ...others] = amounts;
  if (first === undefined) {
    if (shown) notes.add("no-price", path, "price-said", { text: shown });
    else notes.add("no-price", path, "no-price");
    return {};
  }
  if (others.length === 0) return { price: first };
  if (!sizes) {
    notes.ask("sizes", path, "are-sizes", { text: shown, count: amounts.length });
    return {};
  }
  notes.add("changed", path, "became-sizes", { text: shown, count: amounts.length });
  return sizesOf(
    amounts.map((price) => ({ price })),
    { currency, locale },
  );
}

/** Minor units, as many vendors have them, as a decimal. */
export function decimalText(minor: number, currency: string): string {
  return isCurrency(currency) ? decimalOf(minor, currency) : String(minor);
}

/** A number of whole units, as other vendors have them ("12.5", 12.5), as a decimal of the currency. */
export function roundedText(amount: number, currency: string): string {
  return isCurrency(currency) ? amount.toFixed(minorDigits(currency)) : String(amount);
}
