import { execFile } from "node:child_process";
import { chmod, mkdtemp, rm, statfs, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A disk of its own, small enough to be filled. */
export interface SmallDisk {
  readonly folder: string;
  /** Takes what room there is, but for `leave` bytes. */
  fill(leave?: number): Promise<void>;
  /** Gives it back. */
  clear(): Promise<void>;
  /** From now on nothing can be written, or everything again. */
  remount(mode: "ro" | "rw"): Promise<void>;
  remove(): Promise<void>;
}

/**
 * Mounts a disk of so many megabytes. Returns a sentence where that is not allowed: no other trick makes
 * a write fail as a full disk does, and a test that pretends proves nothing.
 */
export async function smallDisk(megabytes: number): Promise<SmallDisk | string> {
  const folder = await mkdtemp(join(tmpdir(), "tureen-disk-"));
  const options = `size=${megabytes}m,mode=0711`;
  try {
    await run("mount", ["-t", "tmpfs", "-o", options, "tureen-test", folder]);
  } catch (error) {
    await rm(folder, { recursive: true });
    const { stderr } = error as { stderr?: string };
    return `A full disk needs one that can be mounted, which only root may: ${stderr?.trim() || error}`;
  }
  await chmod(folder, 0o711);
  const filler = join(folder, "filler");
  return {
    folder,
    async fill(leave = 0) {
      const { bavail, bsize } = await statfs(folder);
      const bytes = Math.max(0, bavail * bsize - leave);
      // Whatever takes room meanwhile: the rest of it too.
      await writeFile(filler, Buffer.alloc(bytes, 1)).catch(ignoreFull);
      if (leave === 0)
        await writeFile(`${filler}-2`, Buffer.alloc(1024 * 1024, 1)).catch(ignoreFull);
    },
    async clear() {
      for (const file of [filler, `${filler}-2`]) await rm(file, { force: true });
    },
    async remount(mode) {
      await run("mount", ["-o", `remount,${mode}`, folder]);
    },
    async remove() {
      await run("umount", ["-l", folder]);
      await rm(folder, { recursive: true });
    },
  };
}

function ignoreFull(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOSPC") throw error;
}
