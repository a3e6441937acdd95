/** Verifies sessions one after the other, a few at a time, so that memory stays what a few take. */
import { setTimeout as sleep } from "node:timers/promises";
import { MenuCache } from "@tureen/persistence/menu/menu-cache";
import type { Database } from "@tureen/persistence/platform/database";
import { allSessions } from "@tureen/persistence/replay/list-recordings";
import { readRecording } from "@tureen/persistence/replay/read-recording";
import type { SessionKey } from "@tureen/persistence/table/load-document";
import type { Verdict } from "@tureen/shared/replay/verdict";
import { verifyRecording } from "@tureen/shared/replay/verify";

/** The state of a session's document in a running server's memory. */
export type ReadLive = (key: SessionKey) => Promise<Uint8Array>;

/** Sessions read at once: enough that Postgres reads while the processor verifies. */
const AT_ONCE = 3;
/** Menus kept: sessions come by restaurant, so the next one mostly has the same. */
const MENUS_KEPT = 20;
/** A node that lost a signal finds what it lacks within three seconds; how often and long to wait. */
const BEHIND_TRIES = 6;
const BEHIND_WAIT_MS = 1_000;

/** How a verification of sessions is going. */
export interface VerifyProgress {
  readonly sessions: number;
  readonly edits: number;
  readonly differences: number;
}

/** Verifies one session against Postgres and, if there is a server, its copy. */
export async function verifySession(
  database: Database,
  key: SessionKey,
  live: ReadLive | null,
  menus = new MenuCache({ capacity: MENUS_KEPT }),
): Promise<Verdict> {
  for (let tried = 1; ; tried++) {
    // First the copy: whatever it shows is in the log by then.
    const state = live ? await live(key) : undefined;
    const { recording, snapshots } = await readRecording(database, key, { menus });
    const verdict = verifyRecording(recording, { snapshots, ...(state ? { live: state } : {}) });
    const behind = !verdict.ok && verdict.difference.code === "live-behind";
    if (!behind || tried === BEHIND_TRIES) return verdict;
    await sleep(BEHIND_WAIT_MS);
  }
}

/**
 * Verifies every session; calls back for each. Only sessions that are open are compared with the
 * server, which holds no others. Stops early when the signal says so.
 */
export async function verifyAll(
  database: Database,
  live: ReadLive | null,
  signal: AbortSignal,
  verified: (key: SessionKey, verdict: Verdict, progress: VerifyProgress) => void,
): Promise<VerifyProgress> {
  const menus = new MenuCache({ capacity: MENUS_KEPT });
  const sessions = allSessions(database);
  let progress: VerifyProgress = { sessions: 0, edits: 0, differences: 0 };
  const work = async () => {
    for (;;) {
      const next = signal.aborted ? null : await sessions.next();
      if (!next || next.done) return;
      const { active, ...key } = next.value;
      const verdict = await verifySession(database, key, active ? live : null, menus);
      progress = {
        sessions: progress.sessions + 1,
        edits: progress.edits + (verdict.ok ? verdict.edits : 0),
        differences: progress.differences + (verdict.ok ? 0 : 1),
      };
      verified(key, verdict, progress);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return progress;
}
