/** Pages that stand still, as an operating system freezes those that nobody looks at. */
import { readdir, readFile } from "node:fs/promises";

/** What a process that holds pages has on its command line: Chromium's, and Firefox's at the end. */
const HOLDS_PAGES = /--type=renderer|\btab\0*$/;

/** The processes of a browser that hold its pages. */
export async function pageProcesses(browser: number): Promise<number[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir("/proc")) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    // Its name may hold anything, parentheses and spaces too; what follows it does not.
    const stat = await readFile(`/proc/${name}/stat`, "latin1").catch(() => "");
    const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
    if (Number.isInteger(parent)) parents.set(pid, parent);
  }
  const isOurs = (pid: number | undefined): boolean =>
    pid !== undefined && pid > 1 && (pid === browser || isOurs(parents.get(pid)));
  const found: number[] = [];
  for (const pid of parents.keys()) {
    if (pid === browser || !isOurs(pid)) continue;
    const command = await readFile(`/proc/${pid}/cmdline`, "latin1").catch(() => "");
    if (HOLDS_PAGES.test(command)) found.push(pid);
  }
  return found;
}

/** Stops these processes; returns those that could be, which `thaw` lets go on. */
export function freeze(pids: readonly number[]): number[] {
  return pids.filter((pid) => send(pid, "SIGSTOP"));
}

export function thaw(pids: readonly number[]): void {
  for (const pid of pids) send(pid, "SIGCONT");
}

function send(pid: number, signal: "SIGSTOP" | "SIGCONT"): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    // It has ended meanwhile.
    return false;
  }
}
