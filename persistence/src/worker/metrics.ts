import { METRICS } from "@tureen/shared/metrics";
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Database } from "../database.ts";
import { readHealth } from "../operations/health.ts";

/** What the worker measures, in its own registry. */
export interface WorkerMetrics {
  readonly registry: Registry;
  readonly outcome: (kind: string, seconds: number) => void;
}

/** Metrics of the worker; the queue is looked at when they are asked for. */
export function workerMetrics(database: Database): WorkerMetrics {
  const registry = new Registry();
  const registers = [registry];
  const confirms = new Counter({
    name: METRICS.confirms,
    help: "Confirms by outcome",
    labelNames: ["outcome"] as const,
    registers,
  });
  const commit = new Histogram({
    name: METRICS.commitSeconds,
    help: "Time to decide and commit one confirm",
    buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers,
  });
  const age = new Gauge({
    name: METRICS.queueAgeSeconds,
    help: "Age of the oldest confirm without an outcome",
    registers,
  });
  new Gauge({
    name: METRICS.queueDepth,
    help: "Confirms without an outcome",
    registers,
    async collect() {
      const health = await readHealth(database);
      this.set(health.queueDepth);
      age.set(health.oldestDueAgeMs / 1000);
    },
  });
  return {
    registry,
    outcome: (kind, seconds) => {
      confirms.inc({ outcome: kind });
      if (kind !== "failed") commit.observe(seconds);
    },
  };
}
