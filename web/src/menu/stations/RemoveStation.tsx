import type { Station } from "@tureen/shared/menu/stations";
import { call } from "../../platform/live/api.ts";
import { ConfirmRemoval } from "../../staff/ConfirmRemoval.tsx";
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
    if (outcome.answer) props.onRemoved();
  }

  return (
    <ConfirmRemoval
      text={text()}
      keep={t("keep")}
      remove={t("remove")}
      busy={props.kitchen.busy()}
      onKeep={() => props.onKeep()}
      onRemove={() => void remove()}
    />
  );
}
