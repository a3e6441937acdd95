import type { Payment } from "@tureen/shared/table/document/types";
import { createSignal, Match, Show, Switch } from "solid-js";
import { call, codeOf } from "../../platform/live/api.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { createClock } from "../../platform/ui/clock.ts";
import { errorSentence } from "../../platform/ui/errors.ts";
import { toast } from "../../platform/ui/toasts.ts";
import { later } from "../model/later.ts";
import { useTable } from "../table/context.ts";
import { forgetCalledOff, noteCalledOff } from "./called-off.ts";
import { DemonstrationCard } from "./DemonstrationCard.tsx";
import { payMessages } from "./messages/messages.ts";
import { createPaymentMeans } from "./payment-means.ts";
import styles from "./ReservedPayment.module.css";

const StripePayment = later(() => import("./StripePayment.tsx").then((m) => m.StripePayment));

/**
 * A payment that is kept for the payer: the card's form, how long it is kept, and the way out. Of a
 * card that is put down for the table the same, without anything being kept.
 */
export function ReservedPayment(props: { readonly key: string; readonly payment: Payment }) {
  const { t } = payMessages;
  const { session } = useTable();
  const clock = createClock();
  const { means, failure } = createPaymentMeans(session, props.key);
  /** The card has been used: the news of it comes with the document. */
  const [used, setUsed] = createSignal(false);
  const holds = () => props.payment.hold !== undefined;
  const [cancelling, setCancelling] = createSignal(false);
  const left = () => {
    clock.local();
    return Math.max(0, Math.ceil((props.payment.expiresAt - session.now()) / 1_000));
  };
  const leftText = () => `${Math.floor(left() / 60)}:${String(left() % 60).padStart(2, "0")}`;
  const stripe = () => {
    const now = means();
    return now?.provider === "stripe" ? now : undefined;
  };

  async function cancel(): Promise<void> {
    setCancelling(true);
    try {
      noteCalledOff(props.key);
      const token = await session.token();
      await call("cancelPayment", { params: { key: props.key }, body: {}, token });
    } catch (error) {
      forgetCalledOff(props.key);
      toast(errorSentence(codeOf(error)), { tone: "bad", icon: "alert" });
    } finally {
      setCancelling(false);
    }
  }

  async function payDemonstration(outcome: "paid" | "declined"): Promise<void> {
    try {
      const token = await session.token();
      await call("payDemonstration", { params: { key: props.key }, body: { outcome }, token });
      setUsed(true);
    } catch (error) {
      toast(errorSentence(codeOf(error)), { tone: "bad", icon: "alert" });
    }
  }

  return (
    <section class={styles.reserved}>
      <Show when={left() > 0 && !holds()}>
        <p class={styles.time}>{t("reserved", { time: leftText() })}</p>
      </Show>
      <Switch fallback={<p role="status">{t("preparing")}</p>}>
        <Match when={used()}>
          <p role="status">{t("confirming")}</p>
        </Match>
        <Match when={failure()}>
          {(code) => <p class={styles.bad}>{errorSentence(code())}</p>}
        </Match>
        <Match when={means()?.provider === "demonstration"}>
          <DemonstrationCard onUse={payDemonstration} holds={holds()} />
        </Match>
        <Match when={stripe()}>
          {(found) => (
            <StripePayment
              clientSecret={found().clientSecret}
              publishableKey={found().publishableKey}
              holds={holds()}
              onUsed={() => setUsed(true)}
            />
          )}
        </Match>
      </Switch>
      <Show when={!used()}>
        <Button variant="quiet" wide busy={cancelling()} onClick={() => void cancel()}>
          {t(holds() ? "tabCallOff" : "cancel")}
        </Button>
        <Show when={left() > 0 && !holds()}>
          <p class={styles.hint}>{t("closeKeeps")}</p>
        </Show>
      </Show>
    </section>
  );
}
