import { encodeDocument } from "@tureen/shared/document/session-document";
import type { Signal } from "@tureen/shared/signals";
import type { Logger } from "pino";
import type { Database } from "../database.ts";
import { pruneAuthSessions } from "../operations/auth-sessions.ts";
import { expireSessions } from "../operations/expire-sessions.ts";
import { loadDocument } from "../operations/load-document.ts";
import { findLongTails, writeSnapshot } from "../operations/write-snapshot.ts";

export interface Housekeeping {
  readonly database: Database;
  readonly publish: (...signals: readonly Signal[]) => Promise<void>;
  readonly log: Logger;
}

/** Expires sessions without activity and tells their phones. */
export async function expireIdle({ database, publish, log }: Housekeeping): Promise<void> {
  const { sessionIds, failures, signals } = await expireSessions(database, { now: new Date() });
  for (const { sessionId, error } of failures) {
    log.warn({ err: error, sessionId }, "session could not be expired");
  }
  if (sessionIds.length > 0) log.info({ sessionIds }, "sessions expired");
  await publish(...signals);
}

/** Updates after the newest snapshot that make a new one worth it. */
const LONG_TAIL = 200;
/** Documents in one run; bounds its memory and time. */
const SNAPSHOTS_PER_RUN = 50;

/** Writes snapshots of documents whose log has grown long. */
export async function snapshotLongTails({ database, log }: Housekeeping): Promise<void> {
  const sessions = await findLongTails(database, { minTail: LONG_TAIL, limit: SNAPSHOTS_PER_RUN });
  for (const key of sessions) {
    const loaded = await loadDocument(database, key);
    if (!loaded) continue;
    const state = encodeDocument(loaded.doc);
    loaded.doc.destroy();
    await writeSnapshot(database, { ...key, seq: loaded.seq, state, now: new Date() });
    log.debug({ sessionId: key.sessionId, seq: loaded.seq }, "snapshot written");
  }
}

/** How long ended sign-ins are kept, for looking into trouble. */
const KEEP_AUTH_MS = 7 * 24 * 60 * 60 * 1000;

/** Removes sign-ins that ended long ago. */
export async function pruneSignIns({ database, log }: Housekeeping): Promise<void> {
  const removed = await pruneAuthSessions(database, {
    before: new Date(Date.now() - KEEP_AUTH_MS),
  });
  if (removed > 0) log.info({ removed }, "old sign-ins removed");
}
