import type { Signal } from "@tureen/shared/platform/signals";

/** How processes tell each other to look. Signals may be lost, late or doubled. */
export interface Signals {
  /** Never throws: what was committed stays committed, and others find it a little later. */
  publish(...signals: readonly Signal[]): Promise<void>;
  /**
   * Listens until the returned function is called. `missed` is told when signals may have been lost
   * because the connection was away: look at everything.
   */
  subscribe(received: (signal: Signal) => void, missed?: () => void): () => void;
  /** Resolves when the subscription stands for the first time. */
  readonly ready: Promise<void>;
  /** What carries them; for health. */
  readonly over: "redis" | "postgres";
  /** Whether signals come and go at this moment. */
  isUp(): boolean;
  close(): Promise<void>;
}

/** The subscribers of one process. */
export class Listeners {
  readonly #listeners = new Set<{
    readonly received: (signal: Signal) => void;
    readonly missed: (() => void) | undefined;
  }>();

  add(received: (signal: Signal) => void, missed?: () => void): () => void {
    const listener = { received, missed };
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  received(signal: Signal): void {
    for (const listener of this.#listeners) listener.received(signal);
  }

  missed(): void {
    for (const listener of this.#listeners) listener.missed?.();
  }
}
