import type { TimeWindow } from "@tureen/shared/menu/timing/rules";
import { MAX_WINDOWS } from "@tureen/shared/menu/timing/rules";
import { Index, Show } from "solid-js";
import { Button } from "../../../platform/ui/Button.tsx";
import { IconButton } from "../../../platform/ui/IconButton.tsx";
import { NEW_WINDOW } from "./edit-window.ts";
import { timingMessages } from "./messages/messages.ts";
import styles from "./timing.module.css";
import { windowsText } from "./timing-words.ts";
import { WindowFields } from "./WindowFields.tsx";

/** Windows in any of which something holds; at least one. */
export function WindowList(props: {
  readonly windows: readonly TimeWindow[];
  readonly onChange: (windows: readonly TimeWindow[]) => void;
}) {
  const { t } = timingMessages;
  return (
    <>
      <Index each={props.windows}>
        {(window, at) => (
          <div class={styles.window}>
            <Show when={props.windows.length > 1}>
              <p class={styles.head}>
                <span>{windowsText([window()])}</span>
                <IconButton
                  icon="trash"
                  label={t("removeTimes", { when: windowsText([window()]) })}
                  onClick={() => props.onChange(props.windows.filter((_, i) => i !== at))}
                />
              </p>
            </Show>
            <WindowFields
              window={window()}
              onChange={(next) =>
                props.onChange(props.windows.map((each, i) => (i === at ? next : each)))
              }
            />
          </div>
        )}
      </Index>
      <Show when={props.windows.length < MAX_WINDOWS}>
        <div>
          <Button
            variant="quiet"
            icon="plus"
            onClick={() => props.onChange([...props.windows, NEW_WINDOW])}
          >
            {t("addTimes")}
          </Button>
        </div>
      </Show>
    </>
  );
}
