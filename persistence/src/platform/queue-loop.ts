import type { Logger } from "pino";
import { failPoint } from "./faults/fail-points.ts";

/** Restaurants looked at in one round; the others come in the next. */
const RESTAURANTS_PER_ROUND = 100;

/** What is claimed of one restaurant: what is due, at most so many, for as long as `leaseUntil`. */
export interface QueueClaim {
  readonly restaurantId: string;
  readonly limit: number;
  readonly now: Date;
  readonly leaseUntil: Date;
}

/** A queue in Postgres, and what is done with what is in it. */
export interface QueueLoopOptions<Item> {
  /** What is in the queue, for the log: "confirms". */
  readonly name: string;
  readonly log: Logger;
  /** Restaurants with something due, at most `limit`. */
  readonly findDue: (input: { readonly now: Date; readonly limit: number }) => Promise<string[]>;
  readonly claim: (input: QueueClaim) => Promise<readonly Item[]>;
  /** Items of one group are worked on one after the other. */
  readonly groupOf: (item: Item) => string;
  /** One try of one item; never throws. */
  readonly process: (item: Item) => Promise<void>;
  /** Groups worked on at once. */
  readonly concurrency?: number | undefined;
  /** How often to look without having been woken. */
  readonly pollMs?: number | undefined;
  /** How long a claim holds if its worker dies. */
  readonly leaseMs?: number | undefined;
  readonly now: () => Date;
}

/**
 * Works on a queue until it is stopped. Several groups at once, one item after the other within a
 * group; every restaurant gets its share of a round. An item that fails waits for its next try without
 * holding up others.
 */
export class QueueLoop<Item> {
  readonly #options: QueueLoopOptions<Item>;
  readonly #concurrency: number;
  readonly #tasks = new Set<Promise<void>>();
  #stopping = false;
  #woken = false;
  #wake: () => void = () => {};
  #running: Promise<void> | undefined;

  constructor(options: QueueLoopOptions<Item>) {
    this.#options = options;
    this.#concurrency = options.concurrency ?? 6;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** There is new work: look now. */
  wake(): void {
    this.#woken = true;
    this.#wake();
  }

  /** Takes no more work and resolves when what was begun is finished. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#wake();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { name, log, pollMs = 500 } = this.#options;
    while (!this.#stopping) {
      this.#woken = false;
      let begun = 0;
      try {
        begun = await this.#round();
      } catch (error) {
        // Postgres is away: the next poll tries again.
        log.error({ err: error }, `could not look for ${name}`);
        this.#woken = false;
      }
      if (begun === 0 && !this.#woken && !this.#stopping) await this.#pause(pollMs);
    }
    await Promise.all(this.#tasks);
  }

  /** Claims what is due and begins it; returns how many groups it began. */
  async #round(): Promise<number> {
    const { now: clock, leaseMs = 15_000 } = this.#options;
    while (this.#tasks.size >= this.#concurrency) await Promise.race(this.#tasks);
    const restaurants = await this.#options.findDue({
      now: clock(),
      limit: RESTAURANTS_PER_ROUND,
    });
    let begun = 0;
    for (const restaurantId of restaurants) {
      const free = this.#concurrency - this.#tasks.size;
      if (free <= 0 || this.#stopping) break;
      const now = clock();
      failPoint("before:claim");
      const claimed = await this.#options.claim({
        restaurantId,
        limit: Math.max(1, Math.ceil(free / restaurants.length)),
        now,
        leaseUntil: new Date(now.getTime() + leaseMs),
      });
      if (claimed.length > 0) failPoint("after:claim");
      const groups = Map.groupBy(claimed, this.#options.groupOf);
      for (const items of groups.values()) {
        const task = this.#inOrder(items).finally(() => {
          this.#tasks.delete(task);
        });
        this.#tasks.add(task);
        begun += 1;
      }
    }
    return begun;
  }

  async #inOrder(items: readonly Item[]): Promise<void> {
    for (const item of items) await this.#options.process(item);
  }

  async #pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = () => {};
  }
}
