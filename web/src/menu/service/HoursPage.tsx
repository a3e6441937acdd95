import { Show } from "solid-js";
import { call } from "../../platform/live/api.ts";
import { SettingsHead } from "../../staff/SettingsHead.tsx";
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
      <SettingsHead back={t("back")} title={t("hours")} lead={t("hoursLead")} />
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
