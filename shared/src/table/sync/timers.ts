/** Time as the phone's parts see it; a test's is its own. */
export interface Timers {
  /** Calls back once after so many ms; returns the way to call it off. */
  after(ms: number, then: () => void): () => void;
  /** Ms since some moment; goes on evenly, whatever happens to the wall clock. */
  elapsed(): number;
  /** The device's wall clock, ms since the epoch; somebody may set it while the page is open. */
  now(): number;
}

/** The real ones. */
export const realTimers: Timers = {
  after(ms, then) {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
  elapsed: () => performance.now(),
  now: () => Date.now(),
};
