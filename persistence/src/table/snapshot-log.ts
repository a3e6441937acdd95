import { encodeDocument } from "@tureen/shared/table/document/session-document";
import type { Database } from "../platform/database.ts";
import { sharedNow } from "../platform/shared-clock.ts";
import { loadDocument, type SessionKey } from "./load-document.ts";
import { writeSnapshot } from "./write-snapshot.ts";

/** Updates after its snapshot that a session may have before it gets another. */
export const SNAPSHOT_AFTER_UPDATES = 200;

/**
 * Stores a snapshot of a session's document at the head of its log and returns that number; null for
 * an unknown session. Read from the log, whatever a server holds in memory: that may contain edits
 * whose place in the log is not known yet.
 */
export async function snapshotLog(database: Database, key: SessionKey): Promise<number | null> {
  const loaded = await loadDocument(database, key);
  if (!loaded) return null;
  const { seq, doc } = loaded;
  const state = encodeDocument(doc);
  doc.destroy();
  await writeSnapshot(database, { ...key, seq, state, now: sharedNow() });
  return seq;
}
