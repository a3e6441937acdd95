import type { Logger } from "pino";
import { ANCHOR_EVERY_MS, anchorLedger } from "../bill/anchor-ledger.ts";
import { removeOldPrints } from "../kitchen/printing/remove-old-prints.ts";
import { publishPlanned } from "../menu/draft/publish-draft.ts";
import { removeUnusedPhotos } from "../menu/photos/remove-unused-photos.ts";
import { pruneAuthSessions } from "../platform/auth-sessions.ts";
import type { Database } from "../platform/database.ts";
import { findDueRestaurants } from "../platform/find-due-restaurants.ts";
import { pruneRateLimits } from "../platform/prune-rate-limits.ts";
import { sharedNow, sharedNowMs } from "../platform/shared-clock.ts";
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
  const { sessionIds, failures } = await expireSessions(database, { now: sharedNow() });
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

/** Restaurants whose ledgers are anchored in one run. */
const ANCHORED_PER_RUN = 200;

/** Publishes anchors of ledgers that have grown since their last one. */
export async function anchorLedgers({ database, log }: Housekeeping): Promise<void> {
  const now = sharedNow();
  const due = { now: new Date(now.getTime() - ANCHOR_EVERY_MS), limit: ANCHORED_PER_RUN };
  for (const restaurantId of await findDueRestaurants(database, "tureen_due_ledger_anchors", due)) {
    const made = await anchorLedger(database, { restaurantId, now });
    if (made > 0) log.debug({ restaurantId, made }, "ledger anchored");
  }
}

/** How long ended sign-ins are kept, for looking into trouble. */
const KEEP_AUTH_MS = 7 * 24 * 60 * 60 * 1000;

/** Removes sign-ins that ended long ago. */
export async function pruneSignIns({ database, log }: Housekeeping): Promise<void> {
  const removed = await pruneAuthSessions(database, {
    before: new Date(sharedNowMs() - KEEP_AUTH_MS),
  });
  if (removed > 0) log.info({ removed }, "old sign-ins removed");
}

/** How long a photo is kept that no menu shows: whoever takes one away may want it back. */
const KEEP_UNUSED_PHOTOS_MS = 30 * 24 * 60 * 60 * 1000;
/** Restaurants whose photos are looked through in one run. */
const PHOTO_RESTAURANTS_PER_RUN = 50;

/** Removes photos that were uploaded long ago and that neither a menu ever showed nor a draft names. */
export async function removeOldPhotos({ database, log }: Housekeeping): Promise<void> {
  const uploadedBefore = new Date(sharedNowMs() - KEEP_UNUSED_PHOTOS_MS);
  const due = { now: uploadedBefore, limit: PHOTO_RESTAURANTS_PER_RUN };
  for (const restaurantId of await findDueRestaurants(database, "tureen_due_photo_removals", due)) {
    const removed = await removeUnusedPhotos(database, { restaurantId, uploadedBefore });
    if (removed > 0) log.info({ restaurantId, removed }, "unused photos removed");
  }
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
  const now = sharedNow();
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
  const removed = await pruneRateLimits(database, { before: sharedNow() });
  if (removed > 0) log.debug({ removed }, "old counts of tries removed");
}

/** How long slips are kept, printed or not: who looks for one looks on the same evening or the next. */
const KEEP_SLIPS_MS = 3 * DAY_MS;
/** Restaurants whose slips are looked through in one run. */
const SLIP_RESTAURANTS_PER_RUN = 200;

/** Removes slips that were to be printed days ago. */
export async function removeOldSlips({ database, log }: Housekeeping): Promise<void> {
  const before = new Date(sharedNowMs() - KEEP_SLIPS_MS);
  const due = { now: before, limit: SLIP_RESTAURANTS_PER_RUN };
  for (const restaurantId of await findDueRestaurants(database, "tureen_due_print_removals", due)) {
    const removed = await removeOldPrints(database, { restaurantId, before });
    log.debug({ restaurantId, removed }, "old slips removed");
  }
}

/** Restaurants whose planned menus are published in one run. */
const PUBLISHED_PER_RUN = 50;

/** Publishes menus whose planned moment has come. */
export async function publishPlannedMenus({ database, log }: Housekeeping): Promise<void> {
  const now = sharedNow();
  const due = { now, limit: PUBLISHED_PER_RUN };
  for (const restaurantId of await findDueRestaurants(database, "tureen_due_menus", due)) {
    try {
      const published = await publishPlanned(database, { restaurantId, now });
      if (published) log.info({ restaurantId, ...published }, "planned menu published");
    } catch (error) {
      log.error({ err: error, restaurantId }, "planned menu not published");
    }
  }
}
