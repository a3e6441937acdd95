import { askedGauge, histogram } from "@tureen/persistence/platform/metrics/from-catalogue";
import { METRICS } from "@tureen/shared/platform/metrics";
import type { Registry } from "prom-client";
import type { KitchenDelivery } from "./kitchen/feed.ts";

/** Registers what the rest of the server measures; returns what watches the kitchen's events. */
export function createServerMetrics(
  registry: Registry,
  sources: {
    readonly kitchenStreams: () => number;
    readonly isOverloaded: () => boolean;
    /** Undefined when there is no Redis to be connected to. */
    readonly isRedisUp: (() => boolean) | undefined;
  },
): { readonly delivered: (delivery: KitchenDelivery) => void } {
  const { kitchenStreams, isOverloaded, isRedisUp } = sources;
  askedGauge(registry, METRICS.kitchenStreams, kitchenStreams);
  askedGauge(registry, METRICS.overloaded, () => Number(isOverloaded()));
  if (isRedisUp) askedGauge(registry, METRICS.redisUp, () => Number(isRedisUp()));
  const lag = histogram(registry, METRICS.kitchenLagSeconds);
  return {
    // The worker's clock may be ahead of ours.
    delivered: ({ event, at }) => lag.observe(Math.max(0, at - event.at) / 1000),
  };
}
