import { type Accessor, createSignal, onCleanup } from "solid-js";
import { call } from "../platform/live/api.ts";
import { type LiveState, openEventStream } from "../platform/live/event-stream.ts";
import type { Clock } from "../platform/ui/clock.ts";
import type { FloorTable } from "./floor.ts";

/** The floor is read this often even when no hint comes. */
const REREAD_MS = 20_000;
/** Hints that come in a burst lead to one reading. */
const SETTLE_MS = 250;

export interface LiveFloor {
  /** Undefined until the first answer. */
  readonly tables: Accessor<readonly FloorTable[] | undefined>;
  readonly connection: Accessor<LiveState>;
  /** Reads the floor again; resolves when it is shown, rejects with `ApiError`. */
  refresh(): Promise<void>;
}

/** The floor, kept fresh by the server's hints and a steady re-reading. */
export function createFloor(options: {
  readonly clock: Clock;
  readonly endedBy: (error: unknown) => boolean;
}): LiveFloor {
  const [tables, setTables] = createSignal<readonly FloorTable[]>();
  const [connection, setConnection] = createSignal<LiveState>({ kind: "connecting" });
  let reading: Promise<void> | undefined;
  let again = false;
  let settling: ReturnType<typeof setTimeout> | undefined;

  async function read(): Promise<void> {
    try {
      const floor = await call("readFloor", {});
      options.clock.sync(floor.now);
      setTables(floor.tables);
    } catch (error) {
      options.endedBy(error);
      throw error;
    }
  }

  /** One reading at a time; a wish during one leads to exactly one more. */
  function refresh(): Promise<void> {
    if (reading) {
      again = true;
      return reading;
    }
    reading = read().finally(() => {
      reading = undefined;
      if (again) {
        again = false;
        hint();
      }
    });
    return reading;
  }

  function hint(): void {
    settling ??= setTimeout(() => {
      settling = undefined;
      refresh().catch(() => stream.fail());
    }, SETTLE_MS);
  }

  const stream = openEventStream({
    endpoint: "followFloor",
    before: refresh,
    on: { floor: hint },
    onState: setConnection,
  });
  const timer = setInterval(() => {
    if (connection().kind === "live" && document.visibilityState === "visible") hint();
  }, REREAD_MS);
  onCleanup(() => {
    stream.close();
    clearInterval(timer);
    clearTimeout(settling);
  });

  return { tables, connection, refresh };
}
