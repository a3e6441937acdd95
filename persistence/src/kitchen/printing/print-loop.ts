import type { PrinterTrouble } from "@tureen/shared/kitchen/printers";
import type { Logger } from "pino";
import { uuidv7 } from "uuidv7";
import type { MenuCache } from "../../menu/menu-cache.ts";
import type { Database } from "../../platform/database.ts";
import { findDueRestaurants } from "../../platform/find-due-restaurants.ts";
import { type QueueClaim, QueueLoop } from "../../platform/queue-loop.ts";
import { backoffMs } from "../../platform/retry.ts";
import { sharedNow } from "../../platform/shared-clock.ts";
import { acknowledgePrinted } from "./acknowledge-printed.ts";
import {
  beginJob,
  type ClaimedPrinter,
  claimPrinters,
  finishJob,
  giveUpJob,
  readNextJob,
} from "./claim-printers.ts";
import { toEscPos } from "./escpos.ts";
import {
  type EscPosLink,
  LINK_TIMES,
  type LinkTimes,
  openEscPos,
  PrinterError,
} from "./escpos-link.ts";
import { handOn } from "./hand-on.ts";
import { makePrintJobs } from "./make-print-jobs.ts";
import { noteSilentPrinters } from "./note-silence.ts";
import { releasePrinter } from "./note-state.ts";
import type { PrinterNetworks } from "./printer-networks.ts";
import { slipOfJob } from "./slip-of-job.ts";

/** Printers that are printed with at once. */
const CONCURRENCY = 6;
/** How long a printer that has nothing to print is left alone until it is asked how it does, ms. */
const CHECK_EVERY_MS = 60_000;
/** How long a printer may be in trouble before its fallback takes over, ms. */
const HAND_ON_AFTER_MS = 20_000;
const BACKOFF_BASE_MS = 1_000;
const MAX_BACKOFF_MS = 15_000;
/** Slips in one turn of a printer. */
const JOBS_PER_TURN = 20;

export interface PrintLoopOptions {
  readonly database: Database;
  readonly menus: Pick<MenuCache, "get">;
  readonly log: Logger;
  /** Which addresses may be connected to. */
  readonly networks: PrinterNetworks;
  readonly times?: LinkTimes;
  readonly pollMs?: number;
  readonly checkEveryMs?: number;
  readonly handOnAfterMs?: number;
  readonly backoffBaseMs?: number;
  readonly now?: () => Date;
}

/**
 * Makes slips of the kitchen's events and prints them, each printer's in the order of the events, until it
 * is stopped. A printer that cannot print is tried again and again; its slips wait, or go to its fallback.
 */
export class PrintLoop {
  readonly #queue: QueueLoop<ClaimedPrinter>;
  readonly #options: PrintLoopOptions;
  readonly #now: () => Date;
  readonly #times: LinkTimes;
  #stopping = false;

