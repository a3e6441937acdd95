import { For, type JSX, Show } from "solid-js";
import { Money, moneyChangeText } from "../platform/ui/Money.tsx";
import styles from "./BillTotals.module.css";
import type { LiveBill } from "./live-bill.ts";
import { billMessages } from "./messages/messages.ts";
import { percentText } from "./percent-text.ts";

/** From the dishes to what is left to pay: everything that adds to the bill or takes off it. */
export function BillTotals(props: {
  readonly of: LiveBill;
  /** For staff: with few guests, each could tell what the other gave. */
  readonly withTips?: boolean;
}) {
  const { t } = billMessages;
  const bill = () => props.of.bill();
  const isAdded = () => bill().terms.prices === "exclusive";
  const taxes = () => bill().taxes.filter(({ tax }) => tax > 0);
  const hasSteps = () => bill().reduced + bill().service > 0 || (isAdded() && taxes().length > 0);
  return (
    <dl class={styles.totals}>
      <Show when={hasSteps()}>
        <Row label={t("dishes")} minor={bill().listed} of={props.of} />
      </Show>
      <Show when={bill().reduced > 0}>
        <Row label={t("discounts")} minor={-bill().reduced} of={props.of} />
      </Show>
      <Show when={bill().service > 0}>
        <Row label={t("service")} minor={bill().service} of={props.of} />
      </Show>
      <Show when={isAdded()}>
        <For each={taxes()}>
          {({ rate, tax }) => (
            <Row label={t("tax", { rate: percentText(rate) })} minor={tax} of={props.of} />
          )}
        </For>
      </Show>
      <Row label={t("total")} minor={bill().total} of={props.of} class={styles.total} />
      <Show when={!isAdded()}>
        <For each={taxes()}>
          {({ rate, tax }) => (
            <Row
              label={t("taxIn", { rate: percentText(rate) })}
              minor={tax}
              of={props.of}
              class={styles.small}
            />
          )}
        </For>
      </Show>
      <Show when={bill().paid > 0}>
        <Row label={t("paid")} minor={-bill().paid} of={props.of} />
      </Show>
      <Show when={bill().writtenOff > 0}>
        <Row label={t("writtenOff")} minor={-bill().writtenOff} of={props.of} />
      </Show>
      <Show when={bill().paid + bill().reserved + bill().writtenOff > 0}>
        <Row
          label={bill().balance === 0 ? t("allPaid") : t("left")}
          minor={bill().balance}
          of={props.of}
          class={styles.total}
        />
      </Show>
      <Show when={bill().reserved > 0}>
        <Row label={t("onItsWay")} minor={bill().reserved} of={props.of} class={styles.small} />
      </Show>
      <Show when={bill().overpaid > 0}>
        <Row label={t("overpaid")} minor={bill().overpaid} of={props.of} />
      </Show>
      <Show when={props.withTips && bill().tips > 0}>
        <Row label={t("tips")} minor={bill().tips} of={props.of} class={styles.small} />
      </Show>
    </dl>
  );
}

function Row(props: {
  readonly label: JSX.Element;
  readonly minor: number;
  readonly of: LiveBill;
  readonly class?: string | undefined;
}) {
  return (
    <div class={`${styles.row} ${props.class ?? ""}`}>
      <dt>{props.label}</dt>
      <dd>
        <Show
          when={props.minor < 0}
          fallback={<Money minor={props.minor} currency={props.of.bill().currency} />}
        >
          <span class="money">{moneyChangeText(props.minor, props.of.bill().currency)}</span>
        </Show>
      </dd>
    </div>
  );
}
