import type { Receipt } from "@tureen/shared/table/document/types";
import type { Logger } from "pino";
import type { MenuCache } from "../menu/menu-cache.ts";
import type { Database } from "../platform/database.ts";
import { findDueRestaurants } from "../platform/find-due-restaurants.ts";
import { QueueLoop } from "../platform/queue-loop.ts";
import { backoffMs, errorCode, errorText, isTransient, maxTries } from "../platform/retry.ts";
import { sharedNow } from "../platform/shared-clock.ts";
import { traceIdOf } from "../platform/tracing/confirm-trace.ts";
import type { Tracing } from "../platform/tracing/connect-tracing.ts";
import { type ClaimedConfirm, claimConfirms } from "./claim-confirms.ts";
import {
  type CommittedConfirm,
  commitConfirm,
  type DueBefore,
  type NoteBill,
} from "./commit-confirm.ts";
import type { ConfirmOutcome } from "./confirm-metrics.ts";
import { retryConfirmLater } from "./retry-confirm-later.ts";
import { setAsideConfirm } from "./set-aside-confirm.ts";

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
  /** Keeps the table's bill beside its orders, where there is one. */
  readonly noteBill?: NoteBill | undefined;
  readonly dueBefore?: DueBefore | undefined;
  /** Told about every outcome, for metrics. */
  readonly onOutcome?: (outcome: ConfirmOutcome) => void;
  readonly tracing?: Tracing | undefined;
  /** The operation itself; tests put failures here. */
  readonly commit?: typeof commitConfirm;
}

/** Gives queued confirms their outcomes until it is stopped, one after the other within a session. */
export class ConfirmLoop {
  readonly #options: ConfirmLoopOptions;
  readonly #now: () => Date;
  readonly #queue: QueueLoop<ClaimedConfirm>;

  constructor(options: ConfirmLoopOptions) {
    this.#options = options;
    this.#now = options.now ?? sharedNow;
    const { database, log, concurrency, pollMs, leaseMs } = options;
    this.#queue = new QueueLoop({
      ...{ name: "confirms", log, concurrency, pollMs, leaseMs, now: this.#now },
      findDue: (input) => findDueRestaurants(database, "tureen_due_restaurants", input),
      claim: (input) => claimConfirms(database, input),
      groupOf: ({ sessionId }) => sessionId,
      process: (confirm) => this.#process(confirm),
    });
  }

  start(): void {
    this.#queue.start();
  }

  /** There is new work: look now. */
  wake(): void {
    this.#queue.wake();
  }

  /** Takes no more work and resolves when what was begun is finished. */
  stop(): Promise<void> {
    return this.#queue.stop();
  }

  /** One try of one confirm; never throws. */
  async #process(confirm: ClaimedConfirm): Promise<void> {
    const { database, menus, maxAgeMs, onOutcome, tracing } = this.#options;
    const { commit = commitConfirm, noteBill, dueBefore } = this.#options;
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
      const done = await commit(database, {
        ...key,
        menus,
        maxAgeMs,
        noteBill,
        dueBefore,
        now: this.#now(),
      });
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
    const message = errorText(error);
    try {
      if (attempt < maxTries(error)) {
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
