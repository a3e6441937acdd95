import { createSignal, Show } from "solid-js";
import { Button } from "../platform/ui/Button.tsx";
import { Icon } from "../platform/ui/Icon.tsx";
import { staffMessages } from "../staff/messages/messages.ts";
import { durationText } from "../staff/words.ts";
import { type PinAlarm, spokenPin } from "./floor.ts";
import styles from "./PinPanel.module.css";

/** The PIN, large enough to be read aloud across the table, and a new one on request. */
export function PinPanel(props: {
  readonly pin: string;
  readonly alarm: PinAlarm | null;
  readonly now: number;
  readonly onRotate: () => Promise<boolean>;
}) {
  const { t } = staffMessages;
  const [busy, setBusy] = createSignal(false);
  /** How long nobody can join with the PIN, ms; undefined when it is not locked. */
  const lockedFor = ({ lockedUntil }: PinAlarm) =>
    lockedUntil !== null && lockedUntil > props.now ? lockedUntil - props.now : undefined;
  return (
    <section class={styles.panel}>
      <div class={styles.words}>
        <p class={styles.label}>{t("pin")}</p>
        <p class={styles.pin} dir="ltr">
          {spokenPin(props.pin)}
        </p>
        <p class={styles.hint}>{t("sayPin")}</p>
      </div>
      <Show when={props.alarm}>
        {(alarm) => (
          <div class={styles.alarm} role="alert">
            <p class={styles.alarmTitle}>
              <Icon name="alert" size={20} />
              {t("need.alarm")} · {t("alarmTries", { count: alarm().wrongPins })}
            </p>
            <Show when={lockedFor(alarm())}>
              {(ms) => <p>{t("alarmLocked", { time: durationText(ms() + 59_999) })}</p>}
            </Show>
            <p>{t("alarmText")}</p>
          </div>
        )}
      </Show>
      <Button
        variant={props.alarm ? "primary" : "secondary"}
        icon="refresh"
        busy={busy()}
        data-intent={props.pin}
        onClick={() => {
          setBusy(true);
          void props.onRotate().finally(() => setBusy(false));
        }}
      >
        {t("rotate")}
      </Button>
    </section>
  );
}
