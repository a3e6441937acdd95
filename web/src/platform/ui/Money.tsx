import { formatMinor } from "@tureen/shared/platform/money";
import { locale } from "../i18n/locale.ts";

/** An amount in minor units, written the way the reader's language writes that currency. */
export function Money(props: { readonly minor: number; readonly currency: string }) {
  return (
    <span class="money" dir="auto">
      {formatMinor(props.minor, props.currency, locale())}
    </span>
  );
}

/** The same as text, for labels and sentences. */
export function moneyText(minor: number, currency: string): string {
  return formatMinor(minor, currency, locale());
}
