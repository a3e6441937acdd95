import { Show } from "solid-js";
import { Button } from "../../platform/ui/Button.tsx";
import { Icon } from "../../platform/ui/Icon.tsx";
import { moneyText } from "../../platform/ui/Money.tsx";
import type { BillActions } from "./bill-actions.ts";
import { floorBillMessages } from "./messages/messages.ts";
import styles from "./OpenBalance.module.css";
import type { TableBill } from "./table-bill.ts";

/** A table that is to be closed has paid too much: how much, and the way to give it back. */
export function OverpaidBill(props: {
  readonly bill: TableBill;
  readonly actions: BillActions;
  readonly onOpenBill: () => void;
}) {
  const { t } = floorBillMessages;
  const bill = () => props.bill.bill();
  return (
    <Show when={bill().overpaid > 0}>
      <section class={styles.open} role="alert">
        <p class={styles.left}>
          <Icon name="alert" size={20} />
          {t("toGiveBack", { price: moneyText(bill().overpaid, bill().currency) })}
        </p>
        <p>{t(props.actions.may("manager") ? "closeOverpaid" : "closeOverpaidManager")}</p>
        <Button variant="primary" size="l" wide icon="bill" onClick={() => props.onOpenBill()}>
          {t("open")}
        </Button>
      </section>
    </Show>
  );
}
