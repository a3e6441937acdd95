import { Registry } from "prom-client";
import packageJson from "../package.json" with { type: "json" };
import { assertAppRole, createPool } from "./database.ts";
import { NOT_CONTROLLED, obeyParent } from "./faults/remote-control.ts";
import { createLogger } from "./logging.ts";
import { registerProcessMetrics } from "./metrics/every-process.ts";
import { withRetry } from "./retry.ts";
import { connectSignals } from "./signals/connect-signals.ts";
import { connectTracing } from "./tracing/connect-tracing.ts";
import { parseWorkerConfig } from "./worker/config.ts";
import { serveHealth } from "./worker/health-server.ts";
import { createWorkerMetrics } from "./worker/metrics.ts";
import { runWorker } from "./worker/run-worker.ts";

/** The worker process: parse the environment, make the parts, run until told to stop. */
const config = parseWorkerConfig(process.env);
const { version } = packageJson;
const log = createLogger({ service: "worker", version, level: config.LOG_LEVEL });
const onError = (error: Error) => log.warn({ err: error }, "a connection failed, will be replaced");

const faults = config.CHAOS ? obeyParent(process) : NOT_CONTROLLED;

const database = createPool({
  url: config.DATABASE_POOLER_URL ?? config.DATABASE_URL,
  transactionPooled: config.DATABASE_POOLER_URL !== undefined,
  poolMin: config.DATABASE_POOL_MIN,
  poolMax: config.DATABASE_POOL_MAX,
  role: config.DATABASE_ROLE === "none" ? null : config.DATABASE_ROLE,
  applicationName: "tureen-worker",
  onIdleError: onError,
});
await withRetry(() => assertAppRole(database), { attempts: 10, baseMs: 200, maxMs: 5_000 });
const signals = faults.signals(
  connectSignals({
    databaseUrl: config.DATABASE_URL,
    database,
    redisUrl: config.REDIS_URL,
    onError,
  }),
);
const tracing = await connectTracing({
  traces: { endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT, share: config.OTEL_TRACES_SAMPLER_ARG },
  ...{ service: "worker", version, log },
});
const registry = new Registry();
registerProcessMetrics(registry, { database, version });
const onOutcome = createWorkerMetrics(registry);
const { WORKER_PORT: port, WORKER_HOST: host } = config;
const health =
  port === undefined ? undefined : await serveHealth({ port, host, database, registry });
const worker = runWorker({
  database,
  signals,
  log,
  maxAgeMs: config.CONFIRM_MAX_AGE_MINUTES * 60_000,
  concurrency: config.WORKER_CONCURRENCY,
  logRetentionDays: config.LOG_RETENTION_DAYS,
  onOutcome,
  tracing,
});
log.info("worker is running");

let stopping = false;
async function stop(signal: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  log.info({ signal }, "worker is stopping");
  await worker.stop();
  await tracing?.close();
  await health?.close();
  await signals.close();
  await database.end();
}
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, stop);
