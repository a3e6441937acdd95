import type { Logger } from "pino";
import { assertAppRole, createPool, type Database } from "../platform/database.ts";
import type { RemoteControl } from "../platform/faults/remote-control.ts";
import type { Release } from "../platform/releases.ts";
import { withRetry } from "../platform/retry.ts";
import { connectSignals } from "../platform/signals/connect-signals.ts";
import type { Signals } from "../platform/signals/signals.ts";
import { connectTracing, type Tracing } from "../platform/tracing/connect-tracing.ts";
import type { WorkerConfig } from "./config.ts";

/** What a worker process talks to. */
export interface WorkerConnections {
  readonly database: Database;
  readonly signals: Signals;
  readonly tracing: Tracing | undefined;
}

/** Connects a worker process as it is configured. Rejects when the database is not to be had. */
export async function connectWorker(
  config: WorkerConfig,
  deps: {
    readonly version: string;
    readonly log: Logger;
    readonly faults: RemoteControl;
    readonly release: Release;
  },
): Promise<WorkerConnections> {
  const { version, log, faults, release } = deps;
  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl } = config;
  const onError = (error: Error) =>
    log.warn({ err: error }, "a connection failed, will be replaced");
  const database = createPool({
    url: config.DATABASE_POOLER_URL ?? databaseUrl,
    transactionPooled: config.DATABASE_POOLER_URL !== undefined,
    wire: config.DATABASE_WIRE,
    poolMin: config.DATABASE_POOL_MIN,
    poolMax: config.DATABASE_POOL_MAX,
    role: config.DATABASE_ROLE === "none" ? null : config.DATABASE_ROLE,
    applicationName: "tureen-worker",
    onIdleError: onError,
  });
  release("database", () => database.end());
  await withRetry(() => assertAppRole(database), { attempts: 10, baseMs: 200, maxMs: 5_000 });
  const signals = faults.signals(connectSignals({ databaseUrl, database, redisUrl, onError }));
  release("signals", () => signals.close());
  const traces = {
    endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT,
    share: config.OTEL_TRACES_SAMPLER_ARG,
  };
  const tracing = await connectTracing({ traces, service: "worker", version, log });
  release("traces", () => tracing?.close());
  return { database, signals, tracing };
}
