import { mkdir, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

/**
 * A folder that only root writes and every account may enter: `/var/lib/tureen`, or `tureen` in the
 * temporary folder where /var/lib is read-only. Only root calls this.
 */
export async function sharedPlace(): Promise<string> {
  const failures: string[] = [];
  for (const place of ["/var/lib/tureen", join(tmpdir(), "tureen")]) {
    try {
      await mkdir(place, { recursive: true, mode: 0o755 });
      const { uid, mode } = await stat(place);
      // Anybody may create names in /tmp; binaries from a folder of somebody else are not to be run.
      if (uid === 0 && (mode & 0o022) === 0 && (await everyoneMayEnter(place))) return place;
      failures.push(`${place} is not root's alone, or cannot be entered by others`);
    } catch (error) {
      failures.push(`${place}: ${(error as Error).message}`);
    }
  }
  throw new Error(
    `No place for the embedded Postgres outside the checkout. ${failures.join("; ")}`,
  );
}

/** True when accounts other than the owner may enter `path` and every folder above it. */
export async function everyoneMayEnter(path: string): Promise<boolean> {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if (((await stat(folder)).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
