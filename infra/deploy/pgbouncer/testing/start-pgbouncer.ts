import { once } from "node:events";
import { chmod, chown, mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { freePort } from "../../../run/start/ports.ts";
import { postgresAccount } from "../../../run/start/postgres-account.ts";
import { findProgram, programs } from "../../../run/start/programs.mjs";
import { spawnTied } from "../../../run/start/tied-process.ts";

const READY_TIMEOUT_MS = 10_000;
const EXAMPLE = new URL("../pgbouncer.ini", import.meta.url);

/** A running PgBouncer. */
export type PgBouncer = {
  /** As the login, through PgBouncer. */
  readonly url: string;
  readonly stop: () => Promise<void>;
};

/**
 * The real PgBouncer with the example configuration in front of a Postgres on this machine; only
 * addresses and the given settings differ. `secret` is the login's own in pg_authid.
 */
export async function startPgBouncer(options: {
  readonly databaseUrl: string;
  readonly login: { readonly name: string; readonly password: string; readonly secret: string };
  readonly settings: Readonly<Record<string, string>>;
}): Promise<PgBouncer> {
  const program = findProgram("pgbouncer");
  if (!program) {
    throw new Error(
      `pgbouncer is not in PATH. On Debian: apt-get install ${programs.pgbouncer.debian}`,
    );
  }
  const { login } = options;
  const target = new URL(options.databaseUrl);
  const database = target.pathname.slice(1);
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), "tureen-pgbouncer-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  const [ini, users] = [join(folder, "pgbouncer.ini"), join(folder, "userlist.txt")];
  const settings = {
    listen_addr: "127.0.0.1",
    listen_port: String(port),
    auth_file: users,
    unix_socket_dir: "",
    ...options.settings,
  };
  await writeFile(users, `"${login.name}" "${login.secret}"\n`, { mode: 0o600 });
  const example = await readFile(EXAMPLE, "utf8");
  await writeFile(ini, configured(example, database, target.port, settings));
  // PgBouncer refuses to run as root, as Postgres does.
  const account = await postgresAccount();
  await chmod(folder, 0o711);
  if (account) await chown(users, account.uid, account.gid);
  const log = await open(join(folder, "log"), "w");
  const child = spawnTied([program, ini], "TERM", {
    output: log.fd,
    uid: account?.uid,
    gid: account?.gid,
  });
  await log.close();
  const exited = once(child, "exit").then(([code]) => `it ended with code ${code}`);
  const url = new URL(`postgres://127.0.0.1:${port}/${database}`);
  url.username = login.name;
  url.password = login.password;
  const stop = async () => {
    child.kill("SIGTERM");
    await exited;
    await remove();
  };
  const failure = await Promise.race([exited, answers(url.href)]);
  if (failure === undefined) return { url: url.href, stop };
  const said = await readFile(join(folder, "log"), "utf8");
  if (child.exitCode === null) await stop();
  else await remove();
  throw new Error(`pgbouncer did not start: ${failure}\n${said}`);
}

/** The example with other addresses. */
function configured(
  example: string,
  database: string,
  port: string,
  settings: Readonly<Record<string, string>>,
): string {
  const line = /^qr_menu_db = .*$/m;
  let text = example.replace(line, `${database} = host=127.0.0.1 port=${port} dbname=${database}`);
  for (const [name, value] of Object.entries(settings)) {
    const given = new RegExp(`^${name} = .*$`, "m");
    text = given.test(text)
      ? text.replace(given, `${name} = ${value}`)
      : `${text}${name} = ${value}\n`;
  }
  return text;
}

/** Undefined once a statement comes through. */
async function answers(url: string): Promise<string | undefined> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  for (;;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on("error", () => {});
    try {
      await client.connect();
      await client.query("select 1");
      return undefined;
    } catch (error) {
      if (Date.now() > deadline) return (error as Error).message;
      await delay(50);
    } finally {
      await client.end();
    }
  }
}
