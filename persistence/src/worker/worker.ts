/** The one place where a worker process is put together, in service and in tests. */
import { dueBeforeOrder } from "@tureen/shared/bill/rounds";
import type { Logger } from "pino";
import { Registry } from "prom-client";
import { askAfterRestore } from "../bill/ask-after-restore.ts";
import { createFiscalDeviceOf } from "../bill/fiscal/create-device.ts";
import { FiscalLoop } from "../bill/fiscal/fiscal-loop.ts";
import { noteBill } from "../bill/note-bill.ts";
import { PaymentLoop } from "../bill/payment-loop.ts";
import { createProviderOf } from "../bill/providers/create-provider.ts";
import { removeFontFile } from "../kitchen/printing/font.ts";
import { PrintLoop } from "../kitchen/printing/print-loop.ts";
import { MenuCache } from "../menu/menu-cache.ts";
import { ConfirmLoop } from "../orders/confirm-loop.ts";
import { createWorkerMetrics } from "../orders/confirm-metrics.ts";
import { carryOutEffects } from "../platform/effects.ts";
import { serveHealth } from "../platform/health-server.ts";
import { requireLibraries } from "../platform/libraries.ts";
import { registerProcessMetrics } from "../platform/metrics/every-process.ts";
import { periodically } from "../platform/periodic.ts";
import type { Release } from "../platform/releases.ts";
import { keepSharedTime } from "../platform/shared-clock.ts";
import { watchWrites } from "../platform/writes.ts";
import type { WorkerConfig } from "./config.ts";
import type { WorkerConnections } from "./connect.ts";
import {
  anchorLedgers,
  expireIdle,
  pruneSignIns,
  pruneTries,
  publishPlannedMenus,
  removeOldLogs,
  removeOldPhotos,
  removeOldSlips,
  snapshotLongTails,
} from "./housekeeping.ts";

const EXPIRE_EVERY_MS = 30_000;
const SNAPSHOT_EVERY_MS = 10_000;
const CLOSE_DAYS_EVERY_MS = 15_000;
const ANCHOR_EVERY_MS = 15_000;
const PUBLISH_MENUS_EVERY_MS = 5_000;
const ASK_AFTER_RESTORE_EVERY_MS = 60_000;
const PRUNE_EVERY_MS = 60 * 60 * 1000;
/** Often, so that each run is small also where a thousand restaurants share a database. */
const REMOVE_LOGS_EVERY_MS = 60_000;

export interface WorkerDeps {
  readonly config: WorkerConfig;
  readonly version: string;
  readonly log: Logger;
  readonly connections: WorkerConnections;
  /** Is told how to let go of each part as it is made. */
  readonly release: Release;
}

/** One worker process, ready to work. */
export interface Worker {
  /**
   * Begins with everything the worker does: confirms as they come, payments, signing receipts, printing slips,
   * closing days, anchoring ledgers, expiry, snapshots, pruning, old logs. Resolves with the port of its measures,
   * if it has one; rejects when that cannot be had. To be released, it finishes what was begun.
   */
  start(): Promise<{ readonly port: number | undefined }>;
}

/** Throws a ConfigError when a library that it relies on is installed in another version. */
export function createWorker(deps: WorkerDeps): Worker {
  requireLibraries();
  const { config, version, log, release } = deps;
  const { database, signals, tracing } = deps.connections;
  const effectFailed = (error: unknown) => log.error({ err: error }, "effect not carried out");
  release("effects", carryOutEffects({ database, signals, onError: effectFailed }));
  const registry = new Registry();
  const writes = watchWrites(database, { log });
  release("tried writes", () => writes.stop());
  registerProcessMetrics(registry, { database, version, writes });
  const onOutcome = createWorkerMetrics(registry);
  const menus = new MenuCache();
  const loop = new ConfirmLoop({
    ...{
      database,
      log,
      onOutcome,
      tracing,
      menus,
      noteBill,
      dueBefore: dueBeforeOrder,
    },
    maxAgeMs: config.CONFIRM_MAX_AGE_MINUTES * 60_000,
    concurrency: config.WORKER_CONCURRENCY,
  });
  const providerOf = createProviderOf(database, {
    ...{ name: config.PAYMENT_PROVIDER, stripe: config.stripe, faulty: config.CHAOS === "on" },
  });
  const payments = new PaymentLoop({
    ...{ database, log, providerOf },
    maxAgeMs: config.CONFIRM_MAX_AGE_MINUTES * 60_000,
    reserveMs: config.PAYMENT_RESERVE_MINUTES * 60_000,
  });
  const fiscal = new FiscalLoop({ database, log, deviceOf: createFiscalDeviceOf() });
  const prints = new PrintLoop({ database, log, menus, networks: config.PRINTER_NETWORKS });
  const part = { database, log };
  const chores: readonly [everyMs: number, work: () => Promise<void>][] = [
    [EXPIRE_EVERY_MS, () => expireIdle(part)],
    [SNAPSHOT_EVERY_MS, () => snapshotLongTails(part)],
    [CLOSE_DAYS_EVERY_MS, () => fiscal.closeDays()],
    [ANCHOR_EVERY_MS, () => anchorLedgers(part)],
    [PUBLISH_MENUS_EVERY_MS, () => publishPlannedMenus(part)],
    [PRUNE_EVERY_MS, () => pruneSignIns(part)],
    [PRUNE_EVERY_MS, () => pruneTries(part)],
    [PRUNE_EVERY_MS, () => removeOldPhotos(part)],
    [PRUNE_EVERY_MS, () => removeOldSlips(part)],
    [ASK_AFTER_RESTORE_EVERY_MS, () => askAfterRestore({ ...part, providerOf })],
    [REMOVE_LOGS_EVERY_MS, () => removeOldLogs(part, config.LOG_RETENTION_DAYS)],
  ];
  const choreFailed = (error: unknown) => log.error({ err: error }, "housekeeping failed");

  return {
    async start() {
      const clock = keepSharedTime(database, (err) => log.warn({ err }, "shared time not read"));
      release("clock", () => clock.stop());
      await clock.ready;
      const { WORKER_PORT: port, WORKER_HOST: host } = config;
      const health =
        port === undefined
          ? undefined
          : await serveHealth({ port, host, database, registry, writes, signals });
      release("measures", () => health?.close());

      const wake = () => {
        loop.wake();
        payments.wake();
        fiscal.wake();
        prints.wake();
      };
      const unsubscribe = signals.subscribe((signal) => {
        if (signal.kind === "queue") wake();
        if (signal.kind === "kitchen") prints.wake();
      }, wake);
      loop.start();
      payments.start();
      fiscal.start();
      prints.start();
      const running = chores.map(([everyMs, work]) => periodically(everyMs, work, choreFailed));
      release("work", async () => {
        unsubscribe();
        await Promise.all([
          ...[loop.stop(), payments.stop(), fiscal.stop(), prints.stop()],
          ...running.map((chore) => chore.stop()),
        ]);
        await removeFontFile();
      });
      return { port: health?.port };
    },
  };
}
