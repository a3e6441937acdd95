import { Show } from "solid-js";
import { Money, moneyText } from "../../platform/ui/Money.tsx";
import { dinerMessages } from "../messages/messages.ts";
import styles from "./Price.module.css";

/** The price that counts; where it is lower than usual, the usual one struck before it. Minor units. */
export function Price(props: {
  readonly minor: number;
  readonly regular: number | undefined;
  /** Where a choice has yet to decide the price: the least that it can be. */
  readonly from: number | undefined;
  readonly currency: string;
}) {
  const { t } = dinerMessages;
  return (
    <Show
      when={props.from === undefined}
      fallback={t("priceFrom", { price: moneyText(props.from ?? 0, props.currency) })}
    >
      <Show when={props.regular !== undefined && props.regular > props.minor}>
        <s class={styles.old}>
          <span class="visually-hidden">{t("regularPrice")}: </span>
          <Money minor={props.regular ?? 0} currency={props.currency} />
        </s>{" "}
      </Show>
      <Money minor={props.minor} currency={props.currency} />
    </Show>
  );
}
