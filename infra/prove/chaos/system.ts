/**
 * The system under attack: database, broker, two nodes and a worker as real processes, and the web
 * server before the nodes.
 */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { NO_SIGNAL_FAULTS } from "@tureen/persistence/platform/faults/faulty-signals";
import { freePort } from "../../run/start/ports.ts";
import { builtApp, CHECKOUT, Web } from "./app/web.ts";
import { AttackedProcess } from "./attacked-process.ts";
import type { RunCounts } from "./counts.ts";
import type { NodeName, ProcessName } from "./schedule.ts";
import type { SeededRandom } from "./seeded-random.ts";
import { borrowDatabase, type Service, startPostgres, startRedis } from "./services.ts";
import { TcpProxy } from "./tcp-proxy.ts";

const NODES: readonly NodeName[] = ["node-1", "node-2"];

/** What each process runs, in the folder of a release. */
export const ENTRIES: Readonly<Record<ProcessName, string>> = {
  "node-1": "collab-server/src/main.ts",
  "node-2": "collab-server/src/main.ts",
  worker: "persistence/src/main.ts",
};

export interface System {
  readonly databaseUrl: string;
  /** Undefined when one was given: it may have other users, and is left running. */
  readonly postgres: Service | undefined;
  /** Undefined where no Redis is installed; signals then go over Postgres. */
  readonly redis: Service | undefined;
  readonly targets: Readonly<Record<ProcessName, AttackedProcess>>;
  readonly proxies: Readonly<Record<NodeName, TcpProxy>>;
  /** Where phones and screens reach the nodes: through the proxies. */
  readonly origins: readonly string[];
  /** Serves the app, and passes on to the nodes, through the proxies too. */
  readonly web: Web;
  /** The build of the app that it began with. */
  readonly appFolder: string;
  /** No faults any more, and everything runs. */
  calm(): Promise<void>;
  stop(): Promise<void>;
}

export interface SystemOptions {
  readonly random: SeededRandom;
  readonly runCounts: RunCounts;
  /** A Postgres on which to make a database; an embedded one otherwise. */
  readonly postgresUrl: string | undefined;
  /** Makes what the processes need in the database. */
  readonly prepare: (databaseUrl: string) => Promise<void>;
  /** Where the processes' output goes. */
  readonly logs: string;
  readonly onCrash: (sentence: string) => void;
}

/** Starts everything and waits until it serves; leaves nothing behind when that fails. */
export async function startSystem(options: SystemOptions): Promise<System> {
  const { random, runCounts, logs, onCrash } = options;
  const releases: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (let release = releases.pop(); release; release = releases.pop()) await release();
  };
  try {
    const appFolder = await builtApp();
    const given = options.postgresUrl;
    const postgres = given === undefined ? await startPostgres() : undefined;
    const database = postgres ?? (await borrowDatabase(given as string));
    releases.push(() => database.stop());
    const redis = await startRedis();
    if (redis) releases.push(() => redis.stop());
    const databaseUrl = database.url;
    await options.prepare(databaseUrl);

    const env = {
      DATABASE_URL: databaseUrl,
      JWT_SECRET: randomBytes(32).toString("base64url"),
      LOG_LEVEL: "info",
      PAYMENT_PROVIDER: "demonstration",
      // Short, so that what nobody pays lapses within the run.
      PAYMENT_RESERVE_MINUTES: "0.4",
      ...(redis && { REDIS_URL: redis.url }),
    };
    const all: AttackedProcess[] = [];
    // Together: each may need some seconds to end politely.
    releases.push(async () => {
      await Promise.all(all.map((target) => target.stop()));
    });
    const start = (name: ProcessName, port: number, own: Record<string, string>) => {
      const target = new AttackedProcess({
        name,
        entry: join(CHECKOUT, ENTRIES[name]),
        env: { ...env, ...own },
        healthUrl: `http://127.0.0.1:${port}/health`,
        logFile: join(logs, `${name}.log`),
        onSignalFault: (fault) => runCounts.fault(fault),
        onCrash,
      });
      all.push(target);
      return target;
    };
    const startNode = async (name: NodeName) => {
      const port = await freePort();
      const own = { SERVER_PORT: String(port), SERVER_HOST: "127.0.0.1" };
      const target = start(name, port, own);
      const proxy = await TcpProxy.start(port, random.fork(`network of ${name}`));
      releases.push(() => proxy.close());
      return { target, proxy };
    };
    const first = await startNode("node-1");
    const second = await startNode("node-2");
    const port = await freePort();
    const worker = start("worker", port, { WORKER_PORT: String(port) });
    const targets = { "node-1": first.target, "node-2": second.target, worker };
    const proxies = { "node-1": first.proxy, "node-2": second.proxy };
    const untilHealthy = () =>
      Promise.all(Object.values(targets).map((target) => target.untilHealthy()));
    await untilHealthy();
    const web = await Web.start(
      appFolder,
      NODES.map((name) => `127.0.0.1:${proxies[name].port}`),
    );
    releases.push(() => web.stop());
    return {
      web,
      appFolder,
      databaseUrl,
      postgres,
      redis,
      targets,
      proxies,
      origins: NODES.map((name) => proxies[name].origin),
      async calm() {
        for (const proxy of Object.values(proxies)) proxy.clear();
        await untilHealthy();
        for (const target of Object.values(targets)) await target.spoilSignals(NO_SIGNAL_FAULTS);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
