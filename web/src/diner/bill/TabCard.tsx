import { tabOrChargeOf } from "@tureen/shared/bill/tab";
import { takesCards } from "@tureen/shared/bill/terms";
import { createSignal, Match, Show, Switch } from "solid-js";
import { billMessages } from "../../bill/messages/messages.ts";
import { isOpen } from "../../bill/own-payments.ts";
import { TabNote } from "../../bill/TabNote.tsx";
import { Button } from "../../platform/ui/Button.tsx";
import { Icon } from "../../platform/ui/Icon.tsx";
import { toast } from "../../platform/ui/toasts.ts";
import { useTable } from "../table/context.ts";
import type { DinerBill } from "./bill-context.ts";
import { CloseTabSheet } from "./CloseTabSheet.tsx";
import { closeOwnTab } from "./close-own-tab.ts";
import { payMessages } from "./messages/messages.ts";
import styles from "./TabCard.module.css";
import { TabSheet } from "./TabSheet.tsx";

/** A tab on a guest's phone: the offer to put a card down, whose card is down, and closing one's own. */
export function TabCard(props: { readonly bill: DinerBill }) {
  const { t } = payMessages;
  const { session } = useTable();
  const [puttingDown, setPuttingDown] = createSignal(false);
  const [closing, setClosing] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const bill = () => props.bill.bill();
  const tab = () => tabOrChargeOf(props.bill.view());
  const isOwn = () => tab()?.by === session.me;
  /** What became of the reader's last card, if it is not down any more. */
  const ended = () => {
    const last = props.bill.tabs()[0];
    if (!last || tab()) return undefined;
    const { state } = last;
    if (state.kind === "lapsed" && state.payment.hold?.held) return t("tabLapsed");
    return state.kind === "failed" && state.payment.amount > 0 ? t("tabFailed") : undefined;
  };

  async function takeBack(): Promise<void> {
    setBusy(true);
    if (await closeOwnTab(session, { amount: 0, tip: 0 })) {
      toast(t("tabTakenBack"), { tone: "good", icon: "check" });
    }
    setBusy(false);
  }

  return (
    <>
      <TabNote of={props.bill} people={props.bill.people}>
        <Show when={isOwn()}>
          <Switch>
            <Match when={tab()?.status === "authorising"}>
              <Button variant="primary" onClick={() => setPuttingDown(true)}>
                {t("tabOffer")}
              </Button>
            </Match>
            <Match when={tab()?.status === "held" && bill().free > 0}>
              <Button onClick={() => setClosing(true)}>{billMessages.t("tab.close")}</Button>
            </Match>
            <Match when={tab()?.status === "held" && bill().reserved === 0}>
              <Button busy={busy()} onClick={() => void takeBack()}>
                {t("tabTakeBack")}
              </Button>
            </Match>
          </Switch>
        </Show>
      </TabNote>
      <Show when={ended()}>
        {(text) => (
          <p class={styles.ended} role="status">
            <Icon name="alert" size={20} />
            <span>{text()}</span>
          </p>
        )}
      </Show>
      <Show when={takesCards(bill().terms) && !tab()}>
        <section class={styles.offer}>
          <p class={styles.text}>{t("tabOfferText")}</p>
          <Button icon="card" onClick={() => setPuttingDown(true)}>
            {t("tabOffer")}
          </Button>
        </section>
      </Show>
      <Show when={puttingDown()}>
        <TabSheet
          bill={props.bill}
          // One that was begun before this sheet was opened is gone on with.
          begun={props.bill.tabs().find(isOpen)?.key}
          onClose={() => setPuttingDown(false)}
        />
      </Show>
      <Show when={closing()}>
        <CloseTabSheet bill={props.bill} onClose={() => setClosing(false)} />
      </Show>
    </>
  );
}
