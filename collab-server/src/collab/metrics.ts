import { METRICS } from "@tureen/shared/metrics";
import { Counter, Gauge, Histogram, type Registry } from "prom-client";

/** What the live side holds right now. */
export interface CollabCounts {
  readonly connections: number;
  readonly strangers: number;
  readonly unsentBytes: number;
  readonly documents: number;
}

/** What is measured as it happens. */
export interface CollabMetrics {
  readonly edits: Counter;
  readonly refusals: Counter<"code">;
  readonly fanOut: Counter<"kind">;
  readonly appendSeconds: Histogram;
  readonly appendGroup: Histogram;
}

/** Registers the live side's measures; the gauges ask `counts` when they are scraped. */
export function createCollabMetrics(registry: Registry, counts: () => CollabCounts): CollabMetrics {
  const registers = [registry];
  new Gauge({
    name: METRICS.connections,
    help: "Open live connections",
    registers,
    collect() {
      this.set(counts().connections);
    },
  });
  new Gauge({
    name: METRICS.strangers,
    help: "Open live connections that have not signed in",
    registers,
    collect() {
      this.set(counts().strangers);
    },
  });
  new Gauge({
    name: METRICS.unsentBytes,
    help: "Bytes that wait until phones read them",
    registers,
    collect() {
      this.set(counts().unsentBytes);
    },
  });
  new Gauge({
    name: METRICS.documents,
    help: "Session documents in memory",
    registers,
    collect() {
      this.set(counts().documents);
    },
  });
  return {
    edits: new Counter({ name: METRICS.edits, help: "Edits accepted into the log", registers }),
    refusals: new Counter({
      name: METRICS.refusals,
      help: "Edits and connections refused",
      labelNames: ["code"],
      registers,
    }),
    fanOut: new Counter({
      name: METRICS.fanOut,
      help: "Messages to other nodes",
      labelNames: ["kind"],
      registers,
    }),
    appendSeconds: new Histogram({
      name: METRICS.appendSeconds,
      help: "Time to make a group of edits durable",
      buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5],
      registers,
    }),
    appendGroup: new Histogram({
      name: METRICS.appendGroup,
      help: "Edits that shared one commit",
      buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
      registers,
    }),
  };
}
