import { Show } from "solid-js";
import { billMessages } from "../../bill/messages/messages.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { Icon } from "../../platform/ui/Icon.tsx";
import { Money } from "../../platform/ui/Money.tsx";
import { useTable } from "../table/context.ts";
import { AskWaiter } from "./AskWaiter.tsx";
import styles from "./BillActions.module.css";
import type { DinerBill } from "./bill-context.ts";
import { payMessages } from "./messages/messages.ts";

/** Under the thumb: the reader's share, and the way to pay it. */
export function BillActions(props: { readonly bill: DinerBill; readonly onPay: () => void }) {
  const { t } = payMessages;
  const { session } = useTable();
  const bill = () => props.bill.bill();
  const own = () => props.bill.shares().diners.find(({ diner }) => diner === session.me);
  const hasPaid = () => own()?.owes === 0 && own()?.paid !== 0;
  const canPay = () => props.bill.online() && (bill().free > 0 || props.bill.open() !== undefined);
  return (
    <div class={styles.actions}>
      <Show when={bill().total > 0 && bill().balance === 0}>
        <p class={styles.paid}>
          <Icon name="check" />
          {billMessages.t("allPaid")}
        </p>
      </Show>
      <Show when={bill().balance > 0}>
        <div class={styles.main}>
          <p class={styles.share}>
            <span class={styles.label}>{hasPaid() ? t("youPaid") : t("yourShare")}</span>
            <Money
              minor={(hasPaid() ? own()?.paid : own()?.owes) ?? 0}
              currency={bill().currency}
            />
          </p>
          <Show when={canPay()}>
            <Button
              class={styles.pay}
              variant={hasPaid() ? "secondary" : "primary"}
              size="l"
              onClick={() => props.onPay()}
            >
              {props.bill.open() ? t("goOn") : t(hasPaid() ? "payMore" : "pay")}
            </Button>
          </Show>
        </div>
        <Show when={!props.bill.online()}>
          <p class={styles.hint}>{t("payHere")}</p>
          <AskWaiter primary />
        </Show>
      </Show>
    </div>
  );
}
