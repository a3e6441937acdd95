import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

const memoryOnRequest = new URL("memory-on-request.ts", import.meta.url).pathname;
const MEMORY_TIMEOUT_MS = 10_000;
/** A machine that others use too may take its time to start a process. */
const UP_TIMEOUT_MS = 120_000;

/** A server under measurement, as a process of its own. */
export interface MeasuredProcess {
  readonly pid: number;
  /** CPU time used so far, user and system, seconds. */
  cpuSeconds(): Promise<number>;
  memory(): Promise<{ readonly rssBytes: number; readonly heapBytes: number }>;
  /** After a full collection of garbage; `usedBytes` are the heap and the buffers outside it. */
  settledMemory(): Promise<{
    readonly rssBytes: number;
    readonly heapBytes: number;
    readonly usedBytes: number;
  }>;
  /** Ends it without a word, as a crash does. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a TypeScript entry point and waits until `metricsUrl` answers. With `profileDir` it leaves
 * a V8 CPU profile there when it stops.
 */
export async function startProcess(
  entry: string,
  env: Record<string, string>,
  metricsUrl: string,
  profileDir?: string,
): Promise<MeasuredProcess> {
  const profile = profileDir ? ["--cpu-prof", `--cpu-prof-dir=${profileDir}`] : [];
  const flags = ["--expose-gc", "--import", memoryOnRequest, ...profile];
  const child = spawn(process.execPath, [...flags, entry], {
    env: { PATH: process.env.PATH ?? "", ...env },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  await waitUntil(child, async () => (await fetch(metricsUrl)).ok);
  const measure = async (name: string) => {
    const text = await (await fetch(metricsUrl)).text();
    const value = new RegExp(`^${name} (\\S+)`, "m").exec(text)?.[1];
    if (value === undefined) throw new Error(`${metricsUrl} does not tell ${name}`);
    return Number(value);
  };
  return {
    // A process that answered has a number.
    pid: child.pid as number,
    cpuSeconds: () => measure("process_cpu_seconds_total"),
    async memory() {
      return {
        rssBytes: await measure("process_resident_memory_bytes"),
        heapBytes: await measure("nodejs_heap_size_used_bytes"),
      };
    },
    async settledMemory() {
      child.send("settled-memory");
      for (;;) {
        const signal = AbortSignal.timeout(MEMORY_TIMEOUT_MS);
        const [message] = await once(child, "message", { signal });
        const usage = (message as { settledMemory?: NodeJS.MemoryUsage }).settledMemory;
        if (!usage) continue;
        const { rss, heapUsed, external } = usage;
        return { rssBytes: rss, heapBytes: heapUsed, usedBytes: heapUsed + external };
      }
    },
    async kill() {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await gone;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await Promise.race([gone, sleep(15_000).then(() => child.kill("SIGKILL"))]);
    },
  };
}

async function waitUntil(child: ChildProcess, ready: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + UP_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the server ended with code ${child.exitCode}`);
    try {
      if (await ready()) return;
    } catch {
      // Not listening yet.
    }
    await sleep(100);
  }
  throw new Error("the server did not come up in time");
}
