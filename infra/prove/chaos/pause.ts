import { setTimeout as sleep } from "node:timers/promises";

/** Waits, or stops waiting when the signal says so; whether the whole time has passed. */
export async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await sleep(ms, undefined, { signal });
    return true;
  } catch (error) {
    if (!signal.aborted) throw error;
    return false;
  }
}

/** Asks until it is so, or until the time is over; whether it came to be so. */
export async function becomes(
  isSo: () => boolean | Promise<boolean>,
  patienceMs: number,
  everyMs = 100,
): Promise<boolean> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    if (await isSo()) return true;
    if (Date.now() > deadline) return false;
    await sleep(everyMs);
  }
}
