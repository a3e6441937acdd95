/** The database and the message broker of a run, which stop, stall and come back. */
import { execFile } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { startEmbeddedPostgres } from "../../run/start/embedded-postgres.ts";
import { removeCluster } from "../../run/start/postgres-cluster.ts";
import { findProgram } from "../../run/start/programs.mjs";
import { startRedis as startRedisProcess } from "../../run/start/redis-process.ts";

/** A service that can be taken away for a while. One fault at a time. */
export interface Service {
  readonly url: string;
  /** Ends it at once, and starts it again after `ms` on the same port. */
  outage(ms: number): Promise<void>;
  /** Freezes it for `ms`: connections stay, nothing answers. */
  stall(ms: number): Promise<void>;
  stop(): Promise<void>;
}

/** A Postgres with a cluster of its own, deleted when it stops. */
export async function startPostgres(): Promise<Service> {
  const dataDir = await mkdtemp(join(tmpdir(), "tureen-chaos-db-"));
  await chmod(dataDir, 0o711);
  const remove = async () => {
    await removeCluster(dataDir);
    await rm(dataDir, { recursive: true, force: true });
  };
  const start = (port?: number) => startEmbeddedPostgres({ dataDir, port });
  let running = await start().catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  const port = Number(new URL(running.url).port);
  let stopping = false;
  let frozen: number[] = [];
  const thaw = () => {
    // The children first, so that the postmaster finds them as they were.
    for (const pid of frozen.toReversed()) signal(pid, "SIGCONT");
    frozen = [];
  };
  return {
    url: running.url,
    async outage(ms) {
      // Immediate shutdown: no checkpoint, as in a crash.
      signal(running.pid, "SIGQUIT");
      await running.crashed;
      await sleep(ms);
      if (!stopping) running = await start(port);
    },
    async stall(ms) {
      signal(running.pid, "SIGSTOP");
      frozen = [running.pid];
      for (const pid of await childrenOf(running.pid)) {
        signal(pid, "SIGSTOP");
        frozen.push(pid);
      }
      await sleep(ms);
      thaw();
    },
    async stop() {
      stopping = true;
      thaw();
      await running.stop();
      await remove();
    },
  };
}

/** A new database on a Postgres that belongs to somebody else; dropped by `stop`. */
export async function borrowDatabase(
  serverUrl: string,
): Promise<{ url: string; stop(): Promise<void> }> {
  const name = `tureen_chaos_${Date.now().toString(36)}`;
  const run = async (sql: string) => {
    const client = new pg.Client({
      connectionString: serverUrl,
      connectionTimeoutMillis: 10_000,
      query_timeout: 60_000,
    });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  await run(`create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    stop: () => run(`drop database if exists ${name} with (force)`),
  };
}

/** A Redis of its own; undefined where none is installed. */
export async function startRedis(): Promise<Service | undefined> {
  if (findProgram("redis") === undefined) return undefined;
  let running = await startRedisProcess();
  const port = Number(new URL(running.url).port);
  let stopping = false;
  return {
    url: running.url,
    async outage(ms) {
      signal(running.pid, "SIGKILL");
      await running.stop();
      await sleep(ms);
      if (!stopping) running = await startRedisProcess({ port });
    },
    async stall(ms) {
      signal(running.pid, "SIGSTOP");
      await sleep(ms);
      signal(running.pid, "SIGCONT");
    },
    async stop() {
      stopping = true;
      signal(running.pid, "SIGCONT");
      await running.stop();
    },
  };
}

/** Sends a signal; a process that has ended meanwhile needs none. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

async function childrenOf(pid: number): Promise<number[]> {
  const { stdout } = await promisify(execFile)("ps", ["-e", "-o", "pid=,ppid="], {
    timeout: 5_000,
  });
  return stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([child, parent]) => (parent === pid && child !== undefined ? [child] : []));
}
