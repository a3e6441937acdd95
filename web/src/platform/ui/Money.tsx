import { moneyText } from "./money-text.ts";

export { moneyChangeText, moneyText } from "./money-text.ts";

/** An amount in minor units, written the way the reader's language writes that currency. */
export function Money(props: { readonly minor: number; readonly currency: string }) {
  return (
    <span class="money" dir="auto">
      {moneyText(props.minor, props.currency)}
    </span>
  );
}
