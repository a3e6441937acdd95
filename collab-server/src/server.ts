/**
 * The one place where a server process is put together, in service and in every test of it: the live
 * side, the HTTP API, the screens' streams, and what they share.
 */

import { termsFor } from "@tureen/persistence/bill/billing-settings";
import { closeTable } from "@tureen/persistence/bill/close-table";
import { createFiscalDeviceOf } from "@tureen/persistence/bill/fiscal/create-device";
import { noteBill } from "@tureen/persistence/bill/note-bill";
import { createProviderOf } from "@tureen/persistence/bill/providers/create-provider";
import { removeFontFile } from "@tureen/persistence/kitchen/printing/font";
import { carryOutEffects } from "@tureen/persistence/platform/effects";
import { registerProcessMetrics } from "@tureen/persistence/platform/metrics/every-process";
import type { Release } from "@tureen/persistence/platform/releases";
import { keepSharedTime } from "@tureen/persistence/platform/shared-clock";
import { watchWrites } from "@tureen/persistence/platform/writes";
import type { Logger } from "pino";
import { Registry } from "prom-client";
import { createApi } from "./api/app.ts";
import type { Config } from "./config.ts";
import type { Connections } from "./connect.ts";
import { createKitchenFeed } from "./kitchen/feed.ts";
import { createKitchenSource } from "./kitchen/source.ts";
import { createDeliveryTrace } from "./kitchen/trace-delivery.ts";
import { requireServerLibraries } from "./libraries.ts";
import { createImportPreviewer } from "./menu/import/previewer.ts";
import { createMenuCatalog } from "./menu/menu-catalog.ts";
import { createPhotoEncoder } from "./menu/photos/photo-encoder.ts";
import { createMenus } from "./menu/shared-menus.ts";
import { createSpreadsheetReader } from "./menu/spreadsheet/spreadsheet-reader.ts";
import { createServerMetrics } from "./metrics.ts";
import type { Callers } from "./platform/auth/principals.ts";
import { drain } from "./platform/drain.ts";
import type { ApiApp } from "./platform/http/env.ts";
import { createHealthCheck } from "./platform/http/health.ts";
import {
  type HttpServer,
  type HttpTimeouts,
  startHttpServer,
} from "./platform/http/http-server.ts";
import { createUpgradeCheck } from "./platform/http/origin.ts";
import { createStaffStreams, type StaffStreams } from "./platform/http/staff-streams.ts";
import { watchOverload } from "./platform/overload.ts";
import { createLimiterMakers } from "./platform/rate-limits.ts";
import { createSignInLimit } from "./staff/sign-in-limits.ts";
import { requireStaff } from "./staff/staff-access.ts";
import { requireDiner } from "./table/diner-access.ts";
import { createFloorFeed } from "./table/floor-feed.ts";
import type { AllowanceRates } from "./table/live/allowances.ts";
import type { BacklogBounds } from "./table/live/backlog.ts";
import { type Collab, type CollabTiming, createCollab } from "./table/live/collab.ts";
import type { UnauthenticatedLimits } from "./table/live/unauthenticated-sockets.ts";
import { isLiveAddress } from "./table/live-address.ts";
import { createMenuNews } from "./table/menu-news.ts";
import { createSessionCache } from "./table/session-cache/create-session-cache.ts";
import { createTableLimits } from "./table/table-limits.ts";

/**
 * What a test may put in the place of the server's own: time, limits, and what the machine says of
 * itself. Whatever is not given is as in service, and nothing else can be given.
 */
export interface Replaced {
  readonly timing?: Partial<CollabTiming>;
  readonly httpTimeouts?: Partial<HttpTimeouts>;
  /** Between two looks at the kitchen's history without a signal, ms. */
  readonly kitchenPollMs?: number;
  /** Between two signs of life of a screen's stream, ms. */
  readonly heartbeatMs?: number;
  /** Between two looks for changes of menus, ms. */
  readonly menuLookEveryMs?: number;
  readonly unauthenticatedLimits?: UnauthenticatedLimits;
  readonly allowances?: AllowanceRates;
  readonly backlog?: BacklogBounds;
  readonly isOverloaded?: () => boolean;
  /** Event streams that one account may follow at once. */
  readonly streamsPerAccount?: number;
  /** The oldest version of the live protocol that is served. */
  readonly oldestClient?: number;
}

export interface ServerDeps {
  readonly config: Config;
  readonly version: string;
  readonly log: Logger;
  readonly connections: Connections;
  /** Is told how to let go of each part as it is made. */
  readonly release: Release;
  readonly replaced?: Replaced;
}

/** One server process, ready to listen. */
export interface Server {
  readonly api: ApiApp;
  readonly collab: Collab;
  readonly streams: StaffStreams;
  readonly registry: Registry;
  /** Takes requests and live connections from now on. Rejects when the port cannot be had. */
  listen(): Promise<{ readonly port: number }>;
  /** Says that the server is about to stop: from now on nobody new is let in. */
  leave(): void;
}

/**
 * Parts in the order in which they need each other; they are released in reverse. Throws a ConfigError
 * when a library that it relies on is installed in another version.
 */
