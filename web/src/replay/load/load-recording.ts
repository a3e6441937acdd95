import type { SessionEvent } from "@tureen/shared/replay/events";
import type { JournalEntry, KeyChange } from "@tureen/shared/replay/journal";
import { ReplayedSession } from "../model/replayed-session.ts";
import type { RecordingFailure, WorkerMessage, WorkerRequest } from "./protocol.ts";
import RecordingWorker from "./worker.ts?worker";

/** What there is of a session so far. */
export type Loading =
  | { readonly kind: "loading"; readonly share: number }
  | { readonly kind: "failed"; readonly code: RecordingFailure }
  | { readonly kind: "ready"; readonly replayed: ReplayedSession };

/**
 * Loads a session in a worker; tells how far it is, and in the end the session or why there is
 * none. Returns how to give up.
 */
export function loadRecording(sessionId: string, tell: (state: Loading) => void): () => void {
  const worker = new RecordingWorker();
  const log: JournalEntry[] = [];
  const changes: (readonly KeyChange[])[] = [];
  const events: SessionEvent[] = [];
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
          replayed: new ReplayedSession({ ...found, journal: { log, changes }, events }),
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
