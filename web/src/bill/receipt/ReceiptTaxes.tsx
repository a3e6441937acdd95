import type { ReceiptContent } from "@tureen/shared/bill/receipt";
import { For, Show } from "solid-js";
import { Money } from "../../platform/ui/Money.tsx";
import { percentText } from "../percent-text.ts";
import { receiptMessages } from "./messages/messages.ts";
import styles from "./ReceiptTaxes.module.css";

/** The tax in a receipt by rate: net, tax, and both together. */
export function ReceiptTaxes(props: {
  readonly taxes: ReceiptContent["taxes"];
  readonly currency: string;
}) {
  const { t } = receiptMessages;
  return (
    <Show when={props.taxes.some(({ rate }) => rate > 0)}>
      <div class={styles.frame}>
        <table class={styles.taxes}>
          <thead>
            <tr>
              <th scope="col">{t("rate")}</th>
              <th scope="col">{t("net")}</th>
              <th scope="col">{t("tax")}</th>
              <th scope="col">{t("gross")}</th>
            </tr>
          </thead>
          <tbody>
            <For each={props.taxes}>
              {({ rate, gross, tax }) => (
                <tr>
                  <th scope="row">{percentText(rate)}</th>
                  <td data-label={t("net")}>
                    <Money minor={gross - tax} currency={props.currency} />
                  </td>
                  <td data-label={t("tax")}>
                    <Money minor={tax} currency={props.currency} />
                  </td>
                  <td data-label={t("gross")}>
                    <Money minor={gross} currency={props.currency} />
                  </td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </div>
    </Show>
  );
}
