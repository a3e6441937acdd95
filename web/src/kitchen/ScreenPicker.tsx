import type { Station } from "@tureen/shared/menu/stations";
import { For } from "solid-js";
import { ALL, PASS } from "../menu/stations/screen-address.ts";
import { BigButton } from "./BigButton.tsx";
import { kitchenMessages } from "./messages/messages.ts";
import styles from "./ScreenPicker.module.css";

/** Which station this screen is, or that it is the pass, or everybody's. */
export function ScreenPicker(props: {
  readonly stations: readonly Station[];
  readonly chosen: string;
  readonly onChoose: (shown: string) => void;
}) {
  const { t } = kitchenMessages;
  const choices = () => [
    { shown: ALL, name: t("wholeKitchen") },
    { shown: PASS, name: t("pass") },
    ...props.stations.map(({ id, name }) => ({ shown: id, name })),
  ];
  return (
    <fieldset class={styles.screens}>
      <legend class={styles.legend}>{t("thisScreen")}</legend>
      <For each={choices()}>
        {(choice) => (
          <BigButton
            class={styles.screen}
            aria-pressed={props.chosen === choice.shown}
            onClick={() => props.onChoose(choice.shown)}
          >
            <bdi>{choice.name}</bdi>
          </BigButton>
        )}
      </For>
    </fieldset>
  );
}
