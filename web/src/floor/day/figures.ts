import { numberFormat } from "@tureen/shared/platform/intl";
import { locale } from "../../platform/i18n/locale.ts";

/** How many, as the reader writes numbers. */
export function count(number: number): string {
  return numberFormat(locale()).format(number);
}

/** A rate in hundredths of a percent, "7 %", "5.5 %". */
export function rateText(rate: number): string {
  return numberFormat(locale(), { style: "percent", maximumFractionDigits: 2 }).format(
    rate / 10_000,
  );
}
