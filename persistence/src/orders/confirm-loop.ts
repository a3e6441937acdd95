import type { Receipt } from "@tureen/shared/table/document/types";
import type { Logger } from "pino";
import type { MenuCache } from "../menu/menu-cache.ts";
import type { Database } from "../platform/database.ts";
import { failPoint } from "../platform/faults/fail-points.ts";
import { findDueRestaurants } from "../platform/find-due-restaurants.ts";
import { backoffMs, errorCode, isTransient } from "../platform/retry.ts";
import { traceIdOf } from "../platform/tracing/confirm-trace.ts";
import type { Tracing } from "../platform/tracing/connect-tracing.ts";
import { type ClaimedConfirm, claimConfirms } from "./claim-confirms.ts";
import { type CommittedConfirm, commitConfirm } from "./commit-confirm.ts";
import type { ConfirmOutcome } from "./confirm-metrics.ts";
import { retryConfirmLater } from "./retry-confirm-later.ts";
import { setAsideConfirm } from "./set-aside-confirm.ts";

/** Tries before a confirm is set aside: few when it is the confirm's fault, more for an outage's. */
const MAX_ATTEMPTS = 4;
const MAX_TRANSIENT_ATTEMPTS = 20;
/** Restaurants looked at in one round; the others come in the next. */
const RESTAURANTS_PER_ROUND = 100;

export interface ConfirmLoopOptions {
  readonly database: Database;
  readonly menus: MenuCache;
  readonly log: Logger;
  /** How old a confirm may be when it reaches the server. */
  readonly maxAgeMs: number;
  /** Sessions worked on at once. */
  readonly concurrency?: number;
  /** How often to look without having been woken. */
  readonly pollMs?: number;
  /** How long a claim holds if its worker dies. */
  readonly leaseMs?: number;
  readonly backoffBaseMs?: number;
  readonly now?: () => Date;
  /** Told about every outcome, for metrics. */
  readonly onOutcome?: (outcome: ConfirmOutcome) => void;
  readonly tracing?: Tracing | undefined;
  /** The operation itself; tests put failures here. */
  readonly commit?: typeof commitConfirm;
}

/**
 * Gives queued confirms their outcomes until it is stopped. Several sessions at once, one confirm
 * after the other within a session; every restaurant gets its share of a round. A confirm that fails
 * waits for its next try without holding up others.
 */
export class ConfirmLoop {
  readonly #options: ConfirmLoopOptions;
  readonly #concurrency: number;
  readonly #now: () => Date;
  readonly #tasks = new Set<Promise<void>>();
  #stopping = false;
  #woken = false;
  #wake: () => void = () => {};
  #running: Promise<void> | undefined;

  constructor(options: ConfirmLoopOptions) {
    this.#options = options;
    this.#concurrency = options.concurrency ?? 6;
    this.#now = options.now ?? (() => new Date());
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
    const { log, pollMs = 500 } = this.#options;
    while (!this.#stopping) {
      this.#woken = false;
      let begun = 0;
      try {
        begun = await this.#round();
      } catch (error) {
        // Postgres is away: the next poll tries again.
        log.error({ err: error }, "could not look for confirms");
        this.#woken = false;
      }
      if (begun === 0 && !this.#woken && !this.#stopping) await this.#pause(pollMs);
    }
    await Promise.all(this.#tasks);
  }

  /** Claims what is due and begins it; returns how many sessions it began. */
  async #round(): Promise<number> {
    const { database, leaseMs = 15_000 } = this.#options;
    while (this.#tasks.size >= this.#concurrency) await Promise.race(this.#tasks);
    const restaurants = await findDueRestaurants(database, {
      now: this.#now(),
      limit: RESTAURANTS_PER_ROUND,
    });
    let begun = 0;
    for (const restaurantId of restaurants) {
      const free = this.#concurrency - this.#tasks.size;
      if (free <= 0 || this.#stopping) break;
      const now = this.#now();
      failPoint("before:claim");
      const claimed = await claimConfirms(database, {
        restaurantId,
        limit: Math.max(1, Math.ceil(free / restaurants.length)),
        now,
        leaseUntil: new Date(now.getTime() + leaseMs),
      });
      if (claimed.length > 0) failPoint("after:claim");
      const bySession = Map.groupBy(claimed, (confirm) => confirm.sessionId);
      for (const confirms of bySession.values()) {
        const task = this.#inOrder(confirms).finally(() => {
          this.#tasks.delete(task);
        });
        this.#tasks.add(task);
        begun += 1;
      }
    }
    return begun;
  }

  async #inOrder(confirms: readonly ClaimedConfirm[]): Promise<void> {
    for (const confirm of confirms) await this.#process(confirm);
  }

