import { For, Match, Show, Switch } from "solid-js";
import { billMessages } from "../../bill/messages/messages.ts";
import { percentText } from "../../bill/percent-text.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { Money, moneyChangeText } from "../../platform/ui/Money.tsx";
import { staffMessages } from "../../staff/messages/messages.ts";
import { adjustmentName } from "../../staff/words.ts";
import { BalanceBadge } from "./BalanceBadge.tsx";
import styles from "./BillSummary.module.css";
import { floorBillMessages } from "./messages/messages.ts";
import { panelSums } from "./panel-sums.ts";
import type { TableBill } from "./table-bill.ts";

/** What a table's bill comes to and what is left of it, and the way to it. */
export function BillSummary(props: {
  readonly bill: TableBill;
  /** What was ordered, for restaurants that do their bills elsewhere. */
  readonly ordered: number;
  readonly currency: string;
  readonly onOpen: () => void;
}) {
  const { t } = floorBillMessages;
  const bill = () => props.bill.bill();
  const sums = () => panelSums(bill());
  return (
    <Switch
      fallback={
        <p class={styles.total}>
          <span>{staffMessages.t("total")}</span>
          <Money minor={props.ordered} currency={props.currency} />
        </p>
      }
    >
      <Match when={props.bill.isBilled()}>
        <Step label={adjustmentName("charge")} minor={sums().added} currency={props.currency} />
        <Step
          label={billMessages.t("discounts")}
          minor={-sums().discounts}
          currency={props.currency}
        />
        <Step label={billMessages.t("service")} minor={sums().service} currency={props.currency} />
        <For each={sums().taxes}>
          {({ rate, tax }) => (
            <Step
              label={billMessages.t("tax", { rate: percentText(rate) })}
              minor={tax}
              currency={props.currency}
            />
          )}
        </For>
        <p class={styles.total}>
          <span>{staffMessages.t("total")}</span>
          <Money minor={sums().total} currency={props.currency} />
        </p>
        <p class={styles.state}>
          <BalanceBadge of={bill()} currency={props.currency} />
        </p>
        <Button icon="bill" size="l" wide variant="primary" onClick={() => props.onOpen()}>
          {t("open")}
        </Button>
      </Match>
    </Switch>
  );
}

/** What leads from the orders to the total; nothing where it changes nothing. */
function Step(props: {
  readonly label: string;
  readonly minor: number;
  readonly currency: string;
}) {
  return (
    <Show when={props.minor !== 0}>
      <p class={styles.step}>
        <span>{props.label}</span>
        <span class="money">{moneyChangeText(props.minor, props.currency)}</span>
      </p>
    </Show>
  );
}
