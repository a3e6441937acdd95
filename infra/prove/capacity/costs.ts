/**
 * What things cost, each with where it was measured: on 2 cores of the benchmarks' machine. Other
 * machines have other figures, and their proportions hardly differ.
 */

/** A figure and where it comes from. */
export interface Cited {
  readonly value: number;
  readonly unit: string;
  readonly of: string;
  readonly source: string;
}

const RESULTS = "bench/RESULTS.md";
const MEASURE = "`npm run prove:capacity -- --measure`";
const ASSUMED = "assumed";

const cited = (value: number, unit: string, of: string, source: string): Cited => ({
  ...{ value, unit, of, source },
});

export const COSTS = {
  serverPerEdit: cited(390, "µs", "server CPU per edit, four phones a table", RESULTS),
  serverPerPhoneSecond: cited(3.6, "µs", "server CPU per idle phone and second", RESULTS),
  serverPerReturn: cited(1_200, "µs", "CPU of a phone that comes back (1000 in 1.2 s)", RESULTS),
  postgresPerEdit: cited(340, "µs", "Postgres CPU per edit, a commit each", RESULTS),
  everythingPerOrder: cited(19_000, "µs", "CPU per order of Postgres, worker and kitchen", RESULTS),
  statusesPerOrder: cited(4, "", "status changes per order", RESULTS),
  phonesPerServer: cited(10_000, "", "phones that one server was tried with", RESULTS),
  webPerEdit: cited(145, "µs", "web server CPU per edit that passes it, at 500/s", MEASURE),
  webPerConnection: cited(26, "kB", "web server memory per connection", MEASURE),
  logCheckPostgres: cited(180, "µs", "Postgres CPU per check of a few logs", MEASURE),
  logCheckServer: cited(108, "µs", "server CPU per check of a few logs", MEASURE),
  loggedTablePostgres: cited(0.9, "µs", "Postgres CPU per log more in it", MEASURE),
  loggedTableServer: cited(0.4, "µs", "server CPU per log more in it", MEASURE),
  otherCheckPostgres: cited(213, "µs", "Postgres CPU per other check", MEASURE),
  otherCheckServer: cited(102, "µs", "server CPU per other check", MEASURE),
  redisPerDelivery: cited(0.45, "µs", "Redis CPU per message and listener", MEASURE),
  commitsPerSecond: cited(
    15_000,
    "/s",
    "commits that one shard's disk syncs, group commit",
    ASSUMED,
  ),
  coresPerShard: cited(16, "", "cores of a shard", ASSUMED),
  phonesPerWebServer: cited(
    40_000,
    "",
    "connections that a web server takes",
    "collab-server/src/web-server/web-server.ts",
  ),
} as const satisfies Record<string, Cited>;

/** How often everything is looked at in case a signal was lost, s, and by how many statements. */
export const CHECKS = {
  logs: { everyS: 3, statements: 1 },
  menus: { everyS: 15, statements: 3 },
  kitchen: { everyS: 2, statements: 1 },
} as const;

/** Signals of an order until it is served: queue, session, kitchen and floor; of a status all but the queue. */
export const SIGNALS_PER_ORDER = 4 + 3 * COSTS.statusesPerOrder.value;
