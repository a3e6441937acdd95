import { Show } from "solid-js";
import { Money } from "../../platform/ui/Money.tsx";
import type { CartEntry } from "../../table/cart-entries.ts";
import { dinerMessages } from "../messages/messages.ts";
import styles from "./ChangedPrice.module.css";

/** What portions of a line cost, with what they cost when they were first shown struck before it. */
export function ChangedPrice(props: {
  readonly entry: CartEntry;
  readonly quantity: number;
  readonly currency: string;
}) {
  const { t } = dinerMessages;
  return (
    <>
      <Show when={props.entry.was !== undefined}>
        <s class={styles.old}>
          <span class="visually-hidden">{t("priceBefore")}: </span>
          <Money minor={(props.entry.was ?? 0) * props.quantity} currency={props.currency} />
        </s>{" "}
      </Show>
      <Money minor={(props.entry.unitPrice ?? 0) * props.quantity} currency={props.currency} />
    </>
  );
}
