import { createSignal, Show } from "solid-js";
import { Field } from "../../platform/ui/Field.tsx";
import { SettingsHead } from "../../staff/SettingsHead.tsx";
import type { StaffMember } from "../../staff/staff-session.ts";
import { todayOf } from "../today.ts";
import styles from "./DayPage.module.css";
import { DayReport } from "./DayReport.tsx";
import { DemonstrationPanel } from "./DemonstrationPanel.tsx";
import { dayMessages } from "./messages/messages.ts";

/** What a business day came to, for managers; today's unless somebody chooses. */
export function DayPage(props: {
  readonly member: StaffMember;
  readonly endedBy: (error: unknown) => boolean;
}) {
  const { t } = dayMessages;
  const today = todayOf(props.member.days);
  const [date, setDate] = createSignal(today);
  return (
    <div class={styles.page}>
      <div class={styles.controls}>
        <SettingsHead back={t("back")} title={t("title")} />
        <Field
          label={t("date")}
          type="date"
          name="date"
          value={date()}
          max={today}
          onInput={(event) => {
            const { value } = event.currentTarget;
            // A date that is still being typed is none.
            if (/^20\d\d-\d\d-\d\d$/.test(value) && value <= today) setDate(value);
          }}
        />
      </div>
      <Show when={date()} keyed>
        {(day) => <DayReport date={day} member={props.member} endedBy={props.endedBy} />}
      </Show>
      <DemonstrationPanel endedBy={props.endedBy} />
    </div>
  );
}
