import { ADJUSTMENT_RIGHTS } from "@tureen/shared/bill/rights";
import { createSignal, Show } from "solid-js";
import { randomUuid } from "../../platform/random-uuid.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { Icon } from "../../platform/ui/Icon.tsx";
import { moneyText } from "../../platform/ui/Money.tsx";
import type { BillActions } from "./bill-actions.ts";
import { floorBillMessages } from "./messages/messages.ts";
import styles from "./OpenBalance.module.css";
import { ReasonField } from "./ReasonField.tsx";
import type { TableBill } from "./table-bill.ts";

/** A table that is to be closed has not paid: how much is left, and what can be done about it. */
export function OpenBalance(props: {
  readonly bill: TableBill;
  readonly actions: BillActions;
  readonly onOpenBill: () => void;
  /** The rest has been written off. */
  readonly onWrittenOff: () => Promise<void>;
}) {
  const { t } = floorBillMessages;
  const once = randomUuid();
  const [reason, setReason] = createSignal("");
  const [busy, setBusy] = createSignal(false);
  const bill = () => props.bill.bill();
  const price = (minor: number) => moneyText(minor, bill().currency);
  const may = () => props.actions.may(ADJUSTMENT_RIGHTS["write-off"]);

  async function writeOff(): Promise<void> {
    if (reason().trim() === "" || busy()) return;
    setBusy(true);
    const what = { kind: "write-off", amount: bill().balance } as const;
    if (await props.actions.adjust(once, what, reason().trim())) await props.onWrittenOff();
    setBusy(false);
  }

  return (
    <Show when={bill().balance > 0}>
      <section class={styles.open} role="alert">
        <p class={styles.left}>
          <Icon name="bill" size={20} />
          {t("closeOpen", { price: price(bill().balance) })}
        </p>
        <Show when={bill().reserved > 0}>
          <p>{t("closeReserved", { price: price(bill().reserved) })}</p>
        </Show>
        <Button variant="primary" size="l" wide icon="bill" onClick={() => props.onOpenBill()}>
          {t("open")}
        </Button>
        <Show when={may()} fallback={<p>{t("closeManager")}</p>}>
          <Show when={bill().reserved === 0}>
            <ReasonField of="write-off" value={reason()} onChange={setReason} />
            <Button
              variant="danger"
              size="l"
              wide
              busy={busy()}
              disabled={reason().trim() === ""}
              onClick={() => void writeOff()}
            >
              {t("writeOffClose", { price: price(bill().balance) })}
            </Button>
          </Show>
        </Show>
      </section>
    </Show>
  );
}
