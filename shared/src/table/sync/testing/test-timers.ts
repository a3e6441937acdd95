import type { Timers } from "../timers.ts";

/** Time that passes when a test says so. */
export class TestTimers implements Timers {
  /** What a hand on the wall clock has added, ms. */
  skewMs = 0;
  #elapsed = 0;
  #due: { readonly at: number; readonly then: () => void }[] = [];

  after(ms: number, then: () => void): () => void {
    const timer = { at: this.#elapsed + ms, then };
    this.#due.push(timer);
    return () => {
      this.#due = this.#due.filter((other) => other !== timer);
    };
  }

  elapsed(): number {
    return this.#elapsed;
  }

  now(): number {
    return 1_800_000_000_000 + this.#elapsed + this.skewMs;
  }

  /** Lets so many ms pass; what falls due is called in order, and `settle` after each. */
  async pass(ms: number, settle: () => Promise<void>): Promise<void> {
    const end = this.#elapsed + ms;
    for (;;) {
      const next = this.#due.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#due = this.#due.filter((timer) => timer !== next);
      this.#elapsed = Math.max(this.#elapsed, next.at);
      next.then();
      await settle();
    }
    this.#elapsed = end;
    await settle();
  }
}
