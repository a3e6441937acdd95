/**
 * Fetches a session and reads its log, away from the page: for a long one that takes seconds, and
 * a page must not stutter. What it found goes to the page in small parts, for the same reason.
 */
import { ReplayError } from "@tureen/shared/replay/errors";
import { eventsOf } from "@tureen/shared/replay/events";
import { parseRecording } from "@tureen/shared/replay/file";
import { type Journal, readJournalInSlices } from "@tureen/shared/replay/journal";
import { offlineStretches } from "@tureen/shared/replay/phones";
import type { Recording } from "@tureen/shared/replay/recording";
import { ApiError, call, codeOf } from "../../platform/live/api.ts";
import { learnStaffEndpoints } from "../../platform/live/staff-endpoints.ts";
import { dinersOf } from "../model/diners.ts";
import type { WorkerMessage, WorkerRequest } from "./protocol.ts";

/** A long session is some megabytes, and a restaurant's network may be slow. */
const TIMEOUT_MS = 120_000;
/** Entries in one message: a millisecond or two of the page's time. */
const PART = 250;

const scope = self as unknown as {
  postMessage(message: WorkerMessage): void;
  onmessage: ((event: MessageEvent<WorkerRequest>) => void) | null;
};

// A worker has modules of its own: what the page has learnt is not known here.
learnStaffEndpoints();
scope.onmessage = ({ data }) => void load(data.sessionId);

async function load(sessionId: string): Promise<void> {
  try {
    const text = await call("readReplay", { params: { sessionId }, timeoutMs: TIMEOUT_MS });
    const recording = parseRecording(text);
    tell(recording, readLog(recording));
  } catch (error) {
    const code = error instanceof ReplayError ? "damaged" : codeOf(error);
    scope.postMessage({ kind: "failed", code });
    if (!(error instanceof ApiError || error instanceof ReplayError)) throw error;
  }
}

function readLog({ log }: Recording): Journal {
  const reading = readJournalInSlices(log);
  for (;;) {
    const step = reading.next();
    if (step.done) return step.value;
    scope.postMessage({ kind: "progress", done: step.value, of: log.length });
  }
}

function tell(recording: Recording, journal: Journal): void {
  const { log, confirms: _, ...facts } = recording;
  const events = eventsOf(journal);
  const stretches = offlineStretches(journal, events);
  scope.postMessage({ kind: "facts", facts, diners: dinersOf(journal), stretches });
  for (let from = 0; from < log.length; from += PART) {
    scope.postMessage({
      kind: "entries",
      log: log.slice(from, from + PART).map(({ seq, author, at }) => ({ seq, author, at })),
      changes: journal.changes.slice(from, from + PART),
    });
  }
  for (let from = 0; from < events.length; from += PART) {
    scope.postMessage({ kind: "events", events: events.slice(from, from + PART) });
  }
  scope.postMessage({ kind: "done" });
}
