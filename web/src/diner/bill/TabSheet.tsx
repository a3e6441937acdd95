import { holdFor } from "@tureen/shared/bill/tab";
import { createSignal, Match, Show, Switch } from "solid-js";
import { Button } from "../../platform/ui/Button.tsx";
import { Icon } from "../../platform/ui/Icon.tsx";
import { moneyText } from "../../platform/ui/Money.tsx";
import { Sheet } from "../../platform/ui/Sheet.tsx";
import { useTable } from "../table/context.ts";
import type { DinerBill } from "./bill-context.ts";
import { payMessages } from "./messages/messages.ts";
import { OfflineNote, PayButton } from "./PayButton.tsx";
import styles from "./PaySheet.module.css";
import { ReservedPayment } from "./ReservedPayment.tsx";

/** A card is put down for the table: what that means, the card's form, and that it is down. */
export function TabSheet(props: {
  readonly bill: DinerBill;
  /** A wish of before that is not over. */
  readonly begun: string | undefined;
  readonly onClose: () => void;
}) {
  const { t } = payMessages;
  const { session } = useTable();
  const [sentKey, setSentKey] = createSignal(props.begun);
  const [busy, setBusy] = createSignal(false);
  const sent = () => props.bill.tabs().find(({ key }) => key === sentKey());
  const state = () => sent()?.state;
  const isOffline = () => session.link() !== "online";
  const hold = () => holdFor(props.bill.bill()) ?? 0;
  const holdText = () => moneyText(hold(), props.bill.bill().currency);
  const authorising = () => {
    const now = state();
    return now?.kind === "authorising" ? now.payment : undefined;
  };
  /** Why the card is not down. */
  const failure = () => {
    const now = state();
    if (now?.kind === "rejected") return t(`rejected.${now.code}`);
    return now?.kind === "failed" || now?.kind === "lapsed" ? t("tabDeclined") : undefined;
  };

  async function putDown(): Promise<void> {
    if (busy() || isOffline()) return;
    setBusy(true);
    const wish = { mode: "tab", covers: [], payers: 1, amount: hold(), tip: 0 } as const;
    setSentKey(await session.wish(wish));
    setBusy(false);
  }

  return (
    <Sheet
      open
      onClose={() => props.onClose()}
      title={t("tabOffer")}
      footer={
        <Show
          when={sent()}
          fallback={
            <>
              <OfflineNote isOffline={isOffline()} />
              <div class={styles.buttons}>
                <PayButton isOffline={isOffline()} busy={busy()} onPay={() => void putDown()}>
                  {t("tabPutDown", { price: holdText() })}
                </PayButton>
              </div>
            </>
          }
        >
          <div class={styles.buttons}>
            <Show
              when={failure()}
              fallback={
                <Button class={styles.pay} size="l" onClick={() => props.onClose()}>
                  {t("close")}
                </Button>
              }
            >
              <Button
                class={styles.pay}
                size="l"
                variant="primary"
                onClick={() => setSentKey(undefined)}
              >
                {t("again")}
              </Button>
            </Show>
          </div>
        </Show>
      }
    >
      <div class={styles.parts}>
        <Switch>
          <Match when={!sent()}>
            <p>{t("tabHeldNow", { price: holdText() })}</p>
            <p>{t("tabRaised")}</p>
            <p>{t("tabAtEnd")}</p>
          </Match>
          <Match when={failure()}>
            {(text) => (
              <p class={styles.warn} role="status">
                {text()}
              </p>
            )}
          </Match>
          <Match when={authorising()}>
            {(payment) => (
              <>
                <p>{t("tabNothing")}</p>
                <ReservedPayment key={sentKey() ?? ""} payment={payment()} />
              </>
            )}
          </Match>
          <Match when={state()?.kind === "sending" || state()?.kind === "deciding"}>
            <p role="status">{t(isOffline() ? "sendingOffline" : "sending")}</p>
          </Match>
          <Match when={true}>
            <p class={styles.good} role="status">
              <Icon name="check" size={20} />
              <span>{t("tabDown")}</span>
            </p>
          </Match>
        </Switch>
      </div>
    </Sheet>
  );
}
