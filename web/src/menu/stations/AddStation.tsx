import { MAX_STATIONS } from "@tureen/shared/menu/kitchen-facts";
import { MAX_STATION_NAME } from "@tureen/shared/menu/stations";
import { createSignal } from "solid-js";
import { call } from "../../platform/live/api.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { Field } from "../../platform/ui/Field.tsx";
import styles from "../../staff/SettingsList.module.css";
import type { Stations } from "./create-stations.ts";
import { stationMessages } from "./messages/messages.ts";

/** The form that makes a station of a name. */
export function AddStation(props: { readonly kitchen: Stations }) {
  const { t } = stationMessages;
  const [name, setName] = createSignal("");
  const [wrong, setWrong] = createSignal<string>();

  async function add(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setWrong(undefined);
    const body = { name: name().trim() };
    if (!body.name) return;
    const outcome = await props.kitchen.change(() => call("addStation", { body }));
    if (outcome.answer) setName("");
    else if (outcome.field === "name") setWrong(outcome.text);
  }

  return (
    <form class={styles.add} onSubmit={(event) => void add(event)}>
      <Field
        label={t("add")}
        hint={t("addHint", { max: MAX_STATIONS })}
        error={wrong()}
        name="station"
        required
        maxLength={MAX_STATION_NAME}
        autocomplete="off"
        value={name()}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" variant="primary" icon="plus" busy={props.kitchen.busy()}>
        {t("addButton")}
      </Button>
    </form>
  );
}
