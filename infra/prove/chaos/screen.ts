import { setTimeout as sleep } from "node:timers/promises";
import { ENDPOINTS } from "@tureen/shared/endpoints";
import type { KitchenEvent, Ticket } from "@tureen/shared/kitchen/endpoints";
import type { RunCounts } from "./counts.ts";
import type { Recorder } from "./history.ts";
import type { SeededRandom } from "./seeded-random.ts";

/** The server pings every ten seconds. */
const SILENCE_MS = 12_000;
const RECONNECT_MS = 300;

export interface ScreenOptions {
  readonly name: string;
  readonly origins: readonly string[];
  readonly cookie: string;
  readonly recorder: Recorder;
  readonly runCounts: RunCounts;
  readonly random: SeededRandom;
}

/** A kitchen screen: follows the numbered events and resumes from its number, at any node. */
export class KitchenScreen {
  /** The last event it was shown. */
  last = 0;
  /** Every order as it was shown last. */
  readonly tickets = new Map<string, Ticket>();
  readonly #options: ScreenOptions;
  readonly #stop = new AbortController();
  #connection = new AbortController();
  readonly #running: Promise<void>;

  constructor(options: ScreenOptions) {
    this.#options = options;
    this.#running = this.#follow();
  }

  /** Gives its connection up and makes another, as when somebody reloads the page. */
  reconnect(): void {
    this.#connection.abort();
  }

  async close(): Promise<void> {
    this.#stop.abort();
    this.#connection.abort();
    await this.#running;
  }

  async #follow(): Promise<void> {
    const { runCounts } = this.#options;
    while (!this.#stop.signal.aborted) {
      this.#connection = new AbortController();
      const { signal } = this.#connection;
      try {
        await this.#read(signal);
      } catch {
        // Cut, refused or silent: it asks again from where it was.
      }
      // Its connection must be gone before the next one is made.
      this.#connection.abort();
      if (this.#stop.signal.aborted) return;
      runCounts.action("screen-reconnect");
      await sleep(RECONNECT_MS);
    }
  }

  async #read(signal: AbortSignal): Promise<void> {
    const { origins, cookie, recorder, name, random } = this.#options;
    let silence = setTimeout(() => this.#connection.abort(), SILENCE_MS);
    try {
      const origin = random.pick(origins);
      recorder.record({ kind: "kitchen-connected", screen: name, after: this.last });
      const response = await fetch(`${origin}${ENDPOINTS.followKitchen.path}?after=${this.last}`, {
        headers: { cookie, accept: "text/event-stream" },
        signal,
      });
      if (!response.ok || !response.body) throw new Error(`kitchen stream: ${response.status}`);
      const decoder = new TextDecoder();
      let text = "";
      for await (const chunk of response.body) {
        clearTimeout(silence);
        silence = setTimeout(() => this.#connection.abort(), SILENCE_MS);
        text += decoder.decode(chunk, { stream: true });
        for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
          this.#show(text.slice(0, end));
          text = text.slice(end + 2);
        }
      }
    } finally {
      clearTimeout(silence);
    }
  }

  #show(block: string): void {
    const { recorder, name: screen } = this.#options;
    const data = /^data: ?(.*)$/m.exec(block)?.[1];
    const type = /^event: ?(.*)$/m.exec(block)?.[1] ?? "message";
    if (data === undefined) return;
    if (type === "reset") {
      const { lastEvent } = JSON.parse(data) as { lastEvent: number };
      recorder.record({ kind: "kitchen-reset", screen, last: lastEvent });
      this.last = lastEvent;
    } else if (type === "message") {
      const { number, orderId, from, to, moves = null, ticket } = JSON.parse(data) as KitchenEvent;
      recorder.record({ kind: "kitchen-event", screen, number, order: orderId, from, to, moves });
      this.last = number;
      this.tickets.set(orderId, ticket);
    }
  }
}
