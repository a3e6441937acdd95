import { PORTION } from "@tureen/shared/bill/ranges";
import { For, type JSX } from "solid-js";
import { Money } from "../../platform/ui/Money.tsx";
import { portionsText } from "../portions.ts";
import styles from "./ReceiptPaper.module.css";

/** The dishes of a receipt, with what they come to; children are further rows. */
export function ReceiptDishes(props: {
  readonly lines: readonly {
    readonly name: string;
    readonly portions: number;
    readonly amount: number;
  }[];
  readonly currency: string;
  readonly children?: JSX.Element;
}) {
  const portions = (count: number) => portionsText(Math.round(count * PORTION));
  return (
    <ul class={styles.dishes}>
      <For each={props.lines}>
        {(line) => (
          <li class={styles.row}>
            <span class={styles.count}>{portions(line.portions)}×</span>
            <span class={styles.name} dir="auto">
              {line.name}
            </span>
            <Money minor={line.amount} currency={props.currency} />
          </li>
        )}
      </For>
      {props.children}
    </ul>
  );
}
