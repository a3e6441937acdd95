import type { ReceiptContent } from "@tureen/shared/bill/receipt";
import { Show } from "solid-js";
import { Money } from "../../platform/ui/Money.tsx";
import { billMessages } from "../messages/messages.ts";
import { receiptMessages } from "./messages/messages.ts";
import { ReceiptDishes } from "./ReceiptDishes.tsx";
import styles from "./ReceiptPaper.module.css";
import { ReceiptRow } from "./ReceiptRow.tsx";

/** What a payment, or giving one back, was for, and what it came to. */
export function PaymentSums(props: { readonly receipt: ReceiptContent }) {
  const { t } = receiptMessages;
  const receipt = () => props.receipt;
  const isRefund = () => receipt().kind === "refund";
  const named = () => receipt().lines.reduce((sum, { amount }) => sum + amount, 0);
  const rest = () => receipt().amount - named();
  // The last to pay covers dishes that sums paid in part.
  const paidBefore = () => !isRefund() && rest() < 0;
  const currency = () => receipt().currency;
  return (
    <>
      <Show when={receipt().lines.length > 0}>
        <ReceiptDishes lines={receipt().lines} currency={currency()} locale={receipt().locale}>
          <Show when={rest() !== 0}>
            <li class={styles.row}>
              <span class={styles.name}>{t(paidBefore() ? "paidBefore" : "notOfDish")}</span>
              <Money minor={rest()} currency={currency()} />
            </li>
          </Show>
        </ReceiptDishes>
      </Show>
      <dl class={styles.sums}>
        <Show when={receipt().service}>
          {(minor) => <ReceiptRow label={t("serviceIn")} minor={minor()} currency={currency()} />}
        </Show>
        <Show when={receipt().reduced}>
          {(minor) => <ReceiptRow label={t("reducedIn")} minor={-minor()} currency={currency()} />}
        </Show>
        <ReceiptRow
          label={t(isRefund() ? "back" : "bill")}
          minor={receipt().amount}
          currency={currency()}
        />
        <Show when={receipt().tip !== 0}>
          <ReceiptRow label={billMessages.t("tip")} minor={receipt().tip} currency={currency()} />
        </Show>
        <Show when={receipt().rounding !== 0}>
          <ReceiptRow label={t("rounding")} minor={receipt().rounding} currency={currency()} />
        </Show>
        <ReceiptRow
          label={t(isRefund() ? "sumBack" : "sum")}
          minor={receipt().amount + receipt().tip + receipt().rounding}
          currency={currency()}
          strong
        />
        <div class={styles.row}>
          <dt>{t("method")}</dt>
          <dd>{billMessages.t(`method.${receipt().method}`)}</dd>
        </div>
      </dl>
    </>
  );
}
