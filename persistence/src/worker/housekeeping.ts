import type { Logger } from "pino";
import { pruneAuthSessions } from "../platform/auth-sessions.ts";
import type { Database } from "../platform/database.ts";
import { pruneRateLimits } from "../platform/prune-rate-limits.ts";
import { expireSessions } from "../table/expire-sessions.ts";
import { findOldLogs, removeLogBatch } from "../table/remove-log.ts";
import { SNAPSHOT_AFTER_UPDATES, snapshotLog } from "../table/snapshot-log.ts";
import { findLongTails } from "../table/write-snapshot.ts";

export interface Housekeeping {
  readonly database: Database;
  readonly log: Logger;
}

/** Expires sessions without activity; their phones are told. */
export async function expireIdle({ database, log }: Housekeeping): Promise<void> {
  const { sessionIds, failures } = await expireSessions(database, { now: new Date() });
  for (const { sessionId, error } of failures) {
    log.warn({ err: error, sessionId }, "session could not be expired");
  }
  if (sessionIds.length > 0) log.info({ sessionIds }, "sessions expired");
}

/** Documents in one run; bounds its memory and time. */
const SNAPSHOTS_PER_RUN = 50;

/** Writes snapshots of documents whose log has grown long. */
export async function snapshotLongTails({ database, log }: Housekeeping): Promise<void> {
  const sessions = await findLongTails(database, {
    minTail: SNAPSHOT_AFTER_UPDATES,
    limit: SNAPSHOTS_PER_RUN,
  });
  for (const key of sessions) {
    const seq = await snapshotLog(database, key);
    if (seq !== null) log.debug({ sessionId: key.sessionId, seq }, "snapshot written");
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

const DAY_MS = 24 * 60 * 60 * 1000;
/** Sessions in one run; with the batches of each, bounds its time. */
const LOGS_PER_RUN = 200;
/** Updates in one run, give or take the log of one session. */
const REMOVED_PER_RUN = 50_000;

/** Removes the logs of sessions that ended more than `retentionDays` ago; their orders stay. */
export async function removeOldLogs(
  { database, log }: Housekeeping,
  retentionDays: number,
): Promise<void> {
  const now = new Date();
  const endedBefore = new Date(now.getTime() - retentionDays * DAY_MS);
  const sessions = await findOldLogs(database, { endedBefore, limit: LOGS_PER_RUN });
  let updates = 0;
  let logs = 0;
  for (const key of sessions) {
    if (updates >= REMOVED_PER_RUN) break;
    for (let left = true; left; ) {
      const batch = await removeLogBatch(database, { ...key, endedBefore, now });
      updates += batch.removed;
      if (batch.gone) logs += 1;
      // Nothing removed and not gone: another worker is at it.
      left = !batch.gone && batch.removed > 0;
    }
  }
  if (logs > 0) log.info({ logs, updates, endedBefore }, "old logs removed");
}

/** Removes counts of tries whose time is over. */
export async function pruneTries({ database, log }: Housekeeping): Promise<void> {
  const removed = await pruneRateLimits(database, { before: new Date() });
  if (removed > 0) log.debug({ removed }, "old counts of tries removed");
}
