/**
 * Appends edits to the log before anybody sees them. Everything that waits while the last commit
 * of a restaurant is in flight goes out together in one statement: under load the cost of a commit
 * is shared, without load nobody waits.
 */
import type { Database } from "@tureen/persistence/platform/database";
import { failPoint } from "@tureen/persistence/platform/faults/fail-points";
import { errorCode } from "@tureen/persistence/platform/retry";
import { sharedNow } from "@tureen/persistence/platform/shared-clock";
import {
  type AppendEntry,
  type AppendOutcome,
  appendUpdates,
  MAX_APPEND_ENTRIES,
} from "@tureen/persistence/table/append-updates";
import { TureenError } from "@tureen/shared/platform/errors";
import type { CollabMetrics } from "./metrics.ts";

/** Edits of one restaurant that may wait for the log; past it the newest are refused. */
const MAX_WAITING = 10_000;

interface Waiting {
  readonly entry: AppendEntry;
  readonly resolve: (outcome: AppendOutcome) => void;
  readonly reject: (error: unknown) => void;
}

export class WriteAheadLog {
  readonly #database: Database;
  readonly #sessionExpiryMs: number;
  readonly #metrics: CollabMetrics;
  /** Present while a restaurant has a commit in flight. */
  readonly #waiting = new Map<string, Waiting[]>();
  /** Told when nothing is under way. */
  readonly #emptied: (() => void)[] = [];

  constructor(database: Database, sessionExpiryMs: number, metrics: CollabMetrics) {
    this.#database = database;
    this.#sessionExpiryMs = sessionExpiryMs;
    this.#metrics = metrics;
  }

  /**
   * Resolves when the edit is durable, with its place in the session's log, or with why the
   * session does not take it. Rejects with storage-unavailable or overloaded.
   */
  append(restaurantId: string, entry: AppendEntry): Promise<AppendOutcome> {
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.get(restaurantId);
      if (waiting) {
        if (waiting.length >= MAX_WAITING) reject(new TureenError("overloaded"));
        else waiting.push({ entry, resolve, reject });
        return;
      }
      const queue = [{ entry, resolve, reject }];
      this.#waiting.set(restaurantId, queue);
      void this.#drain(restaurantId, queue);
    });
  }

  /** Waits until nothing is under way; for when nothing more is handed in. */
  async flush(): Promise<void> {
    if (this.#waiting.size === 0) return;
    await new Promise<void>((resolve) => this.#emptied.push(resolve));
  }

  async #drain(restaurantId: string, queue: Waiting[]): Promise<void> {
    while (queue.length > 0) {
      const group = queue.splice(0, MAX_APPEND_ENTRIES);
      await this.#commit(restaurantId, group);
    }
    this.#waiting.delete(restaurantId);
    if (this.#waiting.size > 0) return;
    for (const resolve of this.#emptied.splice(0)) resolve();
  }

  async #commit(restaurantId: string, group: readonly Waiting[]): Promise<void> {
    const started = performance.now();
    try {
      failPoint("before:append");
      const now = sharedNow();
      const outcomes = await appendUpdates(this.#database, {
        restaurantId,
        entries: group.map((waiting) => waiting.entry),
        now,
        expiresAt: new Date(now.getTime() + this.#sessionExpiryMs),
      });
      failPoint("after:append");
      group.forEach((waiting, i) => {
        const outcome = outcomes[i];
        if (outcome) waiting.resolve(outcome);
        else waiting.reject(new TureenError("internal"));
      });
    } catch (cause) {
      this.#database.writeFailures.note(cause);
      if (group.length > 1 && isAboutData(cause)) {
        // One edit that Postgres does not take must not cost the others theirs.
        for (const waiting of group) await this.#commit(restaurantId, [waiting]);
        return;
      }
      const error = new TureenError("storage-unavailable", { cause });
      for (const waiting of group) waiting.reject(error);
    } finally {
      this.#metrics.appendSeconds.observe((performance.now() - started) / 1000);
      this.#metrics.appendGroup.observe(group.length);
    }
  }
}

/** Whether Postgres refused a value rather than failed: data exceptions, constraints, its limits. */
function isAboutData(error: unknown): boolean {
  return ["22", "23", "54"].includes(errorCode(error)?.slice(0, 2) ?? "");
}
