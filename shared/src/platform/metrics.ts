/** Everything that is measured, for Prometheus: names, units, labels and what each is about. */

/** Latencies of things that take about a millisecond, seconds. */
const FAST_S = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5];

/** Which process serves a measure at `/metrics`. */
export type Process = "server" | "worker";

/** One measure. Server and worker register theirs from here, dashboards and alerts are checked against it. */
export interface Metric {
  /** As Prometheus knows it; a histogram adds `_bucket`, `_sum` and `_count`. */
  readonly name: string;
  readonly type: "counter" | "gauge" | "histogram";
  readonly unit: string;
  /** One sentence without its full stop. */
  readonly help: string;
  readonly labels: readonly string[];
  readonly servedBy: readonly Process[];
  /** Upper bounds of a histogram's buckets, in `unit`. */
  readonly buckets?: readonly number[];
}

export const METRICS = {
  build: {
    name: "tureen_build_info",
    type: "gauge",
    unit: "always 1",
    help: "The version that runs",
    labels: ["version"],
    servedBy: ["server", "worker"],
  },
  connections: {
    name: "tureen_connections",
    type: "gauge",
    unit: "connections",
    help: "Open live connections",
    labels: [],
    servedBy: ["server"],
  },
  unauthenticated: {
    name: "tureen_connections_not_signed_in",
    type: "gauge",
    unit: "connections",
    help: "Open live connections that have not signed in",
    labels: [],
    servedBy: ["server"],
  },
  unsentBytes: {
    name: "tureen_unsent_bytes",
    type: "gauge",
    unit: "bytes",
    help: "Bytes that wait until phones read them",
    labels: [],
    servedBy: ["server"],
  },
  documents: {
    name: "tureen_documents",
    type: "gauge",
    unit: "documents",
    help: "Session documents in memory",
    labels: [],
    servedBy: ["server"],
  },
  documentLoads: {
    name: "tureen_document_loads_total",
    type: "counter",
    unit: "documents",
    help: "Session documents brought into memory, by what the session cache had: hit, miss, old (too far behind the log), wrong (not of this log) or away (no answer)",
    labels: ["cache"],
    servedBy: ["server"],
  },
  overloaded: {
    name: "tureen_overloaded",
    type: "gauge",
    unit: "0 or 1",
    help: "Whether newcomers are turned away because the event loop is late",
    labels: [],
    servedBy: ["server"],
  },
  edits: {
    name: "tureen_edits_total",
    type: "counter",
    unit: "edits",
    help: "Edits accepted into the log",
    labels: [],
    servedBy: ["server"],
  },
  refusals: {
    name: "tureen_refusals_total",
    type: "counter",
    unit: "refusals",
    help: "Edits and live connections refused, by error code",
    labels: ["code"],
    servedBy: ["server"],
  },
  appendSeconds: {
    name: "tureen_append_seconds",
    type: "histogram",
    unit: "seconds",
    help: "Time to make a group of edits durable",
    labels: [],
    servedBy: ["server"],
    buckets: FAST_S,
  },
  appendGroup: {
    name: "tureen_append_group_updates",
    type: "histogram",
    unit: "edits",
    help: "Edits that shared one commit",
    labels: [],
    servedBy: ["server"],
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
  },
  fanOut: {
    name: "tureen_fan_out_messages_total",
    type: "counter",
    unit: "messages",
    help: "Messages to other nodes",
    labels: ["kind"],
    servedBy: ["server"],
  },
  requests: {
    name: "tureen_http_requests_total",
    type: "counter",
    unit: "requests",
    help: "Requests to the HTTP API, by status class such as 2xx",
    labels: ["route", "status"],
    servedBy: ["server"],
  },
  kitchenStreams: {
    name: "tureen_kitchen_streams",
    type: "gauge",
    unit: "streams",
    help: "Open kitchen event streams",
    labels: [],
    servedBy: ["server"],
  },
  kitchenLagSeconds: {
    name: "tureen_kitchen_lag_seconds",
    type: "histogram",
    unit: "seconds",
    help: "From an order's event being written until its screens were sent it",
    labels: [],
    servedBy: ["server"],
    buckets: [0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60],
  },
  redisUp: {
    name: "tureen_redis_up",
    type: "gauge",
    unit: "0 or 1",
    help: "Whether the connection to Redis stands; absent without REDIS_URL",
    labels: [],
    servedBy: ["server"],
  },
  postgresUp: {
    name: "tureen_postgres_up",
    type: "gauge",
    unit: "0 or 1",
    help: "Whether Postgres answered this scrape within a second; what is read from it is NaN otherwise",
    labels: [],
    servedBy: ["server", "worker"],
  },
  writesOk: {
    name: "tureen_writes_ok",
    type: "gauge",
    unit: "0 or 1",
    help: "Whether Postgres keeps what is written, as tried every two seconds: 0 with a full disk, though it answers",
    labels: [],
    servedBy: ["server", "worker"],
  },
  clockAheadSeconds: {
    name: "tureen_clock_ahead_seconds",
    type: "gauge",
    unit: "seconds",
    help: "How far this machine's clock is ahead of the database's, by which Tureen goes; negative when behind",
    labels: [],
    servedBy: ["server", "worker"],
  },
  queueDepth: {
    name: "tureen_queue_depth",
    type: "gauge",
    unit: "confirms",
    help: "Confirms without an outcome, of all restaurants",
    labels: [],
    servedBy: ["server", "worker"],
  },
  queueAgeSeconds: {
    name: "tureen_queue_age_seconds",
    type: "gauge",
    unit: "seconds",
    help: "Age of the oldest confirm without an outcome",
    labels: [],
    servedBy: ["server", "worker"],
  },
  failedOrders: {
    name: "tureen_failed_orders",
    type: "gauge",
    unit: "confirms",
    help: "Confirms set aside with an error in the last 24 hours: orders that nobody cooks",
    labels: [],
    servedBy: ["server", "worker"],
  },
  failedPayments: {
    name: "tureen_failed_payments",
    type: "gauge",
    unit: "payments",
    help: "Payments that failed in the last 24 hours",
    labels: [],
    servedBy: ["server", "worker"],
  },
  unsignedReceipts: {
    name: "tureen_receipts_unsigned",
    type: "gauge",
    unit: "receipts",
    help: "Receipts that the signing device has not signed yet, of all restaurants",
    labels: [],
    servedBy: ["server", "worker"],
  },
  unsignedReceiptsAgeSeconds: {
    name: "tureen_receipts_unsigned_age_seconds",
    type: "gauge",
    unit: "seconds",
    help: "Age of the oldest receipt that is not signed yet",
    labels: [],
    servedBy: ["server", "worker"],
  },
  providerAgeSeconds: {
    name: "tureen_provider_age_seconds",
    type: "gauge",
    unit: "seconds",
    help: "How long the oldest thing waits that a payment provider is to do at once",
    labels: [],
    servedBy: ["server", "worker"],
  },
  confirms: {
    name: "tureen_confirms_total",
    type: "counter",
    unit: "confirms",
    help: "Confirms by outcome: ordered, rejected, already (found decided) or failed (set aside)",
    labels: ["outcome"],
    servedBy: ["worker"],
  },
  rejections: {
    name: "tureen_rejections_total",
    type: "counter",
    unit: "confirms",
    help: "Rejected confirms by reason; one with several lines counts for each reason of its lines",
    labels: ["reason"],
    servedBy: ["worker"],
  },
  commitSeconds: {
    name: "tureen_commit_seconds",
    type: "histogram",
    unit: "seconds",
    help: "Time to decide and commit one confirm",
    labels: [],
    servedBy: ["worker"],
    buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5],
  },
  poolConnections: {
    name: "tureen_pool_connections",
    type: "gauge",
    unit: "connections",
    help: "Connections to Postgres, by state: busy or idle",
    labels: ["state"],
    servedBy: ["server", "worker"],
  },
  poolWaiting: {
    name: "tureen_pool_waiting",
    type: "gauge",
    unit: "statements",
    help: "Statements and transactions that wait for a connection",
    labels: [],
    servedBy: ["server", "worker"],
  },
  poolMax: {
    name: "tureen_pool_max",
    type: "gauge",
    unit: "connections",
    help: "Connections that DATABASE_POOL_MAX allows",
    labels: [],
    servedBy: ["server", "worker"],
  },
} as const satisfies Record<string, Metric>;
