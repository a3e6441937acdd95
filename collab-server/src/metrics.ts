import type { Database } from "@tureen/persistence/database";
import { readHealth } from "@tureen/persistence/operations/health";
import { METRICS } from "@tureen/shared/metrics";
import { collectDefaultMetrics, Gauge, type Registry } from "prom-client";

/** Registers what the HTTP side measures: the process, event streams and the queue of confirms. */
export function registerHttpMetrics(
  registry: Registry,
  sources: { readonly database: Database; readonly kitchenStreams: () => number },
): void {
  // The process itself: CPU time, memory, event-loop lag.
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  new Gauge({
    name: METRICS.kitchenStreams,
    help: "Open kitchen event streams",
    registers,
    collect() {
      this.set(sources.kitchenStreams());
    },
  });
  const age = new Gauge({
    name: METRICS.queueAgeSeconds,
    help: "Age of the oldest confirm that is due",
    registers,
  });
  new Gauge({
    name: METRICS.queueDepth,
    help: "Confirms waiting for their outcome",
    registers,
    async collect() {
      try {
        const { queueDepth, oldestDueAgeMs } = await readHealth(sources.database);
        this.set(queueDepth);
        age.set(oldestDueAgeMs / 1000);
      } catch {
        // Postgres is away: the measures that do not need it are still wanted, these are unknown.
        this.set(Number.NaN);
        age.set(Number.NaN);
      }
    },
  });
}
