import { A } from "@solidjs/router";
import { type Station, waitsOf } from "@tureen/shared/menu/stations";
import { Show } from "solid-js";
import { call } from "../../platform/live/api.ts";
import { Badge } from "../../platform/ui/Badge.tsx";
import { Icon } from "../../platform/ui/Icon.tsx";
import { IconButton } from "../../platform/ui/IconButton.tsx";
import styles from "../../staff/SettingsList.module.css";
import type { Stations } from "./create-stations.ts";
import { stationMessages } from "./messages/messages.ts";
import { screenAddress } from "./screen-address.ts";

/** A station with its times, its place among the others, and the ways to its screen and its settings. */
export function StationRow(props: {
  readonly station: Station;
  readonly kitchen: Stations;
  readonly onChange: () => void;
}) {
  const { t } = stationMessages;
  const name = () => props.station.name;
  const place = () => props.kitchen.stations().findIndex(({ id }) => id === props.station.id);
  const times = () => {
    const { warn, late } = waitsOf(props.station);
    return t("times", { warn: minutesText(warn), late: minutesText(late) });
  };

  /** One place up or down. */
  function nudge(step: -1 | 1): void {
    const stationIds = props.kitchen.stations().map(({ id }) => id);
    const [moved] = stationIds.splice(place(), 1);
    if (moved === undefined) return;
    stationIds.splice(place() + step, 0, moved);
    void props.kitchen.change(() => call("orderStations", { body: { stationIds } }));
  }

  return (
    <li class={styles.row}>
      <div class={styles.main}>
        <h3 class={styles.name}>
          <bdi>{name()}</bdi>
          <Show when={props.station.isDefault}>
            <Badge tone="info">{t("default")}</Badge>
          </Show>
        </h3>
        <p class={styles.facts}>{times()}</p>
        <A class={styles.link} href={screenAddress(props.station.id)}>
          <Icon name="flame" size={20} />
          {t("toScreen")}
          <span class="visually-hidden">: {name()}</span>
        </A>
      </div>
      <div class={styles.tools}>
        <IconButton
          icon="up"
          label={t("up", { name: name() })}
          disabled={place() === 0}
          onClick={() => nudge(-1)}
        />
        <IconButton
          icon="chevronDown"
          label={t("down", { name: name() })}
          disabled={place() === props.kitchen.stations().length - 1}
          onClick={() => nudge(1)}
        />
        <IconButton
          icon="pencil"
          label={t("change", { name: name() })}
          onClick={() => props.onChange()}
        />
      </div>
    </li>
  );
}

/** Seconds as minutes, of which half ones are told too. */
export function minutesText(seconds: number): string {
  return stationMessages.t("minutes", { count: Math.round(seconds / 30) / 2 });
}
