import { createSignal, Show } from "solid-js";
import { call, codeOf } from "../../platform/live/api.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { moneyText } from "../../platform/ui/Money.tsx";
import { toast } from "../../platform/ui/toasts.ts";
import { refusalText } from "../bill/refusal.ts";
import styles from "./DayPage.module.css";
import type { Day } from "./DayReport.tsx";
import { dayMessages } from "./messages/messages.ts";

/** Closes the day, after asking whether that is meant. */
export function CloseDay(props: {
  readonly date: string;
  readonly dateText: string;
  readonly currency: string;
  /** The day's last close, which this one comes after; 0 for the first. */
  readonly after: number;
  /** Receipts that no close of the day holds. */
  readonly receipts: number;
  /** Tables of the day that are not closed or not paid. */
  readonly open: Day["open"];
  readonly endedBy: (error: unknown) => boolean;
  readonly onClosed: () => void;
}) {
  const { t } = dayMessages;
  const [asking, setAsking] = createSignal(false);
  const [busy, setBusy] = createSignal(false);

  /** What is missing in the close, and only comes in the next. */
  const owing = () => props.open.filter(({ balance }) => balance > 0);
  const owed = () => owing().reduce((sum, { balance }) => sum + balance, 0);

  const title = () => t(props.after === 0 ? "close" : "closeAgain");

  async function close(): Promise<void> {
    if (busy()) return;
    setBusy(true);
    try {
      await call("closeDay", { params: { date: props.date }, body: { after: props.after } });
      toast(t("closed"), { tone: "good", icon: "check" });
      props.onClosed();
    } catch (error) {
      if (props.endedBy(error)) return;
      toast(refusalText(codeOf(error)), { tone: "bad", icon: "alert" });
      setAsking(false);
      props.onClosed();
    } finally {
      setBusy(false);
    }
  }

  return (
    <section class={`${styles.card} ${styles.screenOnly}`}>
      <h3 class={styles.tableTitle}>{title()}</h3>
      <p class={styles.text}>
        {props.after === 0 ? t("closeText") : t("afterwards", { count: props.receipts })}
      </p>
      <Show
        when={asking()}
        fallback={
          <div class={styles.buttons}>
            <Button size="l" onClick={() => setAsking(true)}>
              {title()}
            </Button>
          </div>
        }
      >
        <div role="alert">
          <Show when={owing().length}>
            {(count) => (
              <p>{t("closeOpen", { count: count(), price: moneyText(owed(), props.currency) })}</p>
            )}
          </Show>
          <p>
            <strong>{t("closeSure", { date: props.dateText })}</strong>
          </p>
        </div>
        <div class={styles.buttons}>
          <Button size="l" variant="primary" busy={busy()} onClick={() => void close()}>
            {t("closeNow")}
          </Button>
          <Button size="l" variant="quiet" onClick={() => setAsking(false)}>
            {t("keepOpen")}
          </Button>
        </div>
      </Show>
    </section>
  );
}
