/**
 * The time by which servers and workers agree: the database's. A machine whose clock is wrong, or is
 * set while it runs, would leave confirms waiting for their time, call them too old, and sign tokens
 * that others refuse. Between two looks at the database the monotonic clock goes on, which nobody sets.
 */
import { z } from "zod";
import type { Database } from "./database.ts";
import { periodically } from "./periodic.ts";
import { readRows } from "./rows.ts";

/** How often the database is asked, ms: long before quartz drifts by a millisecond that matters. */
const LOOK_EVERY_MS = 30_000;
/** Differences that a busy machine makes up by itself, ms. */
const TOLERATED_MS = 50;

const time = z.object({ at: z.number() });

/** The database's time when the monotonic clock was at zero, ms; null before the first look. */
let origin: number | null = null;

/** Now, by the database's clock; by this machine's until the database was asked. */
export function sharedNow(): Date {
  return new Date(sharedNowMs());
}

/** The same in ms since the epoch. */
export function sharedNowMs(): number {
  return origin === null ? Date.now() : Math.round(origin + performance.now());
}

/** How far this machine's clock is ahead of the database's, ms; negative when it is behind. */
export function clockAheadMs(): number {
  return Math.round(Date.now() - sharedNowMs());
}

/** Asks the database for the time; an answer that took long says little, and changes nothing small. */
export async function readSharedTime(database: Database): Promise<void> {
  const before = performance.now();
  const [answer] = await readRows(
    database,
    time,
    "select extract(epoch from clock_timestamp())::float8 * 1000 as at",
  );
  const took = performance.now() - before;
  if (!answer) return;
  const read = answer.at - before - took / 2;
  const known = origin ?? Date.now() - performance.now();
  origin = Math.abs(read - known) > TOLERATED_MS + took / 2 ? read : known;
}

/** Reads the time now and again and again; `ready` once it was read, or could not be. */
export function keepSharedTime(
  database: Database,
  onError: (error: unknown) => void,
): { readonly ready: Promise<void>; stop(): Promise<void> } {
  const look = () => readSharedTime(database);
  return { ready: look().catch(onError), stop: periodically(LOOK_EVERY_MS, look, onError).stop };
}
