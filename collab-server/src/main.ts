import { assertAppRole, createPool } from "@tureen/persistence/database";
import { NOT_CONTROLLED, obeyParent } from "@tureen/persistence/faults/remote-control";
import { createLogger } from "@tureen/persistence/logging";
import { registerProcessMetrics } from "@tureen/persistence/metrics/every-process";
import { withRetry } from "@tureen/persistence/retry";
import { connectSignals } from "@tureen/persistence/signals/connect-signals";
import { connectTracing } from "@tureen/persistence/tracing/connect-tracing";
import { Registry } from "prom-client";
import packageJson from "../package.json" with { type: "json" };
import { createApi } from "./api/app.ts";
import { createHealthCheck } from "./api/health.ts";
import { createUpgradeCheck } from "./api/origin.ts";
import { createStaffStreams } from "./api/staff-streams.ts";
import { createCollab } from "./collab/collab.ts";
import { parseConfig } from "./config.ts";
import { drain } from "./drain.ts";
import { startHttpServer } from "./http-server.ts";
import { createKitchenFeed } from "./kitchen/feed.ts";
import { createFloorFeed } from "./kitchen/floor-feed.ts";
import { createKitchenSource } from "./kitchen/source.ts";
import { createDeliveryTrace } from "./kitchen/trace-delivery.ts";
import { createMenuCatalog } from "./menu-catalog.ts";
import { createMenuNews } from "./menu-news.ts";
import { createServerMetrics } from "./metrics.ts";
import { watchOverload } from "./overload.ts";
import { createRateLimits } from "./rate-limits.ts";
import { connectRedis } from "./redis.ts";
import { createReportsPool } from "./reports.ts";
import { orExit, runUntilStopped } from "./run.ts";
import { createSessionCache } from "./session-cache/create-session-cache.ts";
import { createMenus } from "./shared-menus.ts";

/** The server process: parts in the order in which they need each other, released in reverse. */
const config = orExit(() => parseConfig(process.env));
const { version } = packageJson;
const log = createLogger({ service: "server", version, level: config.logLevel });
const faults = config.chaos ? obeyParent(process) : NOT_CONTROLLED;

await runUntilStopped(log, config, async (release) => {
  const { databaseUrl, databasePoolerUrl, reportsDatabaseUrl, redisUrl, jwtKey } = config;
  const database = createPool({
    url: databasePoolerUrl ?? databaseUrl,
    transactionPooled: databasePoolerUrl !== undefined,
    poolMin: config.databasePoolMin,
    poolMax: config.databasePoolMax,
    applicationName: "tureen-server",
    onIdleError: (error) => log.warn({ err: error }, "idle database connection lost"),
  });
  release("database", () => database.end());
  await withRetry(() => assertAppRole(database), { attempts: 20, maxMs: 2_000 });

  const reports =
    reportsDatabaseUrl === undefined ? database : createReportsPool(reportsDatabaseUrl, log);
  if (reports !== database) release("reports' database", () => reports.end());

  const onError = (error: Error) => log.warn({ err: error }, "signals interrupted");
  const signals = faults.signals(connectSignals({ databaseUrl, database, redisUrl, onError }));
  release("signals", () => signals.close());
  const redis = redisUrl === undefined ? undefined : connectRedis(redisUrl, log);
  release("redis", () => redis?.disconnect());

  const tracing = await connectTracing({ traces: config.traces, service: "server", version, log });
  release("traces", () => tracing?.close());
  const overload = watchOverload();
  release("overload watch", () => overload.stop());
  const { isOverloaded } = overload;
  let leaving = false;
  const isLeaving = () => leaving;
  const registry = new Registry();
  registerProcessMetrics(registry, { database, version });
  const menus = createMenus(redis, log);
  const catalog = createMenuCatalog({ database, signals, menus });
  release("menus", () => catalog.close());
  const sessionCache = createSessionCache({ redis, jwtKey, signals, log });
  release("session cache", () => sessionCache.close());
  const { sessionExpiryMs, maxConnections, trustProxy } = config;
  const collab = createCollab({
    database,
    signals,
    log,
    jwtKey,
    catalog,
    sessionCache,
    redisUrl,
    sessionExpiryMs,
    maxConnections,
    isOverloaded,
    isLeaving,
    trustProxy,
    registry,
    tracing,
  });
  release("live connections", () => collab.close());
  const menuNews = createMenuNews({ database, signals, catalog, collab, log });
  release("news of menus", () => menuNews.close());

  const source = createKitchenSource(database);
  const traceDelivery = tracing && createDeliveryTrace({ database, tracing, log });
  const kitchenFeed = createKitchenFeed({
    ...{ source, signals, log },
    onDelivery(delivery) {
      metrics.delivered(delivery);
      void traceDelivery?.(delivery);
    },
  });
  const metrics = createServerMetrics(registry, {
    kitchenStreams: () => kitchenFeed.screens(),
    isOverloaded,
    isRedisUp: redis && (() => redis.status === "ready"),
  });
  const floorFeed = createFloorFeed({ signals });
  const streams = createStaffStreams({ database, signals, log, isLeaving });
  const pingRedis = redis && (() => redis.ping());
  const api = createApi({
    ...config,
    database,
    reports,
    signals,
    log,
    catalog,
    kitchenFeed,
    floorFeed,
    streams,
    registry,
    limits: createRateLimits({ database, redis }),
    health: createHealthCheck({ database, pingRedis, isLeaving, version }),
    notify: collab.noticeSession,
    isOverloaded,
  });
  await collab.ready;
  const { port, host } = config;
  const { handleUpgrade } = collab;
  const mayUpgrade = createUpgradeCheck(config.trustProxy, config.publicOrigin);
  const { fetch } = api;
  const server = await startHttpServer({
    ...{ port, host, fetch, handleUpgrade, mayUpgrade, isLeaving, maxConnections },
  });
  release("http", () => server.close());
  release("event streams", () => {
    streams.close();
    kitchenFeed.close();
    floorFeed.close();
  });
  release("guests", () =>
    drain({
      drainMs: config.drainMs,
      begin() {
        leaving = true;
      },
      crowds: [collab.phones, streams.screens],
    }),
  );
  log.info({ port: server.port }, "listening");
});
