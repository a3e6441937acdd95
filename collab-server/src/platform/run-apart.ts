import { spawn } from "node:child_process";
import { once } from "node:events";
import { buffer, text } from "node:stream/consumers";
import { TureenError } from "@tureen/shared/platform/errors";
import { createKeyedMutex } from "./keyed-mutex.ts";

interface Limits {
  readonly maxMs: number;
  /** Of its JavaScript; left out: what Node takes. */
  readonly maxHeapMb?: number;
  /** Files that may wait for the one that is worked on. */
  readonly maxWaiting: number;
  /** What a process that was ended by a signal, by the system or by running out of its memory, means. */
  readonly killed: (signal: string) => TureenError;
  /** What one that took too long means; `detail` says how long that is. */
  readonly late: (detail: string) => TureenError;
}

/** A program that works on one file after the other. */
export interface Apart {
  /**
   * Answers what the program wrote about a file, which is asked for when it is its turn. Throws what
   * `killed` and `late` make of its process, "rate-limited" with a full queue, "restarting" while we
   * close, and an Error for whatever else ends it.
   */
  run(file: () => Uint8Array): Promise<Buffer>;
  /** Stops the one that is worked on. */
  close(): void;
}

/**
 * Lets a program of ours work on files that strangers send: one at a time, each in a process of its own,
 * which knows nothing of ours, and whose end is not our end.
 */
export function createApart(program: string, limits: Limits): Apart {
  const inLine = createKeyedMutex(limits.maxWaiting);
  const closing = new AbortController();
  return {
    run: (file) => inLine("", () => runOnce(program, file(), limits, closing.signal)),
    close: () => closing.abort(),
  };
}

async function runOnce(
  program: string,
  file: Uint8Array,
  { maxMs, maxHeapMb, killed, late: tooLate }: Limits,
  closing: AbortSignal,
): Promise<Buffer> {
  if (closing.aborted) throw new TureenError("restarting");
  const heap = maxHeapMb === undefined ? [] : [`--max-old-space-size=${maxHeapMb}`];
  const child = spawn(process.execPath, [...heap, program], {
    // Nothing of ours: no password, no key.
    env: {},
    stdio: ["pipe", "pipe", "pipe"],
  });
  const stop = () => child.kill("SIGKILL");
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    stop();
  }, maxMs);
  closing.addEventListener("abort", stop);
  try {
    // It may end before it has read all: what it says then counts.
    child.stdin.on("error", () => {});
    child.stdin.end(file);
    const [[code, signal], answer, complaint] = await Promise.all([
      once(child, "close"),
      buffer(child.stdout),
      text(child.stderr),
    ]);
    if (code === 0) return answer;
    if (closing.aborted) throw new TureenError("restarting");
    if (late) throw tooLate(`longer than ${maxMs} ms`);
    if (signal !== null) throw killed(String(signal));
    throw new Error(`${program} ended with ${code}: ${complaint.slice(0, 2_000)}`);
  } finally {
    clearTimeout(timer);
    closing.removeEventListener("abort", stop);
  }
}
