import { chargeOfTab, maxTabTip, tabOf } from "@tureen/shared/bill/tab";
import { createEffect, createSignal, Show } from "solid-js";
import { billMessages } from "../../bill/messages/messages.ts";
import { tipOn } from "../../bill/pay-plan.ts";
import { TipChoice } from "../../bill/TipChoice.tsx";
import { type Tip, tipAmount } from "../../bill/tip.ts";
import { moneyText } from "../../platform/ui/Money.tsx";
import { Sheet } from "../../platform/ui/Sheet.tsx";
import { useTable } from "../table/context.ts";
import type { DinerBill } from "./bill-context.ts";
import { closeOwnTab } from "./close-own-tab.ts";
import { payMessages } from "./messages/messages.ts";
import { OfflineNote, PayButton } from "./PayButton.tsx";
import styles from "./PaySheet.module.css";
import { PaySums } from "./PaySums.tsx";

/** The holder of a tab has their card charged: exactly what they see here, with a tip if they like. */
export function CloseTabSheet(props: { readonly bill: DinerBill; readonly onClose: () => void }) {
  const { t } = payMessages;
  const { session } = useTable();
  const [tip, setTip] = createSignal<Tip>();
  const [busy, setBusy] = createSignal(false);
  const bill = () => props.bill.bill();
  const price = (minor: number) => moneyText(minor, bill().currency);
  const tab = () => {
    const now = tabOf(props.bill.view());
    return now?.status === "held" && now.by === session.me ? now : undefined;
  };
  const amount = () => {
    const now = tab();
    return now ? chargeOfTab(now, bill()) : 0;
  };
  const most = () => {
    const now = tab();
    return now ? maxTabTip(now, bill()) : 0;
  };
  const tipMinor = () => {
    const chosen = tip();
    return chosen && most() > 0 ? tipAmount(chosen, amount()) : 0;
  };
  const beyond = () => bill().free - amount();
  const isOffline = () => session.link() !== "online";
  const isReady = () => {
    const chosen = tip();
    if (chosen?.kind === "own" && chosen.amount === null) return false;
    return amount() > 0 && tipMinor() <= most() && !isOffline();
  };

  // Closed by somebody else, or run out: what became of it stands on the bill.
  createEffect(() => {
    if (!tab()) props.onClose();
  });

  async function close(): Promise<void> {
    if (!isReady() || busy()) return;
    setBusy(true);
    const done = await closeOwnTab(session, { amount: amount(), tip: tipMinor() });
    setBusy(false);
    if (done) props.onClose();
  }

  return (
    <Sheet
      open
      onClose={() => props.onClose()}
      title={billMessages.t("tab.close")}
      footer={
        <>
          <OfflineNote isOffline={isOffline()} />
          <div class={styles.buttons}>
            <PayButton
              isOffline={isOffline()}
              busy={busy()}
              disabled={!isReady()}
              onPay={() => void close()}
            >
              {billMessages.t("tab.charge", { price: price(amount() + tipMinor()) })}
            </PayButton>
          </div>
        </>
      }
    >
      <div class={styles.parts}>
        <p>{t("tabCloseText")}</p>
        <Show when={beyond() > 0}>
          <p class={styles.warn}>{billMessages.t("tab.more", { price: price(beyond()) })}</p>
        </Show>
        <Show when={most() > 0}>
          <TipChoice
            value={tip()}
            base={amount()}
            // Those that the hold has room for.
            rates={bill().terms.tips.filter((rate) => tipOn(amount(), rate) <= most())}
            currency={bill().currency}
            most={most()}
            onChange={setTip}
          />
        </Show>
        <PaySums amount={amount()} tip={tipMinor()} currency={bill().currency} />
      </div>
    </Sheet>
  );
}
