import type { Answer } from "@tureen/shared/endpoints";
import { MAX_STATIONS } from "@tureen/shared/menu/kitchen-facts";
import type { Station } from "@tureen/shared/menu/stations";
import { type Accessor, createSignal } from "solid-js";
import { ApiError, call, codeOf } from "../../platform/live/api.ts";
import { errorSentence } from "../../platform/ui/errors.ts";
import { type Change, createChange } from "../../staff/team/create-change.ts";
import { createReading, type Reading } from "../../staff/team/create-reading.ts";
import { stationMessages } from "./messages/messages.ts";

/** Refusals that only who makes stations meets: pages of guests do not carry their sentences. */
const OWN = ["station-unknown", "station-name-taken", "stations-full", "stations-changed"] as const;

export interface Stations extends Change<Answer<"listStations">> {
  readonly reading: Reading<boolean>;
  readonly stations: Accessor<readonly Station[]>;
}

/** Reads and changes the stations of a kitchen. */
export function createStations(endedBy: (error: unknown) => boolean): Stations {
  const [stations, setStations] = createSignal<readonly Station[]>([]);
  const take = (answer: Answer<"listStations">) => setStations(answer.stations);
  const reading = createReading(async () => {
    take(await call("listStations", {}));
    return true;
  }, endedBy);
  return {
    reading,
    stations,
    ...createChange({
      ...{ take, read: reading.read, endedBy, refusalText, fields: ["name", "lateAfterS"] },
    }),
  };
}

function refusalText(error: unknown): string {
  const { t } = stationMessages;
  const code = codeOf(error);
  if (error instanceof ApiError && error.field === "lateAfterS") return t("lateWrong");
  const own = OWN.find((each) => each === code);
  return own ? t(`error.${own}`, { max: MAX_STATIONS }) : errorSentence(code);
}
