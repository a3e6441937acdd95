import type { Logger } from "pino";
import type { Database } from "../platform/database.ts";
import { type DueQueue, findDueRestaurants } from "../platform/find-due-restaurants.ts";
import { QueueLoop } from "../platform/queue-loop.ts";
import { backoffMs, errorText, maxTries } from "../platform/retry.ts";
import { sharedNow } from "../platform/shared-clock.ts";
import { applyNews } from "./apply-news.ts";
import { askProvider } from "./ask-provider.ts";
import { type ClaimedWish, claimWishes, retryWish, setAsideWish } from "./claim-wishes.ts";
import { commitPayment } from "./commit-payment.ts";
import { type ClaimedTask, claimProviderTasks, retryTask } from "./provider-tasks.ts";
import { takeDemonstrationNews } from "./providers/demonstration.ts";
import type { ProviderNews, ProviderOf } from "./providers/provider.ts";

/** The longest wait before a provider that failed is asked again. */
const MAX_ASK_AGAIN_MS = 10_000;

export interface PaymentLoopOptions {
  readonly database: Database;
  readonly log: Logger;
  readonly providerOf: ProviderOf;
  /** How old a wish may be when it reaches the server. */
  readonly maxAgeMs: number;
  /** How long what it covers is kept for it. */
  readonly reserveMs: number;
  readonly pollMs?: number;
  readonly leaseMs?: number;
  readonly backoffBaseMs?: number;
  readonly now?: () => Date;
}

/**
 * Decides wishes to pay, asks providers, and delivers the demonstration's messages, until it is
 * stopped. Three queues, so that a provider that is slow keeps no wish waiting.
 */
export class PaymentLoop {
  readonly #queues: readonly Pick<QueueLoop<unknown>, "start" | "wake" | "stop">[];
  readonly #options: PaymentLoopOptions;
  readonly #now: () => Date;

  constructor(options: PaymentLoopOptions) {
    this.#options = options;
    this.#now = options.now ?? sharedNow;
    const { database, log, pollMs, leaseMs } = options;
    const common = { log, pollMs, leaseMs, now: this.#now };
    const findDue = (queue: DueQueue) => (input: { readonly now: Date; readonly limit: number }) =>
      findDueRestaurants(database, queue, input);
    this.#queues = [
      new QueueLoop<ClaimedWish>({
        ...{ ...common, name: "wishes to pay", findDue: findDue("tureen_due_payment_wishes") },
        claim: (input) => claimWishes(database, input),
        groupOf: ({ sessionId }) => sessionId,
        process: (wish) => this.#decide(wish),
      }),
      new QueueLoop<ClaimedTask>({
        ...{ ...common, name: "provider tasks", findDue: findDue("tureen_due_provider_tasks") },
        // A provider may take its time; what it is asked twice is the same.
        leaseMs: options.leaseMs ?? 30_000,
        claim: (input) => claimProviderTasks(database, input),
        groupOf: ({ paymentId }) => paymentId,
        process: (task) => this.#ask(task),
      }),
      new QueueLoop<ProviderNews>({
        ...{ ...common, name: "messages of the demonstration" },
        findDue: findDue("tureen_due_demonstration_news"),
        claim: async (input) =>
          (await takeDemonstrationNews(database, input)).map((news) => ({
            ...news,
            restaurantId: input.restaurantId,
          })),
        groupOf: ({ paymentId }) => paymentId,
        process: (news) => this.#deliver(news),
      }),
    ];
  }

  start(): void {
    for (const queue of this.#queues) queue.start();
  }

  wake(): void {
    for (const queue of this.#queues) queue.wake();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#queues.map((queue) => queue.stop()));
  }

  async #decide(wish: ClaimedWish): Promise<void> {
    const { database, providerOf, maxAgeMs, reserveMs, backoffBaseMs = 200 } = this.#options;
    const { attempt, ...key } = wish;
    const log = this.#options.log.child(key);
    try {
      const provider = (await providerOf(wish.restaurantId))?.name ?? null;
      const input = { ...key, maxAgeMs, reserveMs, provider, now: this.#now() };
      const { kind, payment } = await commitPayment(database, input);
      const code = payment.status === "rejected" ? payment.code : undefined;
      log.info({ kind, code }, "wish to pay has its outcome");
    } catch (error) {
      const text = errorText(error);
      try {
        if (attempt < maxTries(error)) {
          log.warn({ err: error, attempt }, "wish to pay failed, will be tried again");
          const wait = backoffMs(attempt, backoffBaseMs, 30_000);
          await retryWish(database, key, {
            at: new Date(this.#now().getTime() + wait),
            error: text,
          });
          return;
        }
        log.error({ err: error, attempt }, "wish to pay is set aside");
        await setAsideWish(database, { ...key, error: text, now: this.#now() });
      } catch (failure) {
        // The claim lapses by itself, and the wish comes up again.
        log.error({ err: failure }, "could not note that a wish to pay failed");
      }
    }
  }

  async #ask(task: ClaimedTask): Promise<void> {
    const { database, providerOf, backoffBaseMs = 500 } = this.#options;
    const { restaurantId, paymentId, id, attempt } = task;
    const log = this.#options.log.child({ restaurantId, paymentId, task: task.task });
    try {
      await askProvider(database, { task, providerOf, now: this.#now() });
    } catch (error) {
      // Money may have moved: a task is never given up, and a guest waits for what it finds out.
      log.warn({ err: error, attempt }, "provider could not be asked, will be tried again");
      const at = new Date(
        this.#now().getTime() + backoffMs(attempt, backoffBaseMs, MAX_ASK_AGAIN_MS),
      );
      await retryTask(database, { restaurantId, id }, { at, error: errorText(error) }).catch(
        (failure) => log.error({ err: failure }, "could not note that a provider task failed"),
      );
    }
  }

  async #deliver(news: ProviderNews): Promise<void> {
    const { database, log } = this.#options;
    await applyNews(database, { ...news, provider: "demonstration", now: this.#now() }).catch(
      // As if it had been lost: the next look at the charge finds out.
      (error) => log.warn({ err: error, paymentId: news.paymentId }, "message not applied"),
    );
  }
}
