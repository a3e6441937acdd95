/**
 * Everything that a page needs of a session, read once. How the parts go together:
 *
 * - `prepareReplay` reads the log in slices: a page runs one slice a frame and shows how far it is.
 * - `events` are the marks of the timeline, each with its `index` and time; describe.ts has their
 *   words, `storyOf` the events of one line.
 * - `player.seek(index).view()` is the table after so many edits; from a time, `indexAtTime` gives
 *   the index. Seeking from anywhere to anywhere in 20,000 edits takes a few milliseconds.
 * - `phones.viewOf(diner, time)` is what a diner saw then, `stretches` when they were offline.
 *
 * A page gets the recording as the text that `formatRecording` makes, and reads it with `parseRecording`.
 */
import { EventReader, type SessionEvent } from "./events.ts";
import { type Journal, readJournalInSlices } from "./journal.ts";
import { type OfflineStretch, offlineStretches, Phones } from "./phones.ts";
import { Player } from "./player.ts";
import type { Recording } from "./recording.ts";

/** A session that has been read. */
export interface ReplayedSession {
  readonly recording: Recording;
  readonly journal: Journal;
  readonly events: readonly SessionEvent[];
  readonly stretches: readonly OfflineStretch[];
  readonly player: Player;
  readonly phones: Phones;
}

/** Entries whose events are read between two pauses. */
const EVENTS_SLICE = 1_000;

/**
 * Reads a session with a pause every few milliseconds; yields the part that is done, 0 to 1. Throws
 * ReplayError "recording-broken" for a log that is none.
 */
export function* prepareReplay(recording: Recording): Generator<number, ReplayedSession> {
  const { log } = recording;
  const reading = readJournalInSlices(log);
  let step = reading.next();
  // Reading the events is the smaller part of the work.
  for (; !step.done; step = reading.next()) yield (0.8 * step.value) / log.length;
  const journal = step.value;
  const events: SessionEvent[] = [];
  const reader = new EventReader();
  for (const [index, entry] of log.entries()) {
    events.push(...reader.read(entry, index, journal.changes[index] ?? []));
    if ((index + 1) % EVENTS_SLICE === 0) yield 0.8 + (0.2 * index) / log.length;
  }
  const stretches = offlineStretches(journal, events);
  const phones = new Phones(journal, stretches);
  return { recording, journal, events, stretches, player: new Player(journal), phones };
}
