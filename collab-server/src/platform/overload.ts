/** Tells when this process has more to do than it gets done. */

/** How often the event loop is looked at, ms. */
const LOOK_EVERY_MS = 100;
/** Mean lateness of the event loop from which on newcomers wait, and below which they may enter, ms. */
const OVERLOADED_MS = 500;
const RECOVERED_MS = 100;
/** Weight of the newest look: one long pause (a collection of garbage) alone is no overload. */
const NEWEST = 0.3;

export interface OverloadMonitor {
  isOverloaded(): boolean;
  stop(): void;
}

/** The state of a process whose event loop was late by these many ms, one look after the other. */
export function createLatenessGauge(): { late(ms: number): void; isOverloaded(): boolean } {
  let mean = 0;
  let overloaded = false;
  return {
    late(ms) {
      mean += NEWEST * (ms - mean);
      overloaded = mean > (overloaded ? RECOVERED_MS : OVERLOADED_MS);
    },
    isOverloaded: () => overloaded,
  };
}

/**
 * Watches how late the event loop is. While it is overloaded the newest connections are turned away
 * with a time to come back; who is connected, and every order, goes on.
 */
export function watchOverload(): OverloadMonitor {
  const gauge = createLatenessGauge();
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    gauge.late(Math.max(0, now - last - LOOK_EVERY_MS));
    last = now;
  }, LOOK_EVERY_MS);
  timer.unref();
  return { isOverloaded: gauge.isOverloaded, stop: () => clearInterval(timer) };
}