export function createServer(deps: ServerDeps): Server {
  requireServerLibraries();
  const { config, version, log, connections, release, replaced = {} } = deps;
  const { database, reports, signals, redis, tracing } = connections;
  const { jwtKeys, redisUrl, redisFanOut, sessionExpiryMs, maxConnections, trustProxy } = config;

  const effectFailed = (error: unknown) => log.error({ err: error }, "effect not carried out");
  release(
    "effects",
    carryOutEffects({
      ...{ database, signals, onError: effectFailed },
      // What other servers do when they hear of it is done here before the answer goes out.
      here(effect) {
        if (effect.kind === "menu") catalog.forget(effect.restaurantId);
        else if (effect.kind === "staff") streams.recheck(effect.restaurantId);
        else if (effect.kind === "notice") collab.noticeSession(effect.sessionId, effect.notice);
      },
    }),
  );
  const overload = watchOverload();
  release("overload watch", () => overload.stop());
  const isOverloaded = replaced.isOverloaded ?? overload.isOverloaded;
  let leaving = false;
  const isLeaving = () => leaving;
  const leave = () => {
    leaving = true;
  };
  const registry = new Registry();
  const writes = watchWrites(database, { log });
  release("tried writes", () => writes.stop());
  registerProcessMetrics(registry, { database, version, writes });

  const menus = createMenus(redis, log);
  const catalog = createMenuCatalog({ database, signals, menus });
  release("menus", () => catalog.close());
  const sessionCache = createSessionCache({ redis, jwtKeys, signals, log });
  release("session cache", () => sessionCache.close());
  const { unauthenticatedLimits, allowances, backlog, timing, oldestClient } = replaced;
  const collab = createCollab({
    ...{ database, signals, log, jwtKeys, catalog, sessionCache, sessionExpiryMs },
    ...{ redisUrl, redisFanOut },
    ...{ maxConnections, isOverloaded, isLeaving, trustProxy, registry, tracing },
    ...{ unauthenticatedLimits, allowances, backlog, timing, oldestClient },
  });
  release("live connections", () => collab.close());
  const lookEveryMs = replaced.menuLookEveryMs;
  const menuNews = createMenuNews({ database, signals, catalog, collab, log, lookEveryMs });
  release("news of menus", () => menuNews.close());

  const clock = keepSharedTime(database, (err) => log.warn({ err }, "shared time not read"));
  release("clock", () => clock.stop());
  let http: Promise<HttpServer> | undefined;
  // One that could not listen has nothing to close.
  release("http", () => http?.then((server) => server.close()).catch(() => {}));

  const traceDelivery = tracing && createDeliveryTrace({ database, tracing, log });
  const kitchenFeed = createKitchenFeed({
    ...{ source: createKitchenSource(database, menus), signals, log },
    pollMs: replaced.kitchenPollMs,
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
  const { heartbeatMs } = replaced;
  const callers: Callers = {
    diner: (token, now) => requireDiner({ database, jwtKeys }, token, now),
    staff: (token, now) => requireStaff(database, token, now),
  };
  const streams = createStaffStreams({
    ...{ callers, signals, log, isLeaving, heartbeatMs },
    maxPerAccount: replaced.streamsPerAccount,
  });
  release("event streams", () => {
    streams.close();
    kitchenFeed.close();
    floorFeed.close();
  });
  const photoEncoder = createPhotoEncoder();
  release("letters for slips", removeFontFile);
  release("photos", () => photoEncoder.close());
  const spreadsheetReader = createSpreadsheetReader();
  release("spreadsheets", () => spreadsheetReader.close());
  const importPreviewer = createImportPreviewer();
  release("previews", () => importPreviewer.close());
  const pingRedis = redis && (() => redis.ping());
  const makers = createLimiterMakers({ database, redis });
  const { paymentProvider: name, stripe } = config;
  const providerOf = createProviderOf(database, { name, stripe });
  const api = createApi({
    ...config,
    ...{ closeTable, noteBill, providerOf },
    fiscalDeviceOf: createFiscalDeviceOf(),
    encodePhoto: photoEncoder.encode,
    readSpreadsheet: spreadsheetReader.read,
    previewImport: importPreviewer.preview,
    ...{ callers, database, reports, log, menus, catalog },
    ...{ kitchenFeed, floorFeed, streams, registry },
    limits: { ...createTableLimits(makers), signIn: createSignInLimit(makers.common) },
    health: createHealthCheck({
      ...{ database, reports, pingRedis, writes, isLeaving, version },
      load: () => ({ phones: collab.connections(), isFull: collab.isFull() }),
    }),
    isOverloaded,
    provider: config.paymentProvider ?? "none",
    termsOf: (restaurantId, now) => termsFor(database, restaurantId, now),
  });
  release("guests", () => {
    const groups = [collab.phones, streams.screens];
    return drain({ drainMs: config.drainMs, begin: leave, groups });
  });

  return {
    api,
    collab,
    streams,
    registry,
    leave,
    async listen() {
      await Promise.all([collab.ready, clock.ready]);
      const { port, host, publicOrigin } = config;
      http = startHttpServer({
        ...{ port, host, fetch: api.fetch, isLiveAddress, handleUpgrade: collab.handleUpgrade },
        mayUpgrade: createUpgradeCheck(trustProxy, publicOrigin),
        ...{ isLeaving, maxConnections, timeouts: replaced.httpTimeouts },
      });
      return { port: (await http).port };
    },
  };
}
