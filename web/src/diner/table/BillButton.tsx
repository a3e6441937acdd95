import { billOf } from "@tureen/shared/bill/bill";
import { takesCards } from "@tureen/shared/bill/terms";
import { createMemo, Show } from "solid-js";
import { Button } from "../../platform/ui/Button.tsx";
import { Money } from "../../platform/ui/Money.tsx";
import { dinerMessages } from "../messages/messages.ts";
import styles from "./BillButton.module.css";
import { useTable } from "./context.ts";

/** The way to the bill, with what is left of it; before something was ordered, where a card can be put down. */
export function BillButton() {
  const { t } = dinerMessages;
  const { session, openBill } = useTable();
  const bill = createMemo(() => billOf(session.view()));
  const isPaid = () => bill().balance === 0 && bill().paid > 0;
  return (
    <Show when={bill().lines.length > 0 || takesCards(bill().terms)}>
      <Button icon="bill" size="l" wide variant="primary" onClick={openBill}>
        <span class={styles.words}>
          {isPaid() ? t("billPaid") : t("bill")}
          <Show when={bill().balance > 0}>
            <Money minor={bill().balance} currency={bill().currency} />
          </Show>
        </span>
      </Button>
    </Show>
  );
}
