import {
  askedGauge,
  counter,
  type Noted,
  notedHistogram,
} from "@tureen/persistence/platform/metrics/from-catalogue";
import { METRICS } from "@tureen/shared/platform/metrics";
import type { Counter, Registry } from "prom-client";

/** What the live side holds right now. */
export interface CollabCounts {
  readonly connections: number;
  readonly unauthenticated: number;
  readonly unsentBytes: number;
  readonly documents: number;
}

/** What is measured as it happens. */
export interface CollabMetrics {
  readonly edits: Counter;
  readonly refusals: Counter<"code">;
  readonly fanOut: Counter<"kind">;
  readonly documentLoads: Counter<"cache">;
  readonly appendSeconds: Noted;
  readonly appendGroup: Noted;
}

/** Registers the live side's measures; the gauges ask `counts` when they are scraped. */
export function createCollabMetrics(registry: Registry, counts: () => CollabCounts): CollabMetrics {
  askedGauge(registry, METRICS.connections, () => counts().connections);
  askedGauge(registry, METRICS.unauthenticated, () => counts().unauthenticated);
  askedGauge(registry, METRICS.unsentBytes, () => counts().unsentBytes);
  askedGauge(registry, METRICS.documents, () => counts().documents);
  return {
    edits: counter(registry, METRICS.edits),
    refusals: counter(registry, METRICS.refusals),
    fanOut: counter(registry, METRICS.fanOut),
    documentLoads: counter(registry, METRICS.documentLoads),
    appendSeconds: notedHistogram(registry, METRICS.appendSeconds),
    appendGroup: notedHistogram(registry, METRICS.appendGroup),
  };
}
