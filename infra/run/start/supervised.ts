import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { Crashes } from "./crashes.ts";
import { spawnTied } from "./tied-process.ts";

const FIRST_BACKOFF_MS = 500;
/** A process that dies this often within a minute does not get better by starting it again. */
const MAX_CRASHES = 5;
const STOP_TIMEOUT_MS = 3_500;
const TAIL_LINES = 8;

/** What to run, and where each line of its output goes. */
export type SupervisedOptions = {
  name: string;
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  onLine(line: string): void;
  /** The pause before the first restart; each further one is twice as long. */
  backoffMs?: number | undefined;
  /** A sentence for the operator: it crashed and is being restarted. */
  onRestart(message: string): void;
};

/** A child process under the packaged Node that is restarted, with growing pauses, when it dies. */
export type Supervised = {
  /** Settles with a sentence when the process has died too often. */
  failed: Promise<string>;
  /** Asks it to end, then insists; safe to call twice. */
  stop(): Promise<void>;
  /** Ends it at once. */
  kill(): void;
  /** Ends it at once as if it had crashed, so that it is started again. */
  crash(): void;
};

/**
 * Starts `node <args>` in its own process group and keeps it running until `stop`. If we are killed, it is
 * ended from outside, whatever it is busy with.
 */
export function supervise(options: SupervisedOptions): Supervised {
  const stopping = new AbortController();
  let child: ChildProcess | undefined;

  const runOnce = async (): Promise<string> => {
    const tail: string[] = [];
    const { cwd, env, args } = options;
    child = spawnTied([process.execPath, ...args], "TERM", { output: "pipe", ipc: true, cwd, env });
    for (const stream of [child.stdout!, child.stderr!]) {
      createInterface({ input: stream, crlfDelay: Infinity }).on("line", (line) => {
        tail.push(line);
        if (tail.length > TAIL_LINES) tail.shift();
        options.onLine(line);
      });
    }
    const [code, signal] = await once(child, "close");
    return [`${options.name} ended (${signal ?? `code ${code}`}).`, ...tail].join("\n  ");
  };

  const keepRunning = async (): Promise<string> => {
    const crashes = new Crashes();
    for (;;) {
      const end = await runOnce();
      if (stopping.signal.aborted) return new Promise(() => {});
      const times = crashes.note();
      if (times >= MAX_CRASHES) return `${end}\n  ${times} times in a minute.`;
      const pause = (options.backoffMs ?? FIRST_BACKOFF_MS) * 2 ** (times - 1);
      options.onRestart(`${end}\n  Starting it again in ${pause / 1000} s.`);
      await delay(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return new Promise(() => {});
    }
  };

  const running = () => child && child.exitCode === null && child.signalCode === null;
  return {
    failed: keepRunning(),
    async stop() {
      stopping.abort();
      for (const signal of ["SIGTERM", "SIGKILL"] as const) {
        if (!child || !running()) return;
        const exit = once(child, "exit");
        child.kill(signal);
        await Promise.race([exit, delay(STOP_TIMEOUT_MS, undefined, { ref: false })]);
      }
    },
    kill() {
      stopping.abort();
      child?.kill("SIGKILL");
    },
    crash() {
      child?.kill("SIGKILL");
    },
  };
}
