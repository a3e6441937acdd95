import { type JSX, Show } from "solid-js";
import { Money, moneyChangeText } from "../../platform/ui/Money.tsx";
import styles from "./ReceiptPaper.module.css";

/** A sum of a receipt with what it is; `change` writes what is taken off with its sign. */
export function ReceiptRow(props: {
  readonly label: JSX.Element;
  readonly minor: number;
  readonly currency: string;
  readonly strong?: boolean;
  readonly change?: boolean;
}) {
  return (
    <div class={`${styles.row} ${props.strong ? styles.sum : ""}`}>
      <dt>{props.label}</dt>
      <dd>
        <Show
          when={props.change}
          fallback={<Money minor={props.minor} currency={props.currency} />}
        >
          <span class="money">{moneyChangeText(props.minor, props.currency)}</span>
        </Show>
      </dd>
    </div>
  );
}
