import type { TableReceiptContent } from "@tureen/shared/bill/receipt";
import { For, Show } from "solid-js";
import { billMessages } from "../messages/messages.ts";
import { receiptMessages } from "./messages/messages.ts";
import { ReceiptDishes } from "./ReceiptDishes.tsx";
import styles from "./ReceiptPaper.module.css";
import { ReceiptRow } from "./ReceiptRow.tsx";

/** The whole bill of a table, and the receipts of the money that paid it. */
export function TableSums(props: { readonly receipt: TableReceiptContent }) {
  const { t } = receiptMessages;
  const receipt = () => props.receipt;
  const currency = () => receipt().currency;
  const sum = (of: (each: TableReceiptContent["receipts"][number]) => number) =>
    receipt().receipts.reduce((all, each) => all + of(each), 0);
  const tips = () => sum(({ tip }) => tip);
  const rounding = () => sum((each) => each.rounding);
  const hasSteps = () => receipt().total !== receipt().listed || receipt().reduced !== 0;
  return (
    <>
      <Show when={receipt().replaces}>
        {(number) => <p class={styles.note}>{t("replaces", { number: String(number()) })}</p>}
      </Show>
      <ReceiptDishes lines={receipt().lines} currency={currency()} locale={receipt().locale} />
      <dl class={styles.sums}>
        <Show when={hasSteps()}>
          <ReceiptRow
            label={billMessages.t("dishes")}
            minor={receipt().listed}
            currency={currency()}
          />
        </Show>
        <Show when={receipt().reduced !== 0}>
          <ReceiptRow
            label={billMessages.t("discounts")}
            minor={-receipt().reduced}
            currency={currency()}
            change
          />
        </Show>
        <Show when={receipt().service !== 0}>
          <ReceiptRow
            label={billMessages.t("service")}
            minor={receipt().service}
            currency={currency()}
          />
        </Show>
        <Show when={receipt().taxAdded !== 0}>
          <ReceiptRow label={t("taxAdded")} minor={receipt().taxAdded} currency={currency()} />
        </Show>
        <ReceiptRow
          label={billMessages.t("total")}
          minor={receipt().total}
          currency={currency()}
          strong
        />
        <Show when={receipt().writtenOff !== 0}>
          <ReceiptRow
            label={billMessages.t("writtenOff")}
            minor={-receipt().writtenOff}
            currency={currency()}
            change
          />
        </Show>
        <Show when={tips() !== 0}>
          <ReceiptRow label={billMessages.t("tip")} minor={tips()} currency={currency()} />
        </Show>
        <Show when={rounding() !== 0}>
          <ReceiptRow label={t("rounding")} minor={rounding()} currency={currency()} />
        </Show>
      </dl>
      <Show when={receipt().receipts.length > 0}>
        <section class={styles.sums}>
          <h2 class={styles.subtitle}>{t("sumsUp")}</h2>
          <dl class={styles.parts}>
            <For each={receipt().receipts}>
              {(each) => (
                <ReceiptRow
                  label={
                    <>
                      {t(each.kind === "refund" ? "refund" : "title", {
                        number: String(each.number),
                      })}
                      {" · "}
                      {billMessages.t(`method.${each.method}`)}
                    </>
                  }
                  minor={each.amount + each.tip + each.rounding}
                  currency={currency()}
                />
              )}
            </For>
            <ReceiptRow
              label={t("sum")}
              minor={sum(({ amount, tip, rounding }) => amount + tip + rounding)}
              currency={currency()}
              strong
            />
          </dl>
          <p class={styles.note}>{t("counted")}</p>
        </section>
      </Show>
    </>
  );
}
