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
  readonly port: number;
  /** Address of the database of this name, as this user; default the superuser. */
  url(database: string, user?: string): string;
  /** Runs one of its programs, or a system's, as the account that it runs under; rejects when that fails. */
  run(program: string, args: readonly string[]): Promise<void>;
  /** Ends it, orderly or as a power cut does, and leaves its folder. */
  stop(how: "orderly" | "power-cut"): Promise<void>;
  /** Ends it and removes everything. */
  remove(): Promise<void>;
}

export interface SystemPostgresOptions {
  /** More settings, each `name=value`. */
  readonly settings?: readonly string[];
  /** A free one unless given. */
  readonly port?: number;
  /** Makes the cluster's folder in place of initdb, with the programs of this folder. */
  readonly fill?: (
    folder: string,
    run: (program: string, args: readonly string[]) => Promise<void>,
  ) => Promise<void>;
}

/** A new folder that the account of Postgres may write to. */
export async function postgresFolder(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `tureen-${name}-`));
  const account = await postgresAccount();
  if (account) await chown(folder, account.uid, account.gid);
  return folder;
}

/**
 * A cluster on a port of 127.0.0.1 that lets every local user in and writes nothing through to the
 * disk; a new one unless `fill` makes it. Throws a sentence when the programs are missing.
 */
export async function startSystemPostgres(
  options: SystemPostgresOptions = {},
): Promise<SystemPostgres> {
  const initdb = findProgram("postgres");
  if (!initdb) throw new Error("initdb is missing. On Debian: apt-get install postgresql");
  const programs = dirname(initdb);
  const account = await postgresAccount();
  const identity = account && { uid: account.uid, gid: account.gid };
  const base = await postgresFolder("system-postgres");
  const folder = join(base, "data");
  const env = { PATH: `${programs}:/usr/bin:/bin`, LC_ALL: "C" };
  const run = async (program: string, args: readonly string[]) => {
    await promisify(execFile)(program, [...args], { cwd: "/", env, ...identity });
  };
  const flags = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync"];
  const fill = options.fill ?? (() => run("initdb", [`--pgdata=${folder}`, ...flags]));
  const port = options.port ?? (await freePort());
  const settings = ["fsync=off", `port=${port}`, "listen_addresses=127.0.0.1"];
  const url = (database: string, user = "postgres") =>
    `postgres://${user}@127.0.0.1:${port}/${database}`;
  let stop: SystemPostgres["stop"] = async () => {};
  const remove = async () => {
    await stop("orderly");
    await rm(base, { recursive: true });
  };
  try {
    await fill(folder, run);
    const server = spawnTied(
      [
        join(programs, "postgres"),
        "-D",
        folder,
        ...[...settings, "unix_socket_directories=", ...(options.settings ?? [])].flatMap(
          (setting) => ["-c", setting],
        ),
      ],
      "INT",
      { output: "ignore", env, ...identity },
    );
    const exited = once(server, "exit");
    stop = async (how) => {
      if (server.exitCode === null) server.kill(how === "orderly" ? "SIGINT" : "SIGQUIT");
      await exited;
    };
    await Promise.race([untilReady(url("postgres")), exited.then(throwEnded)]);
  } catch (error) {
    await remove();
    throw error;
  }
  return { programs, folder, port, url, run, stop, remove };
}

function throwEnded(): never {
  throw new Error("Postgres ended as it was started.");
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
