import { type Station, stationsFor } from "@tureen/shared/menu/stations";
import { For, Show } from "solid-js";
import { Chip } from "./Chip.tsx";
import styles from "./DishSheet.module.css";
import { editorMessages } from "./messages/messages.ts";
import { stationNames } from "./words.ts";

/** Where in the kitchen something is made; nothing to choose in a kitchen without stations. */
export function StationChoice(props: {
  readonly stations: readonly Station[];
  readonly hint: string;
  readonly value: readonly string[] | undefined;
  /** What holds while none is chosen, before the default: a dish's section's. */
  readonly otherwise?: readonly string[] | undefined;
  readonly onChange: (stations: readonly string[] | undefined) => void;
}) {
  const { t } = editorMessages;
  const has = (id: string) => props.value?.includes(id) === true;
  const gone = () =>
    (props.value ?? []).filter((id) => !props.stations.some((station) => station.id === id));
  const goesTo = () => stationsFor(props.value ?? props.otherwise, props.stations);
  function toggle(id: string): void {
    const chosen = has(id)
      ? (props.value ?? []).filter((each) => each !== id)
      : [...(props.value ?? []), id];
    props.onChange(chosen.length > 0 ? chosen : undefined);
  }
  return (
    <Show when={props.stations.length > 0}>
      <fieldset class={styles.group}>
        <legend class={styles.legend}>{t("stations")}</legend>
        <p class={styles.hint}>{props.hint}</p>
        <div class={styles.chips}>
          <For each={props.stations}>
            {(station) => (
              <Chip label={station.name} on={has(station.id)} onToggle={() => toggle(station.id)} />
            )}
          </For>
          <For each={gone()}>
            {(id) => <Chip label={t("stationGone")} on onToggle={() => toggle(id)} />}
          </For>
        </div>
        <p class={styles.hint}>
          {t("goesTo", { stations: stationNames(goesTo(), props.stations) })}
        </p>
      </fieldset>
    </Show>
  );
}
