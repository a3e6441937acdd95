import { assertAppRole, createPool, type Database } from "@tureen/persistence/platform/database";
import type { RemoteControl } from "@tureen/persistence/platform/faults/remote-control";
import type { Release } from "@tureen/persistence/platform/releases";
import { withRetry } from "@tureen/persistence/platform/retry";
import { connectSignals } from "@tureen/persistence/platform/signals/connect-signals";
import type { Signals } from "@tureen/persistence/platform/signals/signals";
import { connectTracing, type Tracing } from "@tureen/persistence/platform/tracing/connect-tracing";
import type { Redis } from "ioredis";
import type { Logger } from "pino";
import type { Config } from "./config.ts";
import { connectRedis } from "./platform/redis.ts";
import { createReportsPool } from "./platform/reports.ts";

/** What a server process talks to. */
export interface Connections {
  readonly database: Database;
  /** For what may be a little late and read much: `database` itself, or a read replica of it. */
  readonly reports: Database;
  readonly signals: Signals;
  /** For counting, caches and health; undefined where there is no Redis. */
  readonly redis: Redis | undefined;
  readonly tracing: Tracing | undefined;
}

/** Connects a server process as it is configured. Rejects when the database is not to be had. */
export async function connect(
  config: Config,
  deps: {
    readonly version: string;
    readonly log: Logger;
    readonly faults: RemoteControl;
    readonly release: Release;
  },
): Promise<Connections> {
  const { databaseUrl, databasePoolerUrl, reportsDatabaseUrl, redisUrl, traces } = config;
  const { version, log, faults, release } = deps;
  const database = createPool({
    url: databasePoolerUrl ?? databaseUrl,
    transactionPooled: databasePoolerUrl !== undefined,
    wire: config.databaseWire,
    poolMin: config.databasePoolMin,
    poolMax: config.databasePoolMax,
    applicationName: "tureen-server",
    onIdleError: (error) => log.warn({ err: error }, "idle database connection lost"),
  });
  release("database", () => database.end());
  await withRetry(() => assertAppRole(database), { attempts: 20, maxMs: 2_000 });

  const reports =
    reportsDatabaseUrl === undefined
      ? database
      : createReportsPool(reportsDatabaseUrl, log, config.databaseWire);
  if (reports !== database) release("reports' database", () => reports.end());

  const onError = (error: Error) => log.warn({ err: error }, "signals interrupted");
  const signals = faults.signals(connectSignals({ databaseUrl, database, redisUrl, onError }));
  release("signals", () => signals.close());
  const redis = redisUrl === undefined ? undefined : connectRedis(redisUrl, log);
  release("redis", () => redis?.disconnect());
  const tracing = await connectTracing({ traces, service: "server", version, log });
  release("traces", () => tracing?.close());
  return { database, reports, signals, redis, tracing };
}
