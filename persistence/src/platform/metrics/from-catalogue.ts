/** Makes prom-client's measures from the catalogue, so that names, units and labels stand in one place. */
import type { Metric } from "@tureen/shared/platform/metrics";
import { Counter, Gauge, Histogram, type Registry } from "prom-client";

type Of<Type extends Metric["type"], Label extends string> = Metric & {
  readonly type: Type;
  readonly labels: readonly Label[];
};

export function counter<Label extends string>(
  registry: Registry,
  { name, help, labels }: Of<"counter", Label>,
): Counter<Label> {
  return new Counter({ name, help, labelNames: [...labels], registers: [registry] });
}

export function histogram<Label extends string>(
  registry: Registry,
  { name, help, labels, buckets = [] }: Of<"histogram", Label>,
): Histogram<Label> {
  const registers = [registry];
  return new Histogram({ name, help, labelNames: [...labels], buckets: [...buckets], registers });
}

/** A histogram as those see it who only tell it values. */
export interface Noted {
  observe(value: number): void;
}

/** Values that wait to be counted; bounds the memory of a process that nobody scrapes. */
const MAX_NOTED = 1_000;

/**
 * A histogram without labels for what happens all the time: values are noted, and counted together when
 * somebody asks.
 */
export function notedHistogram(
  registry: Registry,
  { name, help, buckets = [] }: Of<"histogram", never>,
): Noted {
  const noted: number[] = [];
  const count = () => {
    for (const value of noted) counted.observe(value);
    noted.length = 0;
  };
  const registers = [registry];
  const counted = new Histogram({ name, help, buckets: [...buckets], registers, collect: count });
  return {
    observe(value: number) {
      noted.push(value);
      if (noted.length >= MAX_NOTED) count();
    },
  };
}

export function gauge<Label extends string>(
  registry: Registry,
  { name, help, labels }: Of<"gauge", Label>,
): Gauge<Label> {
  return new Gauge({ name, help, labelNames: [...labels], registers: [registry] });
}

/** A gauge without labels that asks for its value whenever it is scraped. */
export function askedGauge(
  registry: Registry,
  { name, help }: Of<"gauge", never>,
  value: () => number | Promise<number>,
): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    async collect() {
      this.set(await value());
    },
  });
}
