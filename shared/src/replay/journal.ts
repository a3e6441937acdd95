/**
 * A log read once: which keys each of its updates set, with their values before and after. From then
 * on Yjs is not needed any more: stepping an evening forward or back only moves plain values
 * (player.ts), and what people did can be read off the changes (events.ts).
 */
import * as Y from "yjs";
import type { Root } from "../table/document/roots.ts";
import { isIncomplete, observeKeys } from "../table/document/session-document.ts";
import { ReplayError } from "./errors.ts";
import type { LogEntry } from "./recording.ts";

/** One key that an update changed; undefined stands for "not there". */
export interface KeyChange {
  readonly root: Root;
  readonly key: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What a journal keeps of an entry of the log; its update has been read. */
export type JournalEntry = Omit<LogEntry, "update">;

/** A log with the key changes of each of its entries, by index: entry 0 is the log's first. */
export interface Journal {
  readonly log: readonly JournalEntry[];
  readonly changes: readonly (readonly KeyChange[])[];
}

/** Entries read between two pauses of `readJournalInSlices`: a few milliseconds' work. */
const SLICE = 200;

/** Reads a log. Throws ReplayError "recording-broken" for bytes that are not an update. */
export function readJournal(log: readonly LogEntry[]): Journal {
  const reading = readJournalInSlices(log, Number.POSITIVE_INFINITY);
  for (;;) {
    const step = reading.next();
    if (step.done) return step.value;
  }
}

/**
 * The same with pauses, for a page that must not stutter: yields how many entries have been read,
 * returns the journal. 20,000 entries are 100 slices.
 */
export function* readJournalInSlices(
  log: readonly LogEntry[],
  slice = SLICE,
): Generator<number, Journal> {
  const reader = new JournalReader();
  try {
    const changes: (readonly KeyChange[])[] = [];
    for (const entry of log) {
      changes.push(reader.apply(entry.update));
      if (changes.length % slice === 0) yield changes.length;
    }
    return { log, changes };
  } finally {
    reader.destroy();
  }
}

/** Applies updates one after the other and tells the keys that each changed. */
export class JournalReader {
  /** The document as of the last update. */
  readonly doc = new Y.Doc();
  readonly #values = new Map<string, unknown>();
  #changes: KeyChange[] = [];

  constructor() {
    observeKeys(this.doc, (root, key, after) => {
      const place = `${root} ${key}`;
      const before = this.#values.get(place);
      if (Object.is(before, after)) return;
      if (after === undefined) this.#values.delete(place);
      else this.#values.set(place, after);
      this.#changes.push({ root, key, before, after });
    });
  }

  /**
   * The changes are in the order in which the document was written; empty for old news. Throws
   * ReplayError "recording-broken" for bytes that are not an update.
   */
  apply(update: Uint8Array): KeyChange[] {
    this.#changes = [];
    try {
      Y.applyUpdate(this.doc, update, "log");
    } catch (cause) {
      throw new ReplayError("recording-broken", "its log holds what is not an update", { cause });
    }
    return this.#changes;
  }

  /** Whether updates wait for others that the log should have held before them. */
  get incomplete(): boolean {
    return isIncomplete(this.doc);
  }

  destroy(): void {
    this.doc.destroy();
  }
}
