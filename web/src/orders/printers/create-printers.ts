import type { Answer } from "@tureen/shared/endpoints";
import type { PrintJob } from "@tureen/shared/kitchen/printer-endpoints";
import { MAX_PRINTERS, type Printer } from "@tureen/shared/kitchen/printers";
import type { Station } from "@tureen/shared/menu/stations";
import { type Accessor, createSignal, onCleanup } from "solid-js";
import { call, codeOf } from "../../platform/live/api.ts";
import { errorSentence } from "../../platform/ui/errors.ts";
import { type Change, createChange } from "../../staff/team/create-change.ts";
import { createReading, type Reading } from "../../staff/team/create-reading.ts";
import { printerMessages } from "./messages/messages.ts";

/** Refusals that only who looks after printers meets: pages of guests do not carry their sentences. */
const OWN = [
  ...(["printer-unknown", "printer-name-taken", "printers-full"] as const),
  ...(["print-unknown", "no-fallback"] as const),
] as const;
/** How often the page looks how printers and slips are doing, ms. */
const LOOK_EVERY_MS = 5_000;

export interface Printers extends Change<Answer<"listPrinters">> {
  readonly reading: Reading<boolean>;
  readonly printers: Accessor<readonly Printer[]>;
  readonly jobs: Accessor<readonly PrintJob[]>;
  readonly stations: Accessor<readonly Station[]>;
}

/** Reads and changes the printers of a kitchen, and looks again while the page is open. */
export function createPrinters(endedBy: (error: unknown) => boolean): Printers {
  const [printers, setPrinters] = createSignal<readonly Printer[]>([]);
  const [jobs, setJobs] = createSignal<readonly PrintJob[]>([]);
  const [stations, setStations] = createSignal<readonly Station[]>([]);
  const take = (answer: Answer<"listPrinters">) => {
    setPrinters(answer.printers);
    setJobs(answer.jobs);
  };
  const reading = createReading(async () => {
    const [answer, kitchen] = await Promise.all([
      call("listPrinters", {}),
      call("listStations", {}),
    ]);
    setStations(kitchen.stations);
    take(answer);
    return true;
  }, endedBy);
  const changes = createChange({
    ...{ take, read: reading.read, endedBy, refusalText, fields: ["name", "host"] },
  });
  const timer = setInterval(() => {
    if (!changes.busy() && !document.hidden) void reading.read();
  }, LOOK_EVERY_MS);
  onCleanup(() => clearInterval(timer));
  return {
    reading,
    printers,
    jobs,
    stations,
    ...changes,
  };
}

function refusalText(error: unknown): string {
  const code = codeOf(error);
  const own = OWN.find((each) => each === code);
  return own ? printerMessages.t(`error.${own}`, { max: MAX_PRINTERS }) : errorSentence(code);
}
