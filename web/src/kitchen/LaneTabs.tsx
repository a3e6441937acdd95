import { For } from "solid-js";
import styles from "./LaneTabs.module.css";
import { LANES, type Lane } from "./lanes.ts";
import { kitchenMessages } from "./messages/messages.ts";

/** Narrows the board to what is new, cooking or ready, each with its count. */
export function LaneTabs(props: {
  readonly lane: Lane;
  readonly counts: Readonly<Record<Lane, number>>;
  readonly onChange: (lane: Lane) => void;
}) {
  const { t } = kitchenMessages;
  return (
    <fieldset class={styles.tabs} aria-label={t("lanes")}>
      <For each={LANES}>
        {(lane) => (
          <button
            type="button"
            class={styles.tab}
            data-lane={lane}
            aria-pressed={props.lane === lane}
            onClick={() => props.onChange(lane)}
          >
            <span>{t(`lane.${lane}`)}</span>
            <span class={styles.count}>{props.counts[lane]}</span>
          </button>
        )}
      </For>
    </fieldset>
  );
}
