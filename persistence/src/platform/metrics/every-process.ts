import { METRICS } from "@tureen/shared/platform/metrics";
import { collectDefaultMetrics, Gauge, type Registry } from "prom-client";
import type { Database } from "../database.ts";
import { type QueueHealth, readHealth } from "../health.ts";
import { oneAtATime } from "../one-at-a-time.ts";
import { clockAheadMs } from "../shared-clock.ts";
import { within } from "../within.ts";
import type { WriteWatch } from "../writes.ts";
import { askedGauge, gauge } from "./from-catalogue.ts";

/** A scrape must tell of a Postgres that does not answer, so it cannot wait for one, ms. */
const ANSWER_MS = 1_000;

/**
 * Registers what server and worker both measure: the process itself (CPU, memory, event-loop lag),
 * its version, its pool, and what Postgres tells of the queue and of what failed.
 */
export function registerProcessMetrics(
  registry: Registry,
  parts: {
    readonly database: Database;
    readonly version: string;
    readonly writes: Pick<WriteWatch, "look">;
  },
): void {
  const { database, version, writes } = parts;
  collectDefaultMetrics({ register: registry });
  gauge(registry, METRICS.build).set({ version }, 1);
  registerPool(registry, database);

  /** One look for all measures of a scrape; undefined when there is no answer in time. */
  const look = oneAtATime(() => inTime(readHealth(database)));
  const unlessAway = (read: (health: QueueHealth) => number) => async () => {
    const health = await look();
    return health ? read(health) : Number.NaN;
  };
  askedGauge(registry, METRICS.postgresUp, async () => ((await look()) ? 1 : 0));
  askedGauge(registry, METRICS.writesOk, () => (writes.look().ok ? 1 : 0));
  askedGauge(registry, METRICS.clockAheadSeconds, () => clockAheadMs() / 1000);
  askedGauge(
    registry,
    METRICS.queueDepth,
    unlessAway(({ queueDepth }) => queueDepth),
  );
  askedGauge(
    registry,
    METRICS.queueAgeSeconds,
    unlessAway(({ oldestDueAgeMs }) => oldestDueAgeMs / 1000),
  );
  askedGauge(
    registry,
    METRICS.failedOrders,
    unlessAway(({ failed }) => failed),
  );
  askedGauge(
    registry,
    METRICS.failedPayments,
    unlessAway(({ failedPayments }) => failedPayments),
  );
  askedGauge(
    registry,
    METRICS.unsignedReceipts,
    unlessAway(({ unsignedReceipts }) => unsignedReceipts),
  );
  askedGauge(
    registry,
    METRICS.unsignedReceiptsAgeSeconds,
    unlessAway(({ oldestUnsignedAgeMs }) => oldestUnsignedAgeMs / 1000),
  );
  askedGauge(
    registry,
    METRICS.waitingSlips,
    unlessAway(({ waitingSlips }) => waitingSlips),
  );
  askedGauge(
    registry,
    METRICS.waitingSlipsAgeSeconds,
    unlessAway(({ oldestSlipAgeMs }) => oldestSlipAgeMs / 1000),
  );
  askedGauge(
    registry,
    METRICS.troubledPrinters,
    unlessAway(({ troubledPrinters }) => troubledPrinters),
  );
  askedGauge(
    registry,
    METRICS.providerAgeSeconds,
    unlessAway(({ providerAgeMs }) => providerAgeMs / 1000),
  );
}

function registerPool(registry: Registry, database: Database): void {
  const { name, help, labels } = METRICS.poolConnections;
  new Gauge({
    name,
    help,
    labelNames: labels,
    registers: [registry],
    collect() {
      this.set({ state: "idle" }, database.idleCount);
      this.set({ state: "busy" }, database.totalCount - database.idleCount);
    },
  });
  askedGauge(registry, METRICS.poolWaiting, () => database.waitingCount);
  askedGauge(registry, METRICS.poolMax, () => database.options.max);
}

async function inTime<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await within(ANSWER_MS, answer);
  } catch {
    // Postgres is away, which is what the measures then say; who needs it logs why.
    return undefined;
  }
}
