import {
  LATE_AFTER_S,
  MAX_STATION_NAME,
  MAX_WAIT_S,
  type Station,
  WARN_AFTER_S,
} from "@tureen/shared/menu/stations";
import { createSignal, Show } from "solid-js";
import { call } from "../../platform/live/api.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { Checkbox } from "../../platform/ui/Checkbox.tsx";
import { Field } from "../../platform/ui/Field.tsx";
import { Sheet } from "../../platform/ui/Sheet.tsx";
import { toast } from "../../platform/ui/toasts.ts";
import styles from "../../staff/SettingsList.module.css";
import type { Stations } from "./create-stations.ts";
import { stationMessages } from "./messages/messages.ts";
import { RemoveStation } from "./RemoveStation.tsx";

const MAX_MINUTES = MAX_WAIT_S / 60;

/** A station's name, its times, whether it is the default, and its end. */
export function StationSheet(props: {
  readonly station: Station;
  readonly kitchen: Stations;
  readonly onClose: () => void;
}) {
  const { t } = stationMessages;
  const [name, setName] = createSignal(props.station.name);
  const [warn, setWarn] = createSignal(minutesOf(props.station.warnAfterS));
  const [late, setLate] = createSignal(minutesOf(props.station.lateAfterS));
  const [isDefault, setDefault] = createSignal(props.station.isDefault);
  const [wrong, setWrong] = createSignal<{ readonly field: string; readonly text: string }>();
  const [removing, setRemoving] = createSignal(false);
  const wrongAt = (field: string) => (wrong()?.field === field ? wrong()?.text : undefined);

  async function save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setWrong(undefined);
    for (const [field, text] of [
      ["warnAfterS", warn()],
      ["lateAfterS", late()],
    ] as const) {
      if (secondsOf(text) === undefined) {
        setWrong({ field, text: t("minutesWrong", { max: MAX_MINUTES }) });
        return;
      }
    }
    const outcome = await props.kitchen.change(() =>
      call("changeStation", {
        params: { stationId: props.station.id },
        body: {
          name: name().trim(),
          warnAfterS: secondsOf(warn()),
          lateAfterS: secondsOf(late()),
          ...(isDefault() && !props.station.isDefault && { isDefault: true }),
        },
      }),
    );
    if (outcome.answer) {
      props.onClose();
      toast(t("saved"), { tone: "good", icon: "check" });
    } else if (outcome.field && outcome.text) {
      setWrong({ field: outcome.field, text: outcome.text });
    }
  }

  return (
    <Sheet open title={props.station.name} onClose={() => props.onClose()}>
      <Show
        when={!removing()}
        fallback={
          <RemoveStation
            station={props.station}
            kitchen={props.kitchen}
            onKeep={() => setRemoving(false)}
            onRemoved={() => props.onClose()}
          />
        }
      >
        <form class={styles.form} onSubmit={(event) => void save(event)} novalidate>
          <Field
            label={t("name")}
            error={wrongAt("name")}
            required
            maxLength={MAX_STATION_NAME}
            autocomplete="off"
            value={name()}
            onInput={(event) => setName(event.currentTarget.value)}
          />
          <div class={styles.pair}>
            <Field
              label={t("warnAfter")}
              hint={t("emptyIs", { minutes: WARN_AFTER_S / 60 })}
              error={wrongAt("warnAfterS")}
              inputmode="decimal"
              autocomplete="off"
              maxLength={5}
              value={warn()}
              onInput={(event) => setWarn(event.currentTarget.value)}
            />
            <Field
              label={t("lateAfter")}
              hint={t("emptyIs", { minutes: LATE_AFTER_S / 60 })}
              error={wrongAt("lateAfterS")}
              inputmode="decimal"
              autocomplete="off"
              maxLength={5}
              value={late()}
              onInput={(event) => setLate(event.currentTarget.value)}
            />
          </div>
          <Checkbox
            checked={isDefault()}
            disabled={props.station.isDefault}
            onChange={(on) => setDefault(on)}
          >
            {t("makeDefault")}
          </Checkbox>
          <div class={styles.buttons}>
            <Button icon="trash" variant="danger" onClick={() => setRemoving(true)}>
              {t("remove")}
            </Button>
            <Button type="submit" variant="primary" busy={props.kitchen.busy()}>
              {t("save")}
            </Button>
          </div>
        </form>
      </Show>
    </Sheet>
  );
}

/** Seconds as somebody types minutes; nothing for as everywhere. */
function minutesOf(seconds: number | null): string {
  return seconds === null ? "" : String(seconds / 60);
}

/** Typed minutes in seconds, in half minutes; null for none, undefined for what is no such time. */
function secondsOf(text: string): number | null | undefined {
  const typed = text.trim().replace(",", ".");
  if (typed === "") return null;
  const seconds = Number(typed) * 60;
  const fits = Number.isInteger(seconds / 30) && seconds >= 30 && seconds <= MAX_WAIT_S;
  return fits ? seconds : undefined;
}
