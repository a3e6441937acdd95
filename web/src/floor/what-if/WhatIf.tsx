import { createSignal, Show } from "solid-js";
import { call, codeOf } from "../../platform/live/api.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { errorSentence } from "../../platform/ui/errors.ts";
import { Field } from "../../platform/ui/Field.tsx";
import { whatIfMessages } from "./messages/messages.ts";
import { type Tried, TriedDay } from "./TriedDay.tsx";
import styles from "./WhatIf.module.css";

/** The server tries for 15 s, after others who try. */
const TIMEOUT_MS = 45_000;

/** What a past day would have come to with the menu that is about to be published. */
export function WhatIf(props: {
  /** The draft that is meant. */
  readonly revision: number;
  /** The business day that it is. */
  readonly today: string;
  readonly endedBy: (error: unknown) => boolean;
}) {
  const { t } = whatIfMessages;
  const [date, setDate] = createSignal(weekBefore(props.today));
  const [busy, setBusy] = createSignal(false);
  const [failed, setFailed] = createSignal<string>();
  const [tried, setTried] = createSignal<Tried>();
  const known = () => /^20\d\d-\d\d-\d\d$/.test(date()) && date() <= props.today;

  async function tryIt(): Promise<void> {
    if (busy() || !known()) return;
    setBusy(true);
    setFailed(undefined);
    setTried(undefined);
    try {
      const { revision } = props;
      const request = { params: { date: date() }, query: { revision }, timeoutMs: TIMEOUT_MS };
      setTried(await call("tryMenuDraft", request));
    } catch (error) {
      if (!props.endedBy(error)) setFailed(errorSentence(codeOf(error)));
    } finally {
      setBusy(false);
    }
  }

  return (
    <section class={styles.part} aria-label={t("title")}>
      <div>
        <h3 class={styles.heading}>{t("title")}</h3>
        <p class={styles.quiet}>{t("lead")}</p>
      </div>
      <form
        class={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void tryIt();
        }}
      >
        <Field
          label={t("date")}
          type="date"
          value={date()}
          max={props.today}
          onInput={(event) => {
            setDate(event.currentTarget.value);
            // What stands below would be taken for this day's.
            setTried(undefined);
          }}
        />
        <Button type="submit" busy={busy()} disabled={!known()}>
          {t("try")}
        </Button>
      </form>
      <div role="status">
        <Show when={failed()}>{(sentence) => <p class={styles.failed}>{sentence()}</p>}</Show>
        <Show when={tried()}>{(day) => <TriedDay day={day()} />}</Show>
      </div>
    </section>
  );
}

/** The same day of the week before. */
function weekBefore(date: string): string {
  return new Date(Date.parse(date) - 7 * 86_400_000).toISOString().slice(0, 10);
}
