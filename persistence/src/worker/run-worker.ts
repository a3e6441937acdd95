import type { Logger } from "pino";
import type { Database } from "../database.ts";
import { MenuCache } from "../operations/menu-cache.ts";
import type { Signals } from "../signals/signals.ts";
import { ConfirmLoop, type ConfirmLoopOptions } from "./confirm-loop.ts";
import {
  expireIdle,
  pruneSignIns,
  pruneTries,
  removeOldLogs,
  snapshotLongTails,
} from "./housekeeping.ts";
import { periodically } from "./periodic.ts";

const EXPIRE_EVERY_MS = 30_000;
const SNAPSHOT_EVERY_MS = 10_000;
const PRUNE_EVERY_MS = 60 * 60 * 1000;
/** Often, so that each run is small also where a thousand restaurants share a database. */
const REMOVE_LOGS_EVERY_MS = 60_000;

/**
 * Starts everything the worker does: confirms as they come, expiry, snapshots, pruning, old logs. `stop`
 * finishes what was begun and resolves.
 */
export function runWorker(options: {
  readonly database: Database;
  readonly signals: Signals;
  readonly log: Logger;
  readonly maxAgeMs: number;
  readonly concurrency?: number;
  readonly logRetentionDays: number;
  readonly onOutcome?: ConfirmLoopOptions["onOutcome"];
  readonly tracing?: ConfirmLoopOptions["tracing"];
}): { stop: () => Promise<void> } {
  const { database, signals, log } = options;
  const publish = signals.publish.bind(signals);
  const loop = new ConfirmLoop({ ...options, publish, menus: new MenuCache() });
  const unsubscribe = signals.subscribe(
    (signal) => {
      if (signal.kind === "queue") loop.wake();
    },
    () => loop.wake(),
  );
  const part = { database, publish, log };
  const onError = (error: unknown) => log.error({ err: error }, "housekeeping failed");
  const chores = [
    periodically(EXPIRE_EVERY_MS, () => expireIdle(part), onError),
    periodically(SNAPSHOT_EVERY_MS, () => snapshotLongTails(part), onError),
    periodically(PRUNE_EVERY_MS, () => pruneSignIns(part), onError),
    periodically(PRUNE_EVERY_MS, () => pruneTries(part), onError),
    periodically(
      REMOVE_LOGS_EVERY_MS,
      () => removeOldLogs(part, options.logRetentionDays),
      onError,
    ),
  ];
  loop.start();
  return {
    stop: async () => {
      unsubscribe();
      await Promise.all([loop.stop(), ...chores.map((chore) => chore.stop())]);
    },
  };
}
