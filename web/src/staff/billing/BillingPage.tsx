import type { DayRule } from "@tureen/shared/platform/business-day";
import { Show } from "solid-js";
import { call } from "../../platform/live/api.ts";
import { SettingsHead } from "../SettingsHead.tsx";
import { createReading } from "../team/create-reading.ts";
import { ReadingView } from "../team/ReadingView.tsx";
import { BillingForm } from "./BillingForm.tsx";
import styles from "./BillingPage.module.css";
import { billingMessages } from "./messages/messages.ts";
import { StripeKeys } from "./StripeKeys.tsx";

/** How the restaurant makes its bills and where guests' money goes, for its managers. */
export function BillingPage(props: {
  readonly currency: string;
  /** Where the restaurant's days lie; this device's clock decides where that is not known. */
  readonly days: DayRule | undefined;
  readonly endedBy: (error: unknown) => boolean;
}) {
  const { t } = billingMessages;
  const endedBy = (error: unknown) => props.endedBy(error);
  const reading = createReading(() => call("readBilling", {}), endedBy);
  const keys = createReading(() => call("readPaymentKeys", {}), endedBy);
  return (
    <div class={styles.page}>
      <SettingsHead back={t("back")} title={t("title")} />
      <ReadingView reading={reading}>
        {(value) => (
          // What is read again begins a new form: nothing of the old one is what it was.
          <Show when={value()} keyed>
            {(read) => (
              <BillingForm
                read={read}
                currency={props.currency}
                days={props.days}
                endedBy={props.endedBy}
                onReadAgain={() => reading.read()}
              />
            )}
          </Show>
        )}
      </ReadingView>
      <ReadingView reading={keys}>
        {(value) => <StripeKeys read={value()} endedBy={endedBy} onReadAgain={() => keys.read()} />}
      </ReadingView>
    </div>
  );
}
