import { chargeOfTab, tabOf } from "@tureen/shared/bill/tab";
import { createSignal, Show } from "solid-js";
import { billMessages } from "../../bill/messages/messages.ts";
import { TabNote } from "../../bill/TabNote.tsx";
import { Button } from "../../platform/ui/Button.tsx";
import { moneyText } from "../../platform/ui/Money.tsx";
import { toast } from "../../platform/ui/toasts.ts";
import type { BillActions } from "./bill-actions.ts";
import { floorBillMessages } from "./messages/messages.ts";
import styles from "./TabCard.module.css";
import type { TableBill } from "./table-bill.ts";

/** A card that is down for a table, as staff see it: they have it charged, or give it back. */
export function TabCard(props: { readonly bill: TableBill; readonly actions: BillActions }) {
  const { t } = floorBillMessages;
  const [asking, setAsking] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const bill = () => props.bill.bill();
  const price = (minor: number) => moneyText(minor, bill().currency);
  const held = () => {
    const tab = tabOf(props.bill.view());
    return tab?.status === "held" ? tab : undefined;
  };
  const amount = () => {
    const tab = held();
    return tab ? chargeOfTab(tab, bill()) : 0;
  };
  const beyond = () => bill().free - amount();

  async function close(): Promise<void> {
    if (busy()) return;
    setBusy(true);
    const answer = await props.actions.closeTab(amount());
    setBusy(false);
    setAsking(false);
    if (!answer || answer.became === "none") return;
    const said = t(answer.became === "capture" ? "tabCharged" : "tabReleased");
    toast(said, { tone: "good", icon: "check" });
  }

  return (
    <TabNote of={props.bill} people={props.bill.people}>
      <Show when={held() && (amount() > 0 || bill().reserved === 0)}>
        <Show
          when={asking()}
          fallback={
            <Button onClick={() => setAsking(true)}>
              {amount() > 0 ? billMessages.t("tab.close") : t("tabRelease")}
            </Button>
          }
        >
          <Show when={beyond() > 0}>
            <p>{billMessages.t("tab.more", { price: price(beyond()) })}</p>
          </Show>
          <div class={styles.buttons}>
            <Button variant="primary" busy={busy()} onClick={() => void close()}>
              {amount() > 0
                ? billMessages.t("tab.charge", { price: price(amount()) })
                : t("tabRelease")}
            </Button>
            <Button onClick={() => setAsking(false)}>{billMessages.t("tab.notYet")}</Button>
          </div>
        </Show>
      </Show>
    </TabNote>
  );
}
