import type { Answer } from "@tureen/shared/endpoints";
import { MAX_STATIONS } from "@tureen/shared/menu/kitchen-facts";
import type { Station } from "@tureen/shared/menu/stations";
import { type Accessor, createSignal } from "solid-js";
import { ApiError, call, codeOf } from "../../platform/live/api.ts";
import { errorSentence } from "../../platform/ui/errors.ts";
import { toast } from "../../platform/ui/toasts.ts";
import { createReading, type Reading } from "../../staff/team/create-reading.ts";
import { stationMessages } from "./messages/messages.ts";

/** Refusals that only who makes stations meets: pages of guests do not carry their sentences. */
const OWN = ["station-unknown", "station-name-taken", "stations-full", "stations-changed"] as const;

export interface Stations {
  readonly reading: Reading<boolean>;
  readonly stations: Accessor<readonly Station[]>;
  /** Something is on its way. */
  readonly busy: Accessor<boolean>;
  /** Makes a change, one at a time; tells what field of it is wrong and why, and says all other failures. */
  change(work: () => Promise<Answer<"listStations">>): Promise<Outcome>;
}

/** Whether it was done; if not, of which field that was the fault, and how. */
export interface Outcome {
  readonly done: boolean;
  readonly field?: string;
  readonly text?: string;
}

/** Reads and changes the stations of a kitchen. */
export function createStations(endedBy: (error: unknown) => boolean): Stations {
  const [stations, setStations] = createSignal<readonly Station[]>([]);
  const [busy, setBusy] = createSignal(false);
  const read = async () => {
    setStations((await call("listStations", {})).stations);
    return true;
  };
  const reading = createReading(read, endedBy);
  return {
    reading,
    stations,
    busy,
    async change(work) {
      if (busy()) return { done: false };
      setBusy(true);
      try {
        setStations((await work()).stations);
        return { done: true };
      } catch (error) {
        if (endedBy(error)) return { done: false };
        const text = refusalText(error);
        const field = error instanceof ApiError ? error.field : undefined;
        if (field === "name" || field === "lateAfterS") return { done: false, field, text };
        toast(text, { tone: "bad", icon: "alert" });
        // Somebody else was here: what there is now is another thing.
        await reading.read();
        return { done: false };
      } finally {
        setBusy(false);
      }
    },
  };
}

function refusalText(error: unknown): string {
  const { t } = stationMessages;
  const code = codeOf(error);
  if (error instanceof ApiError && error.field === "lateAfterS") return t("lateWrong");
  const own = OWN.find((each) => each === code);
  return own ? t(`error.${own}`, { max: MAX_STATIONS }) : errorSentence(code);
}
