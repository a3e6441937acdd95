import type { Timers } from "./timers.ts";

/**
 * The server's time, as far as a phone can know it: by how much its own clock is off, measured again on
 * every connection and answer, since somebody may set it while the page is open.
 */
export class ServerClock {
  readonly #timers: Pick<Timers, "now">;
  #offsetMs: number;

  /** `offsetMs`: by how much the server's clock is ahead, as it was last known. */
  constructor(timers: Pick<Timers, "now">, offsetMs = 0) {
    this.#timers = timers;
    this.#offsetMs = offsetMs;
  }

  /** By how much the server's clock is ahead, ms. */
  get offsetMs(): number {
    return this.#offsetMs;
  }

  /** Ms since the epoch. */
  now(): number {
    return this.#timers.now() + this.#offsetMs;
  }

  /** The server has just said that it is so late. */
  measured(serverNow: number): void {
    this.#offsetMs = serverNow - this.#timers.now();
  }
}
