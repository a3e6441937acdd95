import { setTimeout as sleep } from "node:timers/promises";

/**
 * Does things when they are due, whether or not earlier ones were answered: `act` is told when its
 * turn was due, for what it measures counts from then, so that a slow server cannot slow its own
 * measurement. `gapMs` says how long after the one before each is due. Returns how many there were;
 * `late` gets how late each of them was, ms.
 */
export async function openLoop(
  seconds: number,
  gapMs: () => number,
  act: (due: number) => void,
  late: number[],
): Promise<number> {
  const start = performance.now();
  const end = start + seconds * 1000;
  let done = 0;
  for (let due = start; due < end; ) {
    const now = performance.now();
    for (; due < end && due <= now; due += gapMs()) {
      late.push(now - due);
      act(due);
      done += 1;
    }
    await sleep(1);
  }
  return done;
}
