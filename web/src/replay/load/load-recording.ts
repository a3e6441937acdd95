import type { EveningEvent } from "@tureen/shared/replay/events";
import type { JournalEntry, KeyChange } from "@tureen/shared/replay/journal";
import { Evening } from "../model/session-story.ts";
import type { EveningFailure, WorkerMessage, WorkerRequest } from "./protocol.ts";
import EveningWorker from "./worker.ts?worker";

/** What there is of an evening so far. */
export type Loading =
  | { readonly kind: "loading"; readonly share: number }
  | { readonly kind: "failed"; readonly code: EveningFailure }
  | { readonly kind: "ready"; readonly evening: Evening };

/**
 * Loads an evening in a worker; tells how far it is, and in the end the evening or why there is
 * none. Returns how to give up.
 */
export function loadEvening(sessionId: string, tell: (state: Loading) => void): () => void {
  const worker = new EveningWorker();
  const log: JournalEntry[] = [];
  const changes: (readonly KeyChange[])[] = [];
  const events: EveningEvent[] = [];
  let found: Extract<WorkerMessage, { kind: "facts" }> | undefined;

  worker.onmessage = ({ data }: MessageEvent<WorkerMessage>) => {
    switch (data.kind) {
      case "progress":
        tell({ kind: "loading", share: data.done / data.of });
        break;
      case "facts":
        found = data;
        break;
      case "entries":
        log.push(...data.log);
        changes.push(...data.changes);
        break;
      case "events":
        events.push(...data.events);
        break;
      case "failed":
        worker.terminate();
        tell({ kind: "failed", code: data.code });
        break;
      case "done":
        worker.terminate();
        if (!found) throw new Error("the worker was done before it began");
        tell({
          kind: "ready",
          evening: new Evening({ ...found, journal: { log, changes }, events }),
        });
    }
  };
  // The worker's own code did not come: the connection went, or a new version has been installed.
  worker.onerror = () => {
    worker.terminate();
    tell({ kind: "failed", code: "network" });
  };
  worker.postMessage({ sessionId } satisfies WorkerRequest);
  return () => worker.terminate();
}
