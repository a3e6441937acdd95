import { Show } from "solid-js";
import { billMessages } from "../../bill/messages/messages.ts";
import { Money, moneyText } from "../../platform/ui/Money.tsx";
import { payMessages } from "./messages/messages.ts";
import styles from "./PaySums.module.css";

/** What somebody is about to pay: of the bill, the tip, and both. */
export function PaySums(props: {
  readonly amount: number;
  readonly tip: number;
  /** What both came to before others changed it. */
  readonly was?: number | undefined;
  readonly currency: string;
}) {
  const { t } = payMessages;
  return (
    <>
      <dl class={styles.sums}>
        <div>
          <dt>{t("billPart")}</dt>
          <dd>
            <Money minor={props.amount} currency={props.currency} />
          </dd>
        </div>
        <Show when={props.tip > 0}>
          <div>
            <dt>{billMessages.t("tip")}</dt>
            <dd>
              <Money minor={props.tip} currency={props.currency} />
            </dd>
          </div>
        </Show>
        <div class={styles.due}>
          <dt>{t("youPay")}</dt>
          <dd>
            <Money minor={props.amount + props.tip} currency={props.currency} />
          </dd>
        </div>
      </dl>
      <Show when={props.was !== undefined}>
        <p class={styles.changed} role="status">
          {t("changedFrom", { price: moneyText(props.was ?? 0, props.currency) })}
        </p>
      </Show>
    </>
  );
}
