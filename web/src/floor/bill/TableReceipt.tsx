import type { Answer } from "@tureen/shared/endpoints";
import { createEffect, createMemo, createSignal, on, Show } from "solid-js";
import { billMark } from "../../bill/bill-mark.ts";
import { billMessages } from "../../bill/messages/messages.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { Icon } from "../../platform/ui/Icon.tsx";
import { QrCode } from "../QrCode.tsx";
import type { BillActions } from "./bill-actions.ts";
import { floorBillMessages } from "./messages/messages.ts";
import { showWhole } from "./show-whole.ts";
import styles from "./TableReceipt.module.css";
import type { TableBill } from "./table-bill.ts";

/** The receipt for a whole table that has paid: to open and print, or for a guest's phone to scan. */
export function TableReceipt(props: { readonly bill: TableBill; readonly actions: BillActions }) {
  const { t } = floorBillMessages;
  const [busy, setBusy] = createSignal(false);
  const [issued, setIssued] = createSignal<Answer<"issueTableReceipt">>();
  // What changes the bill makes another receipt of it; that it is read again does not.
  const state = createMemo(() => `${props.bill.sessionId()} ${billMark(props.bill.view())}`);
  createEffect(on(state, () => setIssued(undefined), { defer: true }));
  const path = () => `/r/${issued()?.token}`;

  async function issue(): Promise<void> {
    setBusy(true);
    const answer = await props.actions.issueReceipt();
    setBusy(false);
    if (answer) setIssued(answer);
  }

  return (
    <Show
      when={issued()}
      fallback={
        <Button icon="receipt" size="l" wide busy={busy()} onClick={() => void issue()}>
          {t("tableReceipt")}
        </Button>
      }
    >
      {(receipt) => (
        <section class={styles.receipt} role="status" ref={showWhole}>
          <div class={styles.code}>
            <QrCode
              text={`${location.origin}${path()}`}
              label={billMessages.t("receipt", { number: String(receipt().number) })}
            />
          </div>
          <div class={styles.words}>
            <h3>{t("tableReceipt")}</h3>
            <p class={styles.hint}>{t("tableReceiptScan")}</p>
            <a class={styles.link} href={path()} target="_blank" rel="noopener">
              <Icon name="receipt" size={20} />
              {billMessages.t("receipt", { number: String(receipt().number) })}
            </a>
          </div>
        </section>
      )}
    </Show>
  );
}
