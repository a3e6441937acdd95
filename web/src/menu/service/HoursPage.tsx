import { A } from "@solidjs/router";
import { Show } from "solid-js";
import { call } from "../../platform/live/api.ts";
import { createReading } from "../../staff/team/create-reading.ts";
import { ReadingView } from "../../staff/team/ReadingView.tsx";
import { HoursForm } from "./HoursForm.tsx";
import styles from "./HoursPage.module.css";
import { serviceMessages } from "./messages/messages.ts";

/** When the restaurant takes orders, for its managers. */
export function HoursPage(props: { readonly endedBy: (error: unknown) => boolean }) {
  const { t } = serviceMessages;
  const reading = createReading(
    () => call("readService", {}),
    (error) => props.endedBy(error),
  );
  return (
    <div class={styles.page}>
      <A class={styles.back} href="/staff/more">
        {t("back")}
      </A>
      <h2 class={styles.title}>{t("hours")}</h2>
      <p class={styles.lead}>{t("hoursLead")}</p>
      <ReadingView reading={reading}>
        {(value) => (
          <Show when={value().service} keyed>
            {(service) => <HoursForm service={service} endedBy={props.endedBy} />}
          </Show>
        )}
      </ReadingView>
    </div>
  );
}
