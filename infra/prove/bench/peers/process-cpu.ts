import { readdir, readFile } from "node:fs/promises";

/** Of Linux' accounting, on every architecture that Node runs on. */
const TICKS_PER_SECOND = 100;

/** What /proc says of one process, CPU times in ticks. */
interface ProcessTimes {
  readonly parent: number;
  readonly own: number;
  /** Of its children that have ended. */
  readonly ended: number;
}

/**
 * CPU time, user and system, that a process and its children, also those that have ended, have used
 * so far, seconds. Linux only; rejects elsewhere.
 */
export async function familyCpuSeconds(pid: number): Promise<number> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const times = await Promise.all(pids.map(async (id) => [id, await readTimes(id)] as const));
  let ticks = 0;
  for (const [id, of] of times) {
    if (id === pid && of) ticks += of.own + of.ended;
    else if (of?.parent === pid) ticks += of.own;
  }
  return ticks / TICKS_PER_SECOND;
}

async function readTimes(pid: number): Promise<ProcessTimes | null> {
  try {
    return parseStat(await readFile(`/proc/${pid}/stat`, "utf8"));
  } catch {
    // It has ended meanwhile; its parent counts its time then.
    return null;
  }
}

/** Reads a line of /proc/PID/stat (proc(5)). */
export function parseStat(line: string): ProcessTimes {
  // The name in brackets may hold anything; the numbers follow its last bracket.
  const fields = line
    .slice(line.lastIndexOf(")") + 2)
    .split(" ")
    .map(Number);
  const [, parent = 0] = fields;
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15);
  return { parent, own: user + system, ended: endedUser + endedSystem };
}
