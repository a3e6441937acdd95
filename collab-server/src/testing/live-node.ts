import type { Database } from "@tureen/persistence/platform/database";
import { Effects } from "@tureen/persistence/platform/effects";
import { Releases } from "@tureen/persistence/platform/releases";
import type { Signals } from "@tureen/persistence/platform/signals/signals";
import { COLLAB_PATH } from "@tureen/shared/platform/protocol/addresses";
import type { Redis } from "ioredis";
import { pino } from "pino";
import { type Config, parseConfig } from "../config.ts";
import { connectRedis } from "../platform/redis.ts";
import { createServer, type Replaced, type Server } from "../server.ts";
import { LocalSignals } from "./local-signals.ts";

const JWT_SECRET = "a key for tests only, 32 characters";
/** The key with which tests sign diners' tokens. */
export const LIVE_KEY = new TextEncoder().encode(JWT_SECRET);

const NEVER_MS = 2 ** 30;
/** Nothing is done by the clock, nor because the machine is busy, within a test unless it says so. */
const NO_CLOCK: Replaced = {
  isOverloaded: () => false,
  timing: { checkEveryMs: NEVER_MS, sweepEveryMs: NEVER_MS },
  menuLookEveryMs: NEVER_MS,
};

/** What a test decides about its server; everything else is as in service. */
export interface NodeOptions extends Replaced {
  readonly database: Database;
  /** Where reports are read; `database` unless given. */
  readonly reports?: Database;
  /** Signals that reach nobody else unless given. */
  readonly signals?: Signals;
  /** A Redis for everything that Redis does between nodes. */
  readonly redisUrl?: string;
  /** A connection for counting and caches, where it is not to be one of its own to `redisUrl`. */
  readonly redis?: Redis;
  readonly config?: Partial<Config>;
}

/** The whole server in the test's own process. */
export interface LiveNode extends Server {
  /** The pool that it was given, as its own: what is committed here it carries out, and tells. */
  readonly database: Database;
  /** Where it connects to, once it listens: address of the live connection, and its port. */
  readonly url: string;
  readonly port: number;
  /** Log lines written so far, as text. */
  readonly logged: string[];
  /** A measure's current value, of all its labels or with this one. */
  metric(name: string, label?: string): Promise<number>;
  /** Releases everything, in the order in which the process would. */
  close(): Promise<void>;
}

/** Puts a server together as `main.ts` does; it does not listen yet. */
export function makeNode(options: NodeOptions): LiveNode {
  const { database: pool, reports = pool, redisUrl, config, ...replaced } = options;
  const database = asOfAnotherProcess(pool);
  const { signals = new LocalSignals(), redis, ...rest } = replaced;
  const logged: string[] = [];
  const log = pino({ level: "debug" }, { write: (line: string) => void logged.push(line) });
  const releases = new Releases();
  const ownRedis =
    redis === undefined && redisUrl !== undefined ? connectRedis(redisUrl, log) : undefined;
  releases.add("redis", () => ownRedis?.disconnect());
  const read = parseConfig({
    DATABASE_URL: "postgres://is.given.as.a.pool/",
    JWT_SECRET,
    SERVER_HOST: "127.0.0.1",
    SERVER_PORT: "0",
    DRAIN_SECONDS: "0",
  });
  const server = createServer({
    config: { ...read, redisUrl, ...config },
    version: "test",
    log,
    connections: { database, reports, signals, redis: redis ?? ownRedis, tracing: undefined },
    release: releases.add,
    replaced: { ...NO_CLOCK, ...rest, timing: { ...NO_CLOCK.timing, ...rest.timing } },
  });
  let port: number | undefined;
  const listening = () => {
    if (port === undefined) throw new Error("the server does not listen");
    return port;
  };
  return {
    ...server,
    database,
    logged,
    get port() {
      return listening();
    },
    get url() {
      return `ws://127.0.0.1:${listening()}${COLLAB_PATH}`;
    },
    async listen() {
      ({ port } = await server.listen());
      return { port };
    },
    async metric(name, label) {
      const metric = await server.registry.getSingleMetric(name)?.get();
      if (!metric) throw new Error(`no measure ${name}`);
      return metric.values
        .filter(({ labels }) => label === undefined || Object.values(labels).includes(label))
        .reduce((sum, { value }) => sum + value, 0);
    },
    async close() {
      const problems: unknown[] = [];
      await releases.run((part, error) => problems.push(part, error));
      if (problems.length > 0) throw new AggregateError(problems, "not released cleanly");
    },
  };
}

/**
 * The same connections, for which nobody else carries effects out: several servers of a test share a
 * pool, and what the test commits on that pool itself is told to none of them.
 */
function asOfAnotherProcess(pool: Database): Database {
  const effects = new Effects();
  return new Proxy(pool, {
    get(target, property) {
      if (property === "effects") return effects;
      const value = Reflect.get(target, property) as unknown;
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** The same, listening on a port of its own. */
export async function startLiveNode(options: NodeOptions): Promise<LiveNode> {
  const server = makeNode(options);
  await server.listen();
  return server;
}
