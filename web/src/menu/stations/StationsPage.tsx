import { A } from "@solidjs/router";
import { createSignal, For, Show } from "solid-js";
import { Icon } from "../../platform/ui/Icon.tsx";
import { SettingsHead } from "../../staff/SettingsHead.tsx";
import styles from "../../staff/SettingsList.module.css";
import { ReadingView } from "../../staff/team/ReadingView.tsx";
import { AddStation } from "./AddStation.tsx";
import { createStations } from "./create-stations.ts";
import { stationMessages } from "./messages/messages.ts";
import { StationRow } from "./StationRow.tsx";
import { StationSheet } from "./StationSheet.tsx";
import { ALL, PASS, screenAddress } from "./screen-address.ts";

/** The stations of the kitchen, for managers: which there are, and the way to their screens. */
export function StationsPage(props: { readonly endedBy: (error: unknown) => boolean }) {
  const { t } = stationMessages;
  const kitchen = createStations((error) => props.endedBy(error));
  const [chosen, setChosen] = createSignal<string>();
  const station = () => kitchen.stations().find(({ id }) => id === chosen());
  return (
    <div class={styles.page}>
      <SettingsHead back={t("back")} title={t("title")} lead={t("lead")} />
      <ReadingView reading={kitchen.reading}>
        {() => (
          <>
            <Show
              when={kitchen.stations().length > 0}
              fallback={<p class={styles.empty}>{t("empty")}</p>}
            >
              <ul class={styles.list}>
                <For each={kitchen.stations()}>
                  {(each) => (
                    <StationRow
                      station={each}
                      kitchen={kitchen}
                      onChange={() => setChosen(each.id)}
                    />
                  )}
                </For>
              </ul>
              <p class={styles.screens}>
                <A class={styles.link} href={screenAddress(PASS)}>
                  <Icon name="flame" size={20} />
                  {t("toPass")}
                </A>
                <A class={styles.link} href={screenAddress(ALL)}>
                  <Icon name="flame" size={20} />
                  {t("toAll")}
                </A>
              </p>
            </Show>
            <AddStation kitchen={kitchen} />
          </>
        )}
      </ReadingView>
      <Show when={station()}>
        {(open) => (
          <StationSheet station={open()} kitchen={kitchen} onClose={() => setChosen(undefined)} />
        )}
      </Show>
    </div>
  );
}
