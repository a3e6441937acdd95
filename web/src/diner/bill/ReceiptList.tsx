import { For, Show } from "solid-js";
import { billMessages } from "../../bill/messages/messages.ts";
import { Money } from "../../platform/ui/Money.tsx";
import type { OwnReceipt, TableReceipt } from "../model/receipts.ts";
import { payMessages } from "./messages/messages.ts";
import { ReceiptLink } from "./ReceiptLink.tsx";
import styles from "./ReceiptList.module.css";

/** The receipts of what the reader has paid, and the table's, to look at and to keep. */
export function ReceiptList(props: {
  readonly own: readonly OwnReceipt[];
  readonly table: TableReceipt | undefined;
  readonly currency: string;
}) {
  const { t } = payMessages;
  const title = ({ kind, number }: OwnReceipt) =>
    kind === "refund"
      ? t("refund", { number: String(number) })
      : billMessages.t("receipt", { number: String(number) });
  return (
    <Show when={props.own.length > 0 || props.table}>
      <section>
        <h3 class={styles.title}>{t("receipts")}</h3>
        <ul>
          <For each={props.own}>
            {(receipt) => (
              <li class={styles.row}>
                <ReceiptLink token={receipt.token}>
                  <span>
                    {title(receipt)}
                    <Show when={receipt.method}>
                      {(method) => (
                        <span class={styles.method}>{billMessages.t(`method.${method()}`)}</span>
                      )}
                    </Show>
                  </span>
                </ReceiptLink>
                <Money minor={receipt.amount} currency={props.currency} />
              </li>
            )}
          </For>
          <Show when={props.table}>
            {(receipt) => (
              <li class={styles.row}>
                <ReceiptLink token={receipt().token}>
                  <span>
                    {billMessages.t("receipt", { number: String(receipt().number) })}
                    <span class={styles.method}>{t("tableReceipt")}</span>
                  </span>
                </ReceiptLink>
              </li>
            )}
          </Show>
        </ul>
      </section>
    </Show>
  );
}
