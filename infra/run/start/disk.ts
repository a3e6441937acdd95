/** Whether the disk has room, and what to say when it has not or cannot be written. */
import { mkdir, rm, statfs, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Below this a disk is full: Postgres makes its log in files of 16 MB, and needs one to begin with. */
export const ROOM_BYTES = 32 * 1024 * 1024;

/** The bytes that are free for ordinary users where a path is, or will be; Infinity if nobody can tell. */
export async function freeBytes(path: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(path);
    return bavail * bsize;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT" || path === dirname(path)) return Number.POSITIVE_INFINITY;
    return freeBytes(dirname(path));
  }
}

/** The sentence that says which disk is full, and how full. */
export function fullDiskSentence(path: string, free: number): string {
  return `The disk is full: ${path} has ${megabytes(free)} free, and the database needs ${megabytes(ROOM_BYTES)}.`;
}

/** A number of bytes in a form for people. */
export function megabytes(bytes: number): string {
  return `${Math.floor(bytes / 1024 / 1024)} MB (${bytes} bytes)`;
}

/** Makes the data folder where it is missing, and throws when nothing can be put there. */
export async function tryDataDir(dataDir: string): Promise<void> {
  const trial = join(dataDir, `.trial-${process.pid}`);
  await mkdir(dataDir, { recursive: true, mode: 0o711 }).catch(async (error) => {
    // Node says of a read-only file system that the folder is not there; the system itself says why.
    if (error.code !== "ENOENT") throw error;
    await mkdir(dataDir, { mode: 0o711 });
  });
  await writeFile(trial, "");
  await rm(trial);
}

const FILE_PROBLEMS: Readonly<Record<string, string>> = {
  EACCES: "belongs to somebody else",
  EPERM: "may not be changed",
  EROFS: "is on a file system that is read-only",
  ENOENT: "is not there and cannot be made",
  ENOSPC: "is on a disk that is full",
  EDQUOT: "is on a disk whose quota is used up",
  ENOTDIR: "lies in something that is no folder",
};

/**
 * An error about the data folder as a sentence that says what to do; any other error as it is.
 * `dataDir` is the folder, the value of DATA_DIR.
 */
export function explainDataDir(error: unknown, dataDir: string): unknown {
  const { code = "", path } = error as NodeJS.ErrnoException;
  const problem = FILE_PROBLEMS[code];
  if (problem === undefined || !path?.startsWith(dataDir)) return error;
  return new Error(
    `The data folder ${dataDir} cannot be written: it ${problem} (${code}). ` +
      "Mend that, or set DATA_DIR to a folder that this user may write.",
    { cause: error },
  );
}
