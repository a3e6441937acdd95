import { Listeners, type Signals } from "@tureen/persistence/platform/signals/signals";
import type { Signal } from "@tureen/shared/platform/signals";

/** Signals within one test: delivered at once, remembered, and lost while `broken`. */
export class LocalSignals implements Signals {
  readonly ready = Promise.resolve();
  readonly over = "postgres";
  readonly published: Signal[] = [];
  broken = false;
  readonly #listeners = new Listeners();

  async publish(...signals: readonly Signal[]): Promise<void> {
    this.published.push(...signals);
    if (this.broken) return;
    for (const signal of signals) this.#listeners.received(signal);
  }

  isUp(): boolean {
    return true;
  }

  subscribe(received: (signal: Signal) => void, missed?: () => void): () => void {
    return this.#listeners.add(received, missed);
  }

  /** As after the connection was away. */
  missed(): void {
    this.#listeners.missed();
  }

  async close(): Promise<void> {}
}
