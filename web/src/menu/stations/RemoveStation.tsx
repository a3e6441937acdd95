import type { Station } from "@tureen/shared/menu/stations";
import { call } from "../../platform/live/api.ts";
import { Button } from "../../platform/ui/Button.tsx";
import styles from "../../staff/SettingsList.module.css";
import type { Stations } from "./create-stations.ts";
import { stationMessages } from "./messages/messages.ts";

/** What removing a station means, before it is done. */
export function RemoveStation(props: {
  readonly station: Station;
  readonly kitchen: Stations;
  readonly onKeep: () => void;
  readonly onRemoved: () => void;
}) {
  const { t } = stationMessages;
  /** Who makes what it made: the default, or the first of the others when it is that itself. */
  const heir = () => {
    const others = props.kitchen.stations().filter(({ id }) => id !== props.station.id);
    return others.find(({ isDefault }) => isDefault) ?? others[0];
  };
  const text = () => {
    const next = heir();
    return next ? t("removeText", { heir: next.name }) : t("removeLast");
  };

  async function remove(): Promise<void> {
    const params = { stationId: props.station.id };
    const outcome = await props.kitchen.change(() => call("removeStation", { params, body: {} }));
    if (outcome.done) props.onRemoved();
  }

  return (
    <div class={styles.form}>
      <p>{text()}</p>
      <div class={styles.buttons}>
        <Button onClick={() => props.onKeep()}>{t("keep")}</Button>
        <Button
          icon="trash"
          variant="danger"
          busy={props.kitchen.busy()}
          onClick={() => void remove()}
        >
          {t("remove")}
        </Button>
      </div>
    </div>
  );
}
