import { type DayRule, MAX_DAY_START, timeZoneOf } from "@tureen/shared/platform/business-day";
import { createSignal, For } from "solid-js";
import { Button } from "../platform/ui/Button.tsx";
import { Field } from "../platform/ui/Field.tsx";
import { staffMessages } from "../staff/messages/messages.ts";
import styles from "./DaysSetting.module.css";

/** The names that this browser can offer; any other can be typed. */
const knownZones = () => ("supportedValuesOf" in Intl ? Intl.supportedValuesOf("timeZone") : []);

/** The restaurant's time zone, and the hour at which its days begin. */
export function DaysSetting(props: {
  readonly value: DayRule;
  readonly onChange: (value: DayRule) => Promise<void>;
}) {
  const { t } = staffMessages;
  const [zone, setZone] = createSignal(props.value.timezone);
  const [hour, setHour] = createSignal(String(props.value.dayStartsAt));
  const [busy, setBusy] = createSignal(false);
  const timezone = () => timeZoneOf(zone().trim());
  const dayStartsAt = () => (/^\d{1,2}$/.test(hour().trim()) ? Number(hour()) : Number.NaN);
  const hourFits = () => dayStartsAt() <= MAX_DAY_START;

  async function save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const known = timezone();
    if (busy() || known === null || !hourFits()) return;
    setBusy(true);
    await props.onChange({ timezone: known, dayStartsAt: dayStartsAt() }).finally(() => {
      setBusy(false);
    });
  }

  return (
    <form class={styles.form} onSubmit={(event) => void save(event)} novalidate>
      <Field
        label={t("timezone")}
        hint={t("timezoneHint")}
        name="timezone"
        list="timezones"
        dir="ltr"
        autocomplete="off"
        spellcheck={false}
        maxLength={64}
        value={zone()}
        error={timezone() === null ? t("timezoneUnknown") : undefined}
        onInput={(event) => setZone(event.currentTarget.value)}
      />
      <datalist id="timezones">
        <For each={knownZones()}>{(name) => <option value={name} />}</For>
      </datalist>
      <Field
        label={t("dayStart")}
        hint={t("dayStartHint")}
        name="day-start"
        inputmode="numeric"
        autocomplete="off"
        maxLength={2}
        value={hour()}
        error={hourFits() ? undefined : t("dayStartWrong", { max: MAX_DAY_START })}
        onInput={(event) => setHour(event.currentTarget.value)}
      />
      <Button type="submit" size="l" busy={busy()}>
        {t("save")}
      </Button>
    </form>
  );
}
