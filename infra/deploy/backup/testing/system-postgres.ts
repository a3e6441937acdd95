import { execFile } from "node:child_process";
import { once } from "node:events";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { freePort } from "../../../run/start/ports.ts";
import { postgresAccount } from "../../../run/start/postgres-account.ts";
import { findProgram } from "../../../run/start/programs.mjs";
import { spawnTied } from "../../../run/start/tied-process.ts";

const READY_TIMEOUT_MS = 20_000;

/** A Postgres of the system's own programs; the embedded one brings no pg_dump. */
export interface SystemPostgres {
  /** The folder of its programs: pg_dump, pg_restore, psql, pg_basebackup. */
  readonly programs: string;
  /** The cluster's own folder. */
  readonly folder: string;
  /** Address of the database of this name, as this user; default the superuser. */
  url(database: string, user?: string): string;
  /** Ends it and removes everything. */
  remove(): Promise<void>;
}

/**
 * A new cluster on a port of 127.0.0.1 that lets every local user in and writes nothing through to the
 * disk. Throws a sentence when the programs are missing.
 */
export async function startSystemPostgres(): Promise<SystemPostgres> {
  const initdb = findProgram("postgres");
  if (!initdb) throw new Error("initdb is missing. On Debian: apt-get install postgresql");
  const programs = dirname(initdb);
  const account = await postgresAccount();
  const identity = account && { uid: account.uid, gid: account.gid };
  const base = await mkdtemp(join(tmpdir(), "tureen-system-postgres-"));
  if (account) await chown(base, account.uid, account.gid);
  const folder = join(base, "data");
  const env = { PATH: "/usr/bin:/bin", LC_ALL: "C" };
  const flags = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync"];
  await promisify(execFile)(initdb, [`--pgdata=${folder}`, ...flags], {
    cwd: "/",
    env,
    ...identity,
  });
  const port = await freePort();
  const settings = ["fsync=off", `port=${port}`, "listen_addresses=127.0.0.1"];
  const server = spawnTied(
    [
      join(programs, "postgres"),
      "-D",
      folder,
      ...[...settings, "unix_socket_directories="].flatMap((setting) => ["-c", setting]),
    ],
    "INT",
    { output: "ignore", env, ...identity },
  );
  const exited = once(server, "exit");
  const url = (database: string, user = "postgres") =>
    `postgres://${user}@127.0.0.1:${port}/${database}`;
  const remove = async () => {
    server.kill("SIGINT");
    await exited;
    await rm(base, { recursive: true });
  };
  try {
    await untilReady(url("postgres"));
  } catch (error) {
    await remove();
    throw error;
  }
  return { programs, folder, url, remove };
}

async function untilReady(url: string): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  for (;;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    try {
      await client.connect();
      return await client.end();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await delay(50);
    }
  }
}
