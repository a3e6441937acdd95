const WINDOW_MS = 60_000;

/** How often something that is kept running has ended by itself lately. */
export class Crashes {
  #times: number[] = [];

  /** It has ended again; returns how often it has within a minute. */
  note(): number {
    const now = performance.now();
    this.#times = [...this.#times.filter((time) => now - time < WINDOW_MS), now];
    return this.#times.length;
  }
}