  constructor(options: PrintLoopOptions) {
    this.#options = options;
    this.#now = options.now ?? sharedNow;
    this.#times = options.times ?? LINK_TIMES;
    const { database, log, pollMs } = options;
    this.#queue = new QueueLoop<ClaimedPrinter>({
      ...{ log, pollMs, now: this.#now, name: "slips to print", concurrency: CONCURRENCY },
      leaseMs: this.#leaseMs,
      findDue: (input) => findDueRestaurants(database, "tureen_due_prints", input),
      claim: (input) => this.#claim(input),
      groupOf: ({ id }) => id,
      process: (printer) => this.#attend(printer),
    });
  }

  start(): void {
    this.#queue.start();
  }

  wake(): void {
    this.#queue.wake();
  }

  stop(): Promise<void> {
    this.#stopping = true;
    return this.#queue.stop();
  }

  /** Longer than one slip may take in all. */
  get #leaseMs(): number {
    const { connectMs, statusMs, printMs } = this.#times;
    return 2 * (connectMs + statusMs + printMs) + 10_000;
  }

  /** Brings a restaurant's slips up to date, and claims its printers whose turn it is. */
  async #claim(input: QueueClaim): Promise<ClaimedPrinter[]> {
    const { database, menus, log, handOnAfterMs = HAND_ON_AFTER_MS } = this.#options;
    const { restaurantId, now } = input;
    try {
      while (await makePrintJobs(database, { restaurantId, menus, now }));
    } catch (error) {
      // What there is already can be printed, and other restaurants have printers too.
      log.error({ err: error, restaurantId }, "slips could not be made of the kitchen's events");
    }
    await noteSilentPrinters(database, { restaurantId, now });
    const before = new Date(now.getTime() - handOnAfterMs);
    await handOn(database, { restaurantId, before, now });
    return await claimPrinters(database, { ...input, now: this.#now(), lease: uuidv7() });
  }

  /** One turn of a printer: its slips, or only the question how it does. */
  async #attend(printer: ClaimedPrinter): Promise<void> {
    const log = this.#options.log.child({
      ...{ restaurantId: printer.restaurantId, printerId: printer.id },
    });
    let trouble: PrinterTrouble | null = null;
    let more = false;
    try {
      more = await this.#printAll(printer, log);
    } catch (error) {
      if (error instanceof PrinterError) trouble = error.trouble;
      else {
        // Postgres is away, or a fault of ours: the lease runs out, and it is tried again.
        log.error({ err: error }, "printer could not be attended to");
        return;
      }
      log.warn({ err: error, trouble, tries: printer.tries }, "printer cannot print");
    }
    const { database, backoffBaseMs = BACKOFF_BASE_MS, checkEveryMs } = this.#options;
    const now = this.#now();
    const wait = trouble
      ? backoffMs(printer.tries + 1, backoffBaseMs, MAX_BACKOFF_MS)
      : more
        ? 0
        : (checkEveryMs ?? CHECK_EVERY_MS);
    const nextTryAt = new Date(now.getTime() + wait);
    await releasePrinter(database, { printer, trouble, now, nextTryAt }).catch((error: unknown) =>
      log.error({ err: error }, "could not note how a printer does"),
    );
    if (more) this.#queue.wake();
  }

  /** Prints what waits, or asks the printer how it does. Returns whether there may be more to print. */
  async #printAll(printer: ClaimedPrinter, log: Logger): Promise<boolean> {
    const { database, menus } = this.#options;
    const { restaurantId } = printer;
    for (let printed = 0; printed < JOBS_PER_TURN && !this.#stopping; ) {
      const job = await readNextJob(database, { restaurantId, at: printer.id });
      if (!job && printed > 0) return false;
      const slip = job && (await slipOfJob(database, { restaurantId, menus, job, at: printer }));
      const onUndrawable = (error: unknown) =>
        log.error({ err: error }, "letters could not be drawn and were left plain");
      const bytes = slip && (await toEscPos(slip, { dots: printer.dots, onUndrawable }));
      if (job && !bytes) {
        log.warn({ job }, "nothing is known of a slip any more");
        await giveUpJob(database, { restaurantId, jobId: job.id });
        continue;
      }
      const link = await this.#open(printer);
      try {
        await link.check();
        if (!job || !bytes) return false;
        const leaseUntil = new Date(this.#now().getTime() + this.#leaseMs);
        if (!(await beginJob(database, { printer, job, leaseUntil }))) return true;
        await link.print(bytes, { afterBreak: job.copy || printer.tries > 0 });
        await finishJob(database, { restaurantId, jobId: job.id, now: this.#now() });
        printed += 1;
        await this.#acknowledge(restaurantId, job.id, log);
      } finally {
        link.close();
      }
    }
    return true;
  }

  /** It is on paper all the same when that cannot be noted: waiters then look after it themselves. */
  async #acknowledge(restaurantId: string, jobId: string, log: Logger): Promise<void> {
    const { database, menus } = this.#options;
    const printed = { restaurantId, jobId, menus, now: this.#now() };
    await acknowledgePrinted(database, printed).catch((error: unknown) =>
      log.error({ err: error, jobId }, "could not note that a printed order was seen"),
    );
  }

  async #open({ host, port }: ClaimedPrinter): Promise<EscPosLink> {
    let address: string | null;
    try {
      address = await this.#options.networks.find(host);
    } catch (error) {
      throw new PrinterError("no-answer", `its name leads nowhere: ${error}`);
    }
    if (address === null) throw new PrinterError("no-answer", "it is in no network of printers");
    return await openEscPos({ host: address, port }, this.#times);
  }
}
