/** One moment of a session, straight from the log: as fast as Yjs takes updates in. */
import * as Y from "yjs";
import {
  readSession,
  rebuildDocument,
  type SessionView,
} from "../table/document/session-document.ts";
import { ReplayError } from "./errors.ts";
import type { LogEntry } from "./recording.ts";

/**
 * The document's content after the first `index` entries. For one look; to move about, read a
 * journal and use a player.
 */
export function stateAt(log: readonly LogEntry[], index: number): SessionView {
  const doc = documentAt(log, index);
  try {
    return readSession(doc);
  } finally {
    doc.destroy();
  }
}

/**
 * The document after the first `index` entries; the caller destroys it. Throws ReplayError
 * "recording-broken" for bytes that are not an update.
 */
export function documentAt(log: readonly LogEntry[], index: number): Y.Doc {
  const doc = new Y.Doc();
  try {
    return rebuildDocument(
      log.slice(0, index).map((entry) => entry.update),
      doc,
    );
  } catch (cause) {
    doc.destroy();
    throw new ReplayError("recording-broken", "its log holds what is not an update", { cause });
  }
}
