import type { Database } from "@tureen/persistence/database";
import { MenuCache } from "@tureen/persistence/operations/menu-cache";
import type { Signals } from "@tureen/persistence/signals/signals";
import { COLLAB_PATH } from "@tureen/shared/protocol";
import { pino } from "pino";
import { Registry } from "prom-client";
import type { AllowanceRates } from "../collab/allowances.ts";
import { type Collab, type CollabTiming, createCollab } from "../collab/collab.ts";
import type { StrangerLimits } from "../collab/strangers.ts";
import { startHttpServer } from "../http-server.ts";
import { createMenuCatalog } from "../menu-catalog.ts";
import { createLocalSessionCache } from "../session-cache/local.ts";
import type { SessionCache } from "../session-cache/session-cache.ts";

/** The key with which tests sign diners' tokens. */
export const LIVE_KEY = new TextEncoder().encode("another key for tests, 32 characters");

/** The live side of one server process, on a real port. */
export interface LiveNode {
  readonly url: string;
  readonly port: number;
  readonly collab: Collab;
  /** Log lines written so far, as text. */
  readonly logged: string[];
  /** A measure's current value, of all its labels or with this one. */
  metric(name: string, label?: string): Promise<number>;
  close(): Promise<void>;
}

/** Starts a node that does nothing by the clock within a test unless `timing` says so. */
export async function startLiveNode(options: {
  readonly database: Database;
  readonly signals: Signals;
  readonly redisUrl?: string;
  /** One of its own unless given. */
  readonly sessionCache?: SessionCache;
  readonly maxConnections?: number;
  readonly isOverloaded?: () => boolean;
  readonly strangers?: StrangerLimits;
  readonly allowances?: AllowanceRates;
  readonly timing?: Partial<CollabTiming>;
}): Promise<LiveNode> {
  const { database, signals, redisUrl, strangers, allowances, maxConnections = 1_000 } = options;
  const logged: string[] = [];
  const log = pino({ level: "debug" }, { write: (line: string) => void logged.push(line) });
  const registry = new Registry();
  const catalog = createMenuCatalog({ database, signals, menus: new MenuCache() });
  const collab = createCollab({
    database,
    signals,
    log,
    jwtKey: LIVE_KEY,
    catalog,
    sessionCache: options.sessionCache ?? createLocalSessionCache(),
    redisUrl,
    sessionExpiryMs: 3_600_000,
    maxConnections,
    isOverloaded: options.isOverloaded ?? (() => false),
    isLeaving: () => false,
    trustProxy: "loopback",
    ...(strangers && { strangers }),
    ...(allowances && { allowances }),
    registry,
    timing: { checkEveryMs: 3_600_000, sweepEveryMs: 3_600_000, ...options.timing },
  });
  await collab.ready;
  const server = await startHttpServer({
    port: 0,
    host: "127.0.0.1",
    fetch: () => new Response(null, { status: 404 }),
    handleUpgrade: collab.handleUpgrade,
  });
  const { port } = server;
  return {
    url: `ws://127.0.0.1:${port}${COLLAB_PATH}`,
    port,
    collab,
    logged,
    async metric(name, label) {
      const metric = await registry.getSingleMetric(name)?.get();
      if (!metric) throw new Error(`no measure ${name}`);
      return metric.values
        .filter(({ labels }) => label === undefined || Object.values(labels).includes(label))
        .reduce((sum, { value }) => sum + value, 0);
    },
    async close() {
      await collab.close();
      await server.close();
      catalog.close();
    },
  };
}
