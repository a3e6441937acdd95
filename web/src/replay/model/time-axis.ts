/**
 * A session's time and its log beside each other: which entries had been appended by a time, and
 * when the state after so many entries began.
 */
import type { Moment } from "@tureen/shared/replay/phones";

export class TimeAxis {
  readonly start: number;
  readonly end: number;
  /** When each entry was there, never going back: clocks of several servers differ by a little. */
  readonly #times: Float64Array;

  /** `openedAt` and `endedAt` widen the session beyond its first and last entry; ms. */
  constructor(
    log: readonly { readonly at: number }[],
    { openedAt, endedAt }: { readonly openedAt: number; readonly endedAt: number | null },
  ) {
    this.#times = new Float64Array(log.length);
    let latest = Number.NEGATIVE_INFINITY;
    for (const [i, { at }] of log.entries()) {
      latest = Math.max(latest, at);
      this.#times[i] = latest;
    }
    this.start = Math.min(openedAt, log[0]?.at ?? openedAt);
    this.end = Math.max(this.start + 1, latest, endedAt ?? 0);
  }

  /** How many entries there are. */
  get length(): number {
    return this.#times.length;
  }

  /** The moment of a time: all entries that had been appended by then, and no later one. */
  at(time: number): Moment {
    const within = Math.min(this.end, Math.max(this.start, time));
    let [low, high] = [0, this.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#times[middle] as number) <= within) low = middle + 1;
      else high = middle;
    }
    return { index: low, time: within };
  }

  /** The moment at which so many entries had just been appended. */
  after(index: number): Moment {
    const within = Math.min(this.length, Math.max(0, Math.trunc(index)));
    return { index: within, time: within === 0 ? this.start : (this.#times[within - 1] as number) };
  }

  /** When the next entry comes; undefined after the last. */
  next({ index }: Moment): number | undefined {
    return this.#times[index];
  }

  /** Where a time stands between start (0) and end (1). */
  share(time: number): number {
    return Math.min(1, Math.max(0, (time - this.start) / (this.end - this.start)));
  }

  /** The time at a share of the session. */
  timeAt(share: number): number {
    return this.start + Math.min(1, Math.max(0, share)) * (this.end - this.start);
  }
}
