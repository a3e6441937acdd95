import { PORTION } from "@tureen/shared/bill/ranges";
import { For, type JSX, Show } from "solid-js";
import { otherLanguage } from "../../menu/language-name.ts";
import { locale } from "../../platform/i18n/locale.ts";
import { Money } from "../../platform/ui/Money.tsx";
import { portionsText } from "../portions.ts";
import { receiptMessages } from "./messages/messages.ts";
import styles from "./ReceiptPaper.module.css";

/**
 * The dishes of a receipt, with what they come to; children are further rows. They are named as they were
 * ordered, in the restaurant's own language: what is proven is this text (infra/decisions/0092).
 */
export function ReceiptDishes(props: {
  readonly lines: readonly {
    readonly name: string;
    readonly portions: number;
    readonly amount: number;
  }[];
  readonly currency: string;
  /** The restaurant's own language. */
  readonly locale: string;
  readonly children?: JSX.Element;
}) {
  const portions = (count: number) => portionsText(Math.round(count * PORTION));
  return (
    <ul class={styles.dishes}>
      <For each={props.lines}>
        {(line) => (
          <li class={styles.row}>
            <span class={styles.count}>{portions(line.portions)}×</span>
            <span class={styles.name} dir="auto" lang={props.locale}>
              {line.name}
            </span>
            <Money minor={line.amount} currency={props.currency} />
          </li>
        )}
      </For>
      {props.children}
      <Show when={otherLanguage(props.locale, locale())}>
        {(language) => (
          <li class={styles.note}>{receiptMessages.t("dishesIn", { language: language() })}</li>
        )}
      </Show>
    </ul>
  );
}
