/**
 * The steps of infra/deploy/slow-evening.md as code: reads the same numbers in the same order and stops at the
 * first that is off. A step that is changed there is changed here, and tried.
 */
import { METRICS } from "@tureen/shared/platform/metrics";

/** What two scrapes of one process say, `seconds` apart; undefined when it did not answer the second. */
export interface Scraped {
  readonly process: "server" | "worker";
  readonly before: ReadonlyMap<string, number>;
  readonly after: ReadonlyMap<string, number> | undefined;
}

/** What step 4 asks the database itself, each in ms. */
export interface Probe {
  /** `SELECT 1`, from where the server runs. */
  readonly roundTripMs: number;
  /** The smallest thing that has to reach the disk. */
  readonly writeMs: number;
}

export type Cause =
  | "a process is down"
  | "Redis is away"
  | "Postgres is away"
  | "a node is overloaded"
  | "Postgres is slow to answer"
  | "the disk under Postgres is slow"
  | "the payment provider is slow"
  | "nothing of ours";

/** Past these a number is off, as alerts.yml has it; seconds. */
const LATE_LOOP_S = 0.25;
const SLOW_APPEND_S = 0.1;
const PROVIDER_S = 60;
/** A write that takes so much longer than a round trip, ms, waits for the disk. */
const DISK_MS = 50;

export function diagnose(
  scraped: readonly Scraped[],
  probe: Probe,
): { cause: Cause; step: 1 | 2 | 3 | 4 | 5 } {
  const newest = (name: string) =>
    scraped.flatMap(({ after }) => [...(after ?? [])].filter(([key]) => nameOf(key) === name));
  const max = (name: string) => Math.max(0, ...newest(name).map(([, value]) => value || 0));
  const isZero = (name: string) => newest(name).some(([, value]) => value === 0);

  if (scraped.some(({ after }) => !after)) return { cause: "a process is down", step: 1 };
  if (isZero(METRICS.postgresUp.name)) return { cause: "Postgres is away", step: 1 };
  if (isZero(METRICS.redisUp.name)) return { cause: "Redis is away", step: 1 };
  const isLate = max("nodejs_eventloop_lag_p99_seconds") > LATE_LOOP_S;
  if (isLate || max(METRICS.overloaded.name) === 1) {
    return { cause: "a node is overloaded", step: 2 };
  }
  if (meanOf(scraped, METRICS.appendSeconds.name) > SLOW_APPEND_S) {
    const cause =
      probe.writeMs - probe.roundTripMs > DISK_MS
        ? "the disk under Postgres is slow"
        : "Postgres is slow to answer";
    return { cause, step: 4 };
  }
  if (max(METRICS.providerAgeSeconds.name) > PROVIDER_S) {
    return { cause: "the payment provider is slow", step: 5 };
  }
  return { cause: "nothing of ours", step: 5 };
}

const nameOf = (series: string) => series.split("{", 1)[0];

/** The mean of what a histogram has counted between the scrapes; 0 when that is nothing. */
function meanOf(scraped: readonly Scraped[], name: string): number {
  const grown = (suffix: string) =>
    scraped.reduce(
      (sum, { before, after }) =>
        sum + ((after?.get(name + suffix) ?? 0) - (before.get(name + suffix) ?? 0)),
      0,
    );
  const count = grown("_count");
  return count > 0 ? grown("_sum") / count : 0;
}

/** The numbers that a process serves at /metrics, by series. */
export function readScrape(text: string): Map<string, number> {
  const series = new Map<string, number>();
  for (const line of text.split("\n")) {
    const [, key, value] = /^([a-z_]+(?:\{[^}]*\})?) (\S+)$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) {
      series.set(key, value === "Nan" ? Number.NaN : Number(value));
    }
  }
  return series;
}
