import { type TimeWindow, WEEKDAYS } from "@tureen/shared/menu/timing/rules";
import { createSignal, For, Show } from "solid-js";
import { Checkbox } from "../../../platform/ui/Checkbox.tsx";
import { SegmentedChoice } from "../../../platform/ui/SegmentedChoice.tsx";
import { timesMessages } from "../../times-messages.ts";
import { Chip } from "../Chip.tsx";
import sheetStyles from "../DishSheet.module.css";
import { NEW_WINDOW, onEveryDay, withDate, withDay, withSpan } from "./edit-window.ts";
import { MomentInput } from "./MomentInput.tsx";
import { timingMessages } from "./messages/messages.ts";
import styles from "./timing.module.css";
import { dayText } from "./timing-words.ts";

/** On which days, from when until when, and between which dates. */
export function WindowFields(props: {
  readonly window: TimeWindow;
  readonly onChange: (window: TimeWindow) => void;
}) {
  const { t } = timingMessages;
  const isDated = () => props.window.fromDate !== undefined || props.window.untilDate !== undefined;
  // Asked for and not typed yet.
  const [dates, setDates] = createSignal(false);
  const setSpan = (part: Partial<NonNullable<TimeWindow["span"]>>) => {
    const { span } = props.window;
    if (span) props.onChange(withSpan(props.window, { ...span, ...part }));
  };
  return (
    <>
      <fieldset class={sheetStyles.group}>
        <legend class="visually-hidden">{t("days")}</legend>
        <div class={sheetStyles.chips}>
          <Chip
            label={timesMessages.t("everyDay")}
            on={!props.window.days}
            onToggle={() => props.onChange(onEveryDay(props.window))}
          />
          <For each={WEEKDAYS}>
            {(day) => (
              <Chip
                label={dayText(day)}
                on={props.window.days?.includes(day) === true}
                onToggle={() => props.onChange(withDay(props.window, day))}
              />
            )}
          </For>
        </div>
      </fieldset>
      <SegmentedChoice
        label={t("times")}
        hideLabel
        value={props.window.span ? "span" : "day"}
        options={[
          { value: "day", label: t("allDay") },
          { value: "span", label: t("fromUntil") },
        ]}
        onChange={(kind) =>
          props.onChange(withSpan(props.window, kind === "span" ? NEW_WINDOW.span : undefined))
        }
      />
      <Show when={props.window.span}>
        {(span) => (
          <div>
            <p class={styles.pair}>
              <MomentInput
                type="time"
                label={t("from")}
                value={span().from}
                onCommit={(from) => setSpan({ from })}
              />
              <span>–</span>
              <MomentInput
                type="time"
                label={t("until")}
                value={span().until}
                onCommit={(until) => setSpan({ until })}
              />
            </p>
            <Show when={span().until < span().from}>
              <p class={sheetStyles.hint}>{t("midnight")}</p>
            </Show>
          </div>
        )}
      </Show>
      <Checkbox
        checked={dates() || isDated()}
        onChange={(on) => {
          setDates(on);
          if (on || !isDated()) return;
          const { fromDate: _, untilDate: __, ...rest } = props.window;
          props.onChange(rest);
        }}
      >
        {t("onlyDates")}
      </Checkbox>
      <Show when={dates() || isDated()}>
        <p class={styles.pair}>
          <MomentInput
            type="date"
            label={t("firstDay")}
            value={props.window.fromDate}
            onCommit={(date) => props.onChange(withDate(props.window, "fromDate", date))}
            onClear={() => props.onChange(withDate(props.window, "fromDate", undefined))}
          />
          <span>–</span>
          <MomentInput
            type="date"
            label={t("lastDay")}
            value={props.window.untilDate}
            onCommit={(date) => props.onChange(withDate(props.window, "untilDate", date))}
            onClear={() => props.onChange(withDate(props.window, "untilDate", undefined))}
          />
        </p>
      </Show>
    </>
  );
}
