/**
 * How a server leaves while others stay. It says so first, so that whoever chooses a server for a
 * request chooses another; then it sends those who are connected away one after the other, so that a
 * thousand phones do not knock at the next server in the same instant.
 */
import { setTimeout as delay } from "node:timers/promises";

/** How long those who choose servers may take to notice, ms; never more than half of the drain. */
const NOTICE_MS = 2_000;
/** Between two of a crowd, ms; less where they are too many for the time. */
const MAX_GAP_MS = 50;

/** Connections of one kind: each of them is asked to come back elsewhere by calling it. */
export type ConnectionGroup = () => readonly (() => void)[];

/**
 * Empties the server within `drainMs`: resolves when everybody has been asked to go, at once when
 * nobody is here. `begin` is called first: from then on nobody new is let in.
 */
export async function drain(options: {
  readonly drainMs: number;
  readonly begin: () => void;
  readonly groups: readonly ConnectionGroup[];
}): Promise<void> {
  const { drainMs, begin, groups } = options;
  begin();
  if (drainMs === 0 || groups.every((group) => group().length === 0)) return;
  const noticeMs = Math.min(NOTICE_MS, drainMs / 2);
  await delay(noticeMs);
  await Promise.all(groups.map((group) => sendAway(group(), drainMs - noticeMs)));
}

/** Calls one after the other, evenly over at most `withinMs`. */
async function sendAway(leave: readonly (() => void)[], withinMs: number): Promise<void> {
  const gapMs = Math.min(MAX_GAP_MS, withinMs / leave.length);
  const startedAt = performance.now();
  for (const [i, go] of leave.entries()) {
    const earlyMs = startedAt + i * gapMs - performance.now();
    if (earlyMs > 0) await delay(earlyMs);
    go();
  }
}