  /** One try of one confirm; never throws. */
  async #process(confirm: ClaimedConfirm): Promise<void> {
    const { database, menus, maxAgeMs, onOutcome, tracing } = this.#options;
    const { commit = commitConfirm } = this.#options;
    const { attempt, createdAt: _, ...key } = confirm;
    const { restaurantId, sessionId, confirmId } = key;
    const log = this.#options.log.child({
      ...{ restaurantId, sessionId, confirmId },
      traceId: tracing && traceIdOf(key),
    });
    const startedAt = Date.now();
    const started = performance.now();
    const elapsedMs = () => performance.now() - started;
    try {
      const done = await commit(database, { ...key, menus, maxAgeMs, now: this.#now() });
      const committedMs = elapsedMs();
      onOutcome?.({ kind: done.kind, receipt: done.receipt, seconds: committedMs / 1000 });
      log.info({ kind: done.kind, ...summary(done.receipt) }, "confirm has its outcome");
      await database.effects.settled();
      const times = { startedAt, committedMs, toldMs: elapsedMs() };
      if (tracing) traceOutcome(tracing, confirm, done, times);
    } catch (error) {
      const failure = errorCode(error) ?? "error";
      const what = { startedAt, durationMs: elapsedMs(), attributes: { attempt }, error: failure };
      tracing?.step(key, "try", what);
      await this.#failed(confirm, error, log);
    }
  }

  async #failed(confirm: ClaimedConfirm, error: unknown, log: Logger): Promise<void> {
    const { database, onOutcome, backoffBaseMs = 200 } = this.#options;
    const { attempt } = confirm;
    const message = describe(error);
    const limit = isTransient(error) ? MAX_TRANSIENT_ATTEMPTS : MAX_ATTEMPTS;
    try {
      if (attempt < limit) {
        log.warn({ err: error, attempt }, "confirm failed, will be tried again");
        const nextAttemptAt = new Date(
          this.#now().getTime() + backoffMs(attempt, backoffBaseMs, 30_000),
        );
        await retryConfirmLater(database, { ...confirm, error: message, nextAttemptAt });
        return;
      }
      log.error({ err: error, attempt }, "confirm is set aside");
      const input = { ...confirm, error: message, now: this.#now() };
      await setAsideConfirm(database, input).catch((cause) => {
        if (isTransient(cause)) throw cause;
        log.error({ err: cause }, "the rejection could not be written either");
        return setAsideConfirm(database, { ...input, withReceipt: false });
      });
      onOutcome?.({ kind: "failed", seconds: 0 });
    } catch (failure) {
      // The claim lapses by itself, and the confirm comes up again.
      log.error({ err: failure }, "could not note that the confirm failed");
    }
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

function summary(receipt: Receipt) {
  return receipt.ok
    ? { orderId: receipt.order, number: receipt.number }
    : { rejection: receipt.code, lines: receipt.lines.map((line) => line.code) };
}

/** Notes how a confirm came to its outcome: its wait, the commit, and telling the others. */
function traceOutcome(
  tracing: Tracing,
  confirm: ClaimedConfirm,
  { kind, receipt }: CommittedConfirm,
  times: { readonly startedAt: number; readonly committedMs: number; readonly toldMs: number },
): void {
  const { startedAt, committedMs, toldMs } = times;
  const queuedAt = confirm.createdAt.getTime();
  tracing.step(confirm, "queue", { startedAt: queuedAt, durationMs: startedAt - queuedAt });
  // Who comes second has only found what another has committed.
  tracing.step(confirm, kind === "already" ? "try" : "commit", {
    startedAt,
    durationMs: committedMs,
    attributes: {
      attempt: confirm.attempt,
      outcome: kind,
      ...(receipt.ok ? { order_id: receipt.order } : { rejection: receipt.code }),
    },
  });
  tracing.step(confirm, "signal", {
    startedAt: startedAt + committedMs,
    durationMs: toldMs - committedMs,
  });
}

/** What is kept of an error with the queue row: its code and message. */
function describe(error: unknown): string {
  const code = errorCode(error);
  const message = error instanceof Error ? error.message : String(error);
  return code === undefined ? message : `${code}: ${message}`;
}
