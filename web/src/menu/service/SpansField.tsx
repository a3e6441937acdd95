import { type ClockSpan, MAX_SPANS } from "@tureen/shared/menu/timing/rules";
import { Index, type JSX, Show } from "solid-js";
import { Button } from "../../platform/ui/Button.tsx";
import { IconButton } from "../../platform/ui/IconButton.tsx";
import { NEW_SPAN } from "./hours-draft.ts";
import { serviceMessages } from "./messages/messages.ts";
import styles from "./SpansField.module.css";
import inputStyles from "./TimeInput.module.css";

/** The times of a day at which it is open; none: closed. */
export function SpansField(props: {
  /** The day, for those who do not see where it stands. */
  readonly label: string;
  readonly spans: readonly ClockSpan[];
  readonly wrong: boolean;
  readonly onChange: (spans: readonly ClockSpan[]) => void;
  /** What else can be done with them. */
  readonly children?: JSX.Element;
}) {
  const { t } = serviceMessages;
  const put = (at: number, part: Partial<ClockSpan>) =>
    props.onChange(props.spans.map((span, i) => (i === at ? { ...span, ...part } : span)));
  return (
    <fieldset class={styles.day}>
      <legend class={styles.label}>{props.label}</legend>
      <Show when={props.spans.length === 0}>
        <p class={styles.closed}>{t("closed")}</p>
      </Show>
      <Index each={props.spans}>
        {(span, i) => (
          <p class={styles.span}>
            <input
              class={inputStyles.input}
              type="time"
              required
              aria-label={t("from")}
              value={span().from}
              onInput={(event) => put(i, { from: event.currentTarget.value })}
            />
            <span>–</span>
            <input
              class={inputStyles.input}
              type="time"
              required
              aria-label={t("until")}
              value={span().until}
              onInput={(event) => put(i, { until: event.currentTarget.value })}
            />
            <IconButton
              icon="close"
              label={t("removeTime")}
              onClick={() => props.onChange(props.spans.filter((_, at) => at !== i))}
            />
          </p>
        )}
      </Index>
      <Show when={props.wrong}>
        <p class={styles.wrong} role="alert">
          {t("timesWrong")}
        </p>
      </Show>
      <Show when={props.spans.length < MAX_SPANS}>
        <Button
          variant="quiet"
          icon="plus"
          onClick={() => props.onChange([...props.spans, NEW_SPAN])}
        >
          {t("addTime")}
        </Button>
      </Show>
      {props.children}
    </fieldset>
  );
}
