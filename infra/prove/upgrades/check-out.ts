import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const WORKSPACES = ["shared", "persistence", "collab-server", "web", "infra"];
const ARCHIVE_MAX_BYTES = 256 * 1024 * 1024;

/** The sources of a commit in a folder of their own, ready to run. */
export interface CheckedOut {
  readonly folder: string;
  readonly remove: () => Promise<void>;
}

/**
 * Takes a commit of this checkout's history out into a new folder, with the dependencies that are
 * installed here: a release whose own differ in a way that matters is not what is then tried.
 */
export async function checkOut(checkout: string, commit: string): Promise<CheckedOut> {
  const folder = await mkdtemp(join(tmpdir(), "tureen-release-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const archive = join(folder, "release.tar");
    const git = (args: string[]) =>
      run("git", args, { cwd: checkout, maxBuffer: ARCHIVE_MAX_BYTES });
    await git(["cat-file", "-e", `${commit}^{commit}`]).catch((error: unknown) => {
      throw new Error(
        `The history here does not hold the release ${commit}: git fetch --unshallow, or name another commit.`,
        { cause: error },
      );
    });
    await git(["archive", `--output=${archive}`, commit]);
    await run("tar", ["-xf", archive, "-C", folder]);
    await rm(archive);
    await linkDependencies(checkout, folder);
    return { folder, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** All but our own packages, which lie in the folder itself. */
export async function linkDependencies(checkout: string, folder: string): Promise<void> {
  const modules = join(folder, "node_modules");
  await mkdir(join(modules, "@tureen"), { recursive: true });
  for (const name of await readdir(join(checkout, "node_modules"))) {
    if (name !== "@tureen")
      await symlink(join(checkout, "node_modules", name), join(modules, name));
  }
  for (const name of WORKSPACES) {
    await symlink(join(folder, name), join(modules, "@tureen", name));
    const own = join(checkout, name, "node_modules");
    if (existsSync(own) && existsSync(join(folder, name))) {
      await symlink(own, join(folder, name, "node_modules"));
    }
  }
}

/** Puts one text in the place of another, which has to be there exactly once. */
export function changeText(path: string, text: string, before: string, after: string): string {
  const [head, tail, ...more] = text.split(before);
  if (tail === undefined || more.length > 0) {
    throw new Error(`${path} does not hold ${JSON.stringify(before)} once: adapt the change`);
  }
  return `${head}${after}${tail}`;
}
