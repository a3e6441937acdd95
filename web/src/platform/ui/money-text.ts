import { minorDigits } from "@tureen/shared/platform/currencies";
import { numberFormat } from "@tureen/shared/platform/intl";
import { formatMinor } from "@tureen/shared/platform/money";
import { locale } from "../i18n/locale.ts";

/** An amount in minor units as text, for labels and sentences: as the reader's language writes that currency. */
export function moneyText(minor: number, currency: string): string {
  return formatMinor(minor, currency, locale());
}

/** What is added or taken off, with its sign where the language has it: in Arabic a sign put in front lands behind. */
export function moneyChangeText(minor: number, currency: string): string {
  const digits = minorDigits(currency);
  return numberFormat(locale(), {
    style: "currency",
    currency,
    signDisplay: "always",
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
    .format(minor / 10 ** digits)
    .replace("-", "−");
}
