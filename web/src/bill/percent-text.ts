import { WHOLE } from "@tureen/shared/bill/terms";
import { numberFormat } from "@tureen/shared/platform/intl";
import { locale } from "../platform/i18n/locale.ts";

/** Hundredths of a percent the way the reader's language writes them: "19 %", "8.25%". */
export function percentText(rate: number): string {
  const format = numberFormat(locale(), { style: "percent", maximumFractionDigits: 2 });
  return format.format(rate / WHOLE);
}
