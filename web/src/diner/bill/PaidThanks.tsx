import type { Payment } from "@tureen/shared/table/document/types";
import { Show } from "solid-js";
import { Icon } from "../../platform/ui/Icon.tsx";
import type { OwnReceipt } from "../model/receipts.ts";
import { payMessages } from "./messages/messages.ts";
import styles from "./PaidThanks.module.css";

/** Paid: thanks, the receipt, and that nobody has to go. */
export function PaidThanks(props: {
  readonly payment: Payment;
  readonly receipts: readonly OwnReceipt[];
}) {
  const { t } = payMessages;
  const receipt = () => props.receipts.find(({ payment }) => payment === props.payment.id);
  return (
    <div class={styles.thanks}>
      <span class={styles.check}>
        <Icon name="check" size={32} />
      </span>
      <p class={styles.title}>{t("thanks")}</p>
      <p class={styles.text}>{t("stay")}</p>
      <Show when={receipt()}>
        {(own) => (
          <a class={styles.link} href={`/r/${own().token}`} target="_blank" rel="noopener">
            <Icon name="receipt" size={20} />
            {t("seeReceipt")}
          </a>
        )}
      </Show>
    </div>
  );
}
