import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { chown, link, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { promisify } from "node:util";
import { type Account, postgresAccount } from "./postgres-account.ts";
import { majorOf, type PostgresBinaries, postgresBinaries } from "./postgres-binaries.ts";
import { everyoneMayEnter, sharedPlace } from "./shared-place.ts";

/** Initialising takes seconds; a minute and a half means that something is wrong. */
const INITDB_TIMEOUT_MS = 90_000;

/** A database cluster on disk that belongs to one DATA_DIR. */
export type Cluster = {
  /** Postgres' own data folder, absolute. */
  folder: string;
  /** The superuser's password. */
  password: string;
};

/** How to run Postgres: with which binaries, and as whom (undefined: as ourselves). */
export type Runner = { binaries: PostgresBinaries; account: Account | undefined };

/** Reads which cluster belongs to `dataDir`; undefined before the first start. */
export async function findCluster(dataDir: string): Promise<Cluster | undefined> {
  let text: string;
  try {
    text = await readFile(pointerFile(dataDir), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const { folder, password } = JSON.parse(text) as Cluster;
  return { folder: resolve(dataDir, folder), password };
}

/** Finds the cluster of `dataDir`, or makes one; safe when two processes do so at once. */
export async function openCluster(dataDir: string): Promise<{ cluster: Cluster; runner: Runner }> {
  await mkdir(dataDir, { recursive: true, mode: 0o711 });
  const found = await findCluster(dataDir);
  if (found) {
    const runner = await runnerFor(found);
    await checkVersion(found, runner.binaries);
    return { cluster: found, runner };
  }
  const account = await postgresAccount();
  const runner = { binaries: await postgresBinaries(account !== undefined), account };
  return { cluster: await createCluster(dataDir, runner), runner };
}

async function runnerFor(cluster: Cluster): Promise<Runner> {
  const account = await postgresAccount();
  if (!account) return { binaries: await postgresBinaries(false), account };
  // A cluster that an ordinary user made stays theirs when root starts it.
  const { uid, gid } = await stat(cluster.folder);
  return {
    binaries: await postgresBinaries(true),
    account: uid === 0 ? account : { name: String(uid), uid, gid },
  };
}

async function checkVersion(cluster: Cluster, binaries: PostgresBinaries): Promise<void> {
  let text: string;
  try {
    text = await readFile(join(cluster.folder, "PG_VERSION"), "utf8");
  } catch (error) {
    throw new Error(
      `The embedded database's data folder ${cluster.folder} is missing or unreadable. ` +
        "Restore it from a backup, or delete DATA_DIR to start with an empty database.",
      { cause: error },
    );
  }
  const major = Number(text);
  if (major === majorOf(binaries.version)) return;
  throw new Error(
    `The embedded database was made by Postgres ${major}, but ${majorOf(binaries.version)} is installed. ` +
      "Dump it with the old version and restore it, or delete DATA_DIR to start anew.",
  );
}

async function createCluster(dataDir: string, { binaries, account }: Runner): Promise<Cluster> {
  const home = await clusterHome(dataDir, account);
  // The name is new every time: whoever publishes the pointer file first wins, the others clean up.
  const base = join(
    home,
    `postgres-${majorOf(binaries.version)}-${randomBytes(4).toString("hex")}`,
  );
  const cluster = { folder: join(base, "data"), password: randomBytes(24).toString("base64url") };
  const passwordFile = join(base, "password");
  try {
    await mkdir(base, { mode: 0o700 });
    await writeFile(passwordFile, cluster.password, { mode: 0o600 });
    if (account) {
      await chown(passwordFile, account.uid, account.gid);
      await chown(base, account.uid, account.gid);
    }
    await initdb(cluster.folder, passwordFile, binaries, account);
    await rm(passwordFile);
    await publish(dataDir, cluster);
    return cluster;
  } catch (error) {
    await rm(base, { recursive: true, force: true });
    const winner = await findCluster(dataDir);
    if (winner) return winner;
    throw error;
  }
}

/** In DATA_DIR where the account can reach it, else in the shared place under a hash of DATA_DIR. */
async function clusterHome(dataDir: string, account: Account | undefined): Promise<string> {
  if (!account || (await everyoneMayEnter(dataDir))) return dataDir;
  const hash = createHash("sha256").update(resolve(dataDir)).digest("hex").slice(0, 12);
  const home = join(await sharedPlace(), `data-${hash}`);
  await mkdir(home, { recursive: true, mode: 0o711 });
  await writeFile(join(home, "belongs-to"), `${resolve(dataDir)}\n`);
  return home;
}

async function initdb(
  folder: string,
  passwordFile: string,
  binaries: PostgresBinaries,
  account: Account | undefined,
): Promise<void> {
  // The builtin C.UTF-8 sorts the same on every machine, so indexes survive a move to another one.
  const locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const flags = ["--username=postgres", "--auth=scram-sha-256", "--encoding=UTF8", ...locale];
  try {
    await promisify(execFile)(
      join(binaries.root, "bin/initdb"),
      [`--pgdata=${folder}`, `--pwfile=${passwordFile}`, ...flags],
      {
        cwd: "/",
        env: { PATH: "/usr/bin:/bin", LC_ALL: "C" },
        timeout: INITDB_TIMEOUT_MS,
        ...(account && { uid: account.uid, gid: account.gid }),
      },
    );
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    throw new Error(`The embedded database could not be made. ${stderr?.trim() || message}`, {
      cause: error,
    });
  }
}

/** Names the cluster in DATA_DIR, atomically; fails with EEXIST when there is one already. */
async function publish(dataDir: string, cluster: Cluster): Promise<void> {
  const inside = relative(dataDir, cluster.folder);
  // Relative inside DATA_DIR, so that the checkout can be moved.
  const folder = inside.startsWith("..") || isAbsolute(inside) ? cluster.folder : inside;
  const draft = `${pointerFile(dataDir)}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify({ ...cluster, folder }, null, 2)}\n`, { mode: 0o600 });
  try {
    await link(draft, pointerFile(dataDir));
  } finally {
    await rm(draft);
  }
}

/** Deletes the cluster and its pointer; for databases that were only made for a test. */
export async function removeCluster(dataDir: string): Promise<void> {
  const cluster = await findCluster(dataDir);
  if (cluster) {
    const base = dirname(cluster.folder);
    await rm(base, { recursive: true, force: true });
    // The folder under the shared place exists only for this DATA_DIR.
    if (dirname(base) !== resolve(dataDir))
      await rm(dirname(base), { recursive: true, force: true });
  }
  await rm(pointerFile(dataDir), { force: true });
}

function pointerFile(dataDir: string): string {
  return join(dataDir, "postgres.json");
}
