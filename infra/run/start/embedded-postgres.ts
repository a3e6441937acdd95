import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { open, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { freePort } from "./ports.ts";
import { type Cluster, findCluster, openCluster, type Runner } from "./postgres-cluster.ts";
import { spawnTied } from "./tied-process.ts";

/** Replaying the log after a crash may take a while; longer than this is a fault. */
const READY_TIMEOUT_MS = 120_000;
/** A fast shutdown closes connections and writes a checkpoint. */
const STOP_TIMEOUT_MS = 7_000;
/** How long to wait for a predecessor that is just shutting down. */
const PREDECESSOR_TIMEOUT_MS = 4_000;
const POLL_MS = 100;
const LOG_MAX_BYTES = 5 * 1024 * 1024;
const DATABASE = "tureen";
/** The system allows 103 to 107 bytes for a socket's whole path; its name takes up to 19. */
const SOCKET_FOLDER_MAX_BYTES = 84;

/** A running Postgres. */
export type EmbeddedPostgres = {
  /** Connection string of the superuser, to the database `tureen`. */
  url: string;
  /** Process id of the postmaster. */
  pid: number;
  /** Where its data is. */
  folder: string;
  /** Settles with a sentence when Postgres ends without having been asked to. */
  crashed: Promise<string>;
  /** Shuts Postgres down cleanly; safe to call twice. */
  stop(): Promise<void>;
};

/** `settings` are Postgres' own, as in postgresql.conf: `{ work_mem: "8MB" }`. */
export type EmbeddedPostgresOptions = {
  dataDir: string;
  settings?: Record<string, string> | undefined;
  /** Default: one that is free. */
  port?: number | undefined;
};

/**
 * Starts Postgres on the data of `dataDir` (made when missing), on a port of 127.0.0.1 and,
 * where possible, on a Unix socket, which `url` then names.
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  const { cluster, runner } = await openCluster(dataDir);
  await waitForPredecessor(cluster, dataDir);
  const port = options.port ?? (await freePort());
  const socket = socketFolder(cluster);
  const process = await spawnPostgres(cluster, runner, port, dataDir, {
    unix_socket_directories: socket ? `"${socket}"` : "",
    ...options.settings,
  });
  const exited = once(process, "exit").then(([code, signal]) => String(signal ?? code));
  try {
    await waitUntilReady(urlOf(cluster, port, socket, "postgres"), exited, dataDir);
    await ensureDatabase(urlOf(cluster, port, socket, "postgres"));
  } catch (error) {
    await stopPostgres(process);
    throw error;
  }
  // A spawned process that answered has a number.
  const pid = process.pid as number;
  return {
    url: urlOf(cluster, port, socket, DATABASE),
    pid,
    folder: cluster.folder,
    crashed: exited.then((how) => `Postgres ended (${how}); see ${logFile(dataDir)}.`),
    stop: () => stopPostgres(process),
  };
}

/** Connection string of the embedded Postgres that another process runs on `dataDir`, if any. */
export async function runningPostgresUrl(dataDir: string): Promise<string | undefined> {
  const cluster = await findCluster(resolve(dataDir));
  const postmaster = cluster && (await readPostmaster(cluster));
  return postmaster && urlOf(cluster, postmaster.port, postmaster.socket, DATABASE);
}

/** With a socket, its folder stands as libpq's `host` parameter, which pg understands too. */
function urlOf(
  cluster: Cluster,
  port: number,
  socket: string | undefined,
  database: string,
): string {
  const password = encodeURIComponent(cluster.password);
  const host = socket ? `?host=${encodeURIComponent(socket)}` : "";
  return `postgres://postgres:${password}@127.0.0.1:${port}/${database}${host}`;
}

/**
 * The folder for Postgres' Unix socket: the cluster's own, which only its user can enter. A query
 * through it costs its sender a third less than over TCP. Undefined where the path does not do.
 */
function socketFolder({ folder }: Cluster): string | undefined {
  const fits = Buffer.byteLength(folder) <= SOCKET_FOLDER_MAX_BYTES;
  return fits && !folder.includes('"') ? folder : undefined;
}

function logFile(dataDir: string): string {
  return join(dataDir, "postgres.log");
}

/** Whether Postgres' log says, since it last ran, that its disk takes no more. */
export async function endedForWantOfRoom(dataDir: string): Promise<boolean> {
  const text = await readFile(logFile(resolve(dataDir)), "utf8").catch(() => "");
  const since = text.slice(text.lastIndexOf("ready to accept connections") + 1);
  return /No space left on device|Disk quota exceeded/.test(since);
}

/** Postgres' own lock file: first line its process id, fourth its port, fifth its socket's folder. */
async function readPostmaster(
  cluster: Cluster,
): Promise<{ pid: number; port: number; socket: string | undefined } | undefined> {
  let text: string;
  try {
    text = await readFile(join(cluster.folder, "postmaster.pid"), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const lines = text.split("\n");
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  const found = pid > 0 && port > 0 && (await isPostgres(pid, cluster.folder));
  return found ? { pid, port, socket: lines[4] || undefined } : undefined;
}

/** After a crash the number in the lock file may belong to somebody else by now. */
async function isPostgres(pid: number, folder: string): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  try {
    return (await readFile(`/proc/${pid}/cmdline`, "utf8")).includes(folder);
  } catch {
    // No /proc (macOS): the process is alive, and Postgres itself judges the lock file in the end.
    return true;
  }
}

async function waitForPredecessor(cluster: Cluster, dataDir: string): Promise<void> {
  const deadline = Date.now() + PREDECESSOR_TIMEOUT_MS;
  while (await readPostmaster(cluster)) {
    if (Date.now() > deadline) {
      throw new Error(
        `Another Tureen is already running on ${dataDir}. ` +
          "Stop it first, or give this one a folder of its own with DATA_DIR.",
      );
    }
    await delay(POLL_MS);
  }
}

async function spawnPostgres(
  cluster: Cluster,
  { binaries, account }: Runner,
  port: number,
  dataDir: string,
  extra: Record<string, string>,
): Promise<ChildProcess> {
  const settings: Record<string, string> = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    max_connections: "200",
    // Statements and error details quote what guests typed; logs must not.
    log_min_error_statement: "panic",
    log_error_verbosity: "terse",
    ...extra,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const log = await openLog(logFile(dataDir));
  try {
    return spawnTied([join(binaries.root, "bin/postgres"), "-D", cluster.folder, ...flags], "INT", {
      output: log.fd,
      env: { PATH: "/usr/bin:/bin", LC_ALL: "C" },
      uid: account?.uid,
      gid: account?.gid,
    });
  } finally {
    await log.close();
  }
}

async function openLog(path: string) {
  const size = await stat(path).then(
    (file) => file.size,
    () => 0,
  );
  return open(path, size > LOG_MAX_BYTES ? "w" : "a", 0o600);
}

async function waitUntilReady(
  url: string,
  exited: Promise<string>,
  dataDir: string,
): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  let ended: string | undefined;
  exited.then((how) => {
    ended = how;
  });
  for (;;) {
    const failure = await connects(url);
    if (failure === undefined) return;
    if (ended !== undefined || Date.now() > deadline) {
      const tail = (await readFile(logFile(dataDir), "utf8")).trim().split("\n").slice(-5);
      throw new Error(
        `The embedded Postgres did not start (${ended ?? failure}):\n${tail.join("\n")}`,
      );
    }
    await delay(POLL_MS);
  }
}

/** Undefined when a connection succeeds, else the reason. */
async function connects(url: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  try {
    await client.connect();
    await client.end();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, query_timeout: 30_000 });
  await client.connect();
  try {
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}

async function stopPostgres(process: ChildProcess): Promise<void> {
  // Fast shutdown, then without a checkpoint (recovers at the next start), then by force.
  for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"] as const) {
    if (process.exitCode !== null || process.signalCode !== null) return;
    const exit = once(process, "exit");
    process.kill(signal);
    await Promise.race([exit, delay(STOP_TIMEOUT_MS, undefined, { ref: false })]);
  }
}
