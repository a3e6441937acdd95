import type { AnyReceipt, ReceiptContent, TableReceiptContent } from "@tureen/shared/bill/receipt";
import type { Answer } from "@tureen/shared/endpoints";
import { dateTimeFormat } from "@tureen/shared/platform/intl";
import { Show } from "solid-js";
import { timeLocale } from "../../platform/i18n/locale.ts";
import { receiptMessages } from "./messages/messages.ts";
import { PaymentSums } from "./PaymentSums.tsx";
import styles from "./ReceiptPaper.module.css";
import { ReceiptSigning } from "./ReceiptSigning.tsx";
import { ReceiptTaxes } from "./ReceiptTaxes.tsx";
import { TableSums } from "./TableSums.tsx";
import { receiptTitle } from "./title.ts";

/** The receipt itself, as on paper: whose, what for, how much, the tax in it by rate, who signed it. */
export function ReceiptPaper(props: {
  readonly receipt: AnyReceipt;
  readonly signing: Answer<"readReceipt">["signing"];
}) {
  const { t } = receiptMessages;
  const receipt = () => props.receipt;
  const ofTable = (): TableReceiptContent | undefined => {
    const any = receipt();
    return any.kind === "table" ? any : undefined;
  };
  const time = () =>
    dateTimeFormat(timeLocale(), { dateStyle: "long", timeStyle: "short" }).format(receipt().at);
  return (
    <article class={styles.paper}>
      <header class={styles.header}>
        <p class={styles.restaurant} dir="auto">
          {receipt().restaurant}
        </p>
        <Show when={receipt().header}>
          <p class={styles.lines} dir="auto">
            {receipt().header}
          </p>
        </Show>
        <Show when={receipt().taxNumber}>
          <p>{t("taxNumber", { number: receipt().taxNumber })}</p>
        </Show>
      </header>
      <h1 class={styles.title}>{receiptTitle(receipt())}</h1>
      <p class={styles.when}>
        <time datetime={new Date(receipt().at).toISOString()}>{time()}</time>
        {" · "}
        <bdi>{t("table", { table: receipt().table })}</bdi>
      </p>
      <Show when={ofTable()} fallback={<PaymentSums receipt={receipt() as ReceiptContent} />}>
        {(table) => <TableSums receipt={table()} />}
      </Show>
      <ReceiptTaxes taxes={receipt().taxes} currency={receipt().currency} />
      <ReceiptSigning signing={props.signing} />
    </article>
  );
}
