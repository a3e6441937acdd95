import type { Logger } from "pino";
import type { Database } from "../../platform/database.ts";
import { findDueRestaurants } from "../../platform/find-due-restaurants.ts";
import { QueueLoop } from "../../platform/queue-loop.ts";
import { backoffMs } from "../../platform/retry.ts";
import { sharedNow } from "../../platform/shared-clock.ts";
import { within } from "../../platform/within.ts";
import { closePastDays } from "./close-day.ts";
import type { FiscalDevice, FiscalDeviceOf } from "./port.ts";
import {
  type ClaimedRecord,
  claimFiscalRecord,
  retryFiscalRecord,
  signReceipt,
} from "./sign-receipt.ts";

/** How long a device may take; what comes later is asked for again. */
const DEVICE_TIMEOUT_MS = 20_000;
/** Longer than begin and finish together may take. */
const LEASE_MS = 60_000;
const MAX_BACKOFF_MS = 60_000;
/** Restaurants whose days are closed in one run. */
const CLOSES_PER_RUN = 100;

export interface FiscalLoopOptions {
  readonly database: Database;
  readonly log: Logger;
  readonly deviceOf: FiscalDeviceOf;
  readonly pollMs?: number;
  readonly backoffBaseMs?: number;
  readonly deviceTimeoutMs?: number;
  readonly now?: () => Date;
}

/**
 * Has receipts signed, of each restaurant in the order of their numbers, until it is stopped. While a
 * device is away its receipts wait; it is asked again and again, and no receipt is ever given up.
 */
export class FiscalLoop {
  readonly #queue: QueueLoop<ClaimedRecord>;
  readonly #options: FiscalLoopOptions;
  readonly #now: () => Date;

  constructor(options: FiscalLoopOptions) {
    this.#options = options;
    this.#now = options.now ?? sharedNow;
    const { database, log, pollMs } = options;
    this.#queue = new QueueLoop<ClaimedRecord>({
      ...{ log, pollMs, now: this.#now, leaseMs: LEASE_MS, name: "receipts to sign" },
      findDue: (input) => findDueRestaurants(database, "tureen_due_fiscal_records", input),
      claim: (input) => claimFiscalRecord(database, input),
      groupOf: ({ restaurantId }) => restaurantId,
      process: (record) => this.#sign(record),
    });
  }

  start(): void {
    this.#queue.start();
  }

  wake(): void {
    this.#queue.wake();
  }

  stop(): Promise<void> {
    return this.#queue.stop();
  }

  /** Closes days that are over, and has closes signed. */
  async closeDays(): Promise<void> {
    const { database, log } = this.#options;
    const now = this.#now();
    const deviceOf = async (id: string) => this.#timed(await this.#options.deviceOf(id));
    const due = { now, limit: CLOSES_PER_RUN };
    for (const restaurantId of await findDueRestaurants(
      database,
      "tureen_due_fiscal_closes",
      due,
    )) {
      try {
        const done = await closePastDays(database, { restaurantId, deviceOf, now });
        if (done.closed + done.signed > 0) log.info({ restaurantId, ...done }, "days closed");
      } catch (error) {
        log.warn({ err: error, restaurantId }, "day not closed or close not signed yet");
      }
    }
  }

  async #sign(record: ClaimedRecord): Promise<void> {
    const { database, deviceOf, backoffBaseMs = 500 } = this.#options;
    const { restaurantId, receipt, attempt } = record;
    const log = this.#options.log.child({ restaurantId, receipt });
    try {
      const device = this.#timed(await deviceOf(restaurantId));
      await signReceipt(database, { record, device });
      // The next one can go on at once.
      this.#queue.wake();
    } catch (error) {
      log.warn({ err: error, attempt }, "receipt is not signed yet, will be tried again");
      const wait = backoffMs(attempt, backoffBaseMs, MAX_BACKOFF_MS);
      const at = new Date(this.#now().getTime() + wait);
      const text = error instanceof Error ? error.message : String(error);
      await retryFiscalRecord(database, record, { at, error: text }).catch((failure) =>
        // Its claim lapses by itself, and the receipt comes up again.
        log.error({ err: failure }, "could not note that a receipt is not signed"),
      );
    }
  }

  /** The device, given up on when it takes too long. */
  #timed(device: FiscalDevice): FiscalDevice {
    const ms = this.#options.deviceTimeoutMs ?? DEVICE_TIMEOUT_MS;
    return {
      name: device.name,
      info: (restaurantId) => within(ms, device.info(restaurantId)),
      begin: (receipt) => within(ms, device.begin(receipt)),
      finish: (receipt, transaction) => within(ms, device.finish(receipt, transaction)),
      close: (day) => within(ms, device.close(day)),
    };
  }
}
