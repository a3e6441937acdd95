/** Server and worker as processes of their own, on a Postgres and a Redis that can be made slow or taken away. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LIVE_KEY } from "@tureen/collab-server/testing/live-node";
import { connectPhone, type LivePhone } from "@tureen/collab-server/testing/live-phone";
import { type LiveTable, openLiveTable } from "@tureen/collab-server/testing/live-table";
import { createPool, type Database } from "@tureen/persistence/platform/database";
import { migrate } from "@tureen/persistence/platform/migrate";
import { COLLAB_PATH } from "@tureen/shared/platform/protocol/addresses";
import {
  type SystemPostgres,
  startSystemPostgres,
} from "../../deploy/backup/testing/system-postgres.ts";
import {
  startWatched,
  type WatchedProcess,
} from "../../deploy/monitoring/testing/watched-process.ts";
import { freePort } from "../../run/start/ports.ts";
import { type RedisProcess, startRedis } from "../../run/start/redis-process.ts";
import { SeededRandom } from "../chaos/seeded-random.ts";
import { TcpProxy } from "../chaos/tcp-proxy.ts";
import { type Probe, readScrape, type Scraped } from "./diagnose.ts";

const DATABASE = "evening";

export interface System {
  readonly postgres: SystemPostgres;
  /** Between Postgres and the processes. */
  readonly wire: TcpProxy;
  readonly redis: RedisProcess;
  readonly worker: WatchedProcess;
  /** Straight to Postgres. */
  readonly app: Database;
  readonly owner: Database;
  readonly table: LiveTable;
  readonly phone: LivePhone;
  /** While set, the server has no CPU to speak of. */
  burden(isOn: boolean): Promise<void>;
  scrape(): Promise<Record<"server" | "worker", Map<string, number> | undefined>>;
  /** What step 4 of the page measures, over the wire that the server uses. */
  probe(): Promise<Probe>;
  close(): Promise<void>;
}

/** Keeps the event loop late while a file is there. */
const BURDEN = (file: string) => `
import { existsSync } from "node:fs";
setInterval(() => {
  if (!existsSync(${JSON.stringify(file)})) return;
  const end = Date.now() + 700;
  while (Date.now() < end);
}, 20).unref();`;

export async function startSystem(): Promise<System> {
  const releases: (() => unknown)[] = [];
  const close = async () => {
    for (const release of releases.splice(0).reverse()) await release();
  };
  try {
    // Its disk counts here.
    const postgres = await startSystemPostgres({ settings: ["fsync=on"] });
    releases.push(() => postgres.remove());
    const superuser = createPool({ url: postgres.url("postgres"), poolMax: 1, role: null });
    await superuser.query(`create database ${DATABASE}`);
    await superuser.end();
    const url = postgres.url(DATABASE);
    await migrate(url);
    const app = createPool({ url, poolMin: 0, poolMax: 2 });
    releases.push(() => app.end());
    const owner = createPool({ url, poolMin: 0, poolMax: 2, role: null });
    releases.push(() => owner.end());
    const redis = await startRedis();
    releases.push(() => redis.stop());
    const wire = await TcpProxy.start(postgres.port, new SeededRandom(1));
    releases.push(() => wire.close());
    const folder = await mkdtemp(join(tmpdir(), "tureen-slow-"));
    releases.push(() => rm(folder, { recursive: true }));
    const file = join(folder, "burden");

    const wired = new URL(url);
    wired.port = String(wire.port);
    const [serverPort, workerPort] = [await freePort(), await freePort()];
    const common = {
      ...{ DATABASE_URL: wired.href, DATABASE_POOL_MIN: "1", NODE_ENV: "production" },
      REDIS_URL: redis.url,
    };
    const origins = {
      server: `http://127.0.0.1:${serverPort}`,
      worker: `http://127.0.0.1:${workerPort}`,
    };
    const serverEnv = {
      ...{ ...common, JWT_SECRET: new TextDecoder().decode(LIVE_KEY) },
      ...{ SERVER_PORT: String(serverPort), SERVER_HOST: "127.0.0.1" },
    };
    const server = await startWatched("collab-server/src/main.ts", serverEnv, {
      ...{ healthUrl: `${origins.server}/health`, preload: BURDEN(file) },
    });
    releases.push(() => server.stop());
    const worker = await startWatched(
      "persistence/src/main.ts",
      { ...common, WORKER_PORT: String(workerPort), WORKER_HOST: "127.0.0.1" },
      { healthUrl: `${origins.worker}/health` },
    );
    releases.push(() => worker.stop());
    const table = await openLiveTable(app, { diners: 1 });
    const phone = await connectPhone(
      { url: origins.server.replace("http", "ws") + COLLAB_PATH },
      table,
    );
    releases.push(() => phone.destroy());
    const read = async (origin: string) => {
      try {
        return readScrape(await (await fetch(`${origin}/metrics`)).text());
      } catch {
        return undefined;
      }
    };
    const asked = createPool({ url: wired.href, poolMin: 0, poolMax: 1 });
    releases.push(() => asked.end());
    const timed = async (sql: string) => {
      const startedAt = performance.now();
      await asked.query(sql);
      return performance.now() - startedAt;
    };
    return {
      ...{ postgres, wire, redis, worker, app, owner, table, phone, close },
      burden: (isOn) => (isOn ? writeFile(file, "") : rm(file, { force: true })),
      scrape: async () => ({
        server: await read(origins.server),
        worker: await read(origins.worker),
      }),
      async probe() {
        await timed("select 1");
        return {
          roundTripMs: await timed("select 1"),
          writeMs: await timed("select pg_logical_emit_message(true, 'tureen', 'probe')"),
        };
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Two scrapes as `diagnose` and `firing` take them. */
export function scrapedOf(
  before: Awaited<ReturnType<System["scrape"]>>,
  after: Awaited<ReturnType<System["scrape"]>>,
): Scraped[] {
  return (["server", "worker"] as const).map((process) => ({
    process,
    before: before[process] ?? new Map(),
    after: after[process],
  }));
}
