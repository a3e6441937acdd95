import { spawn } from "node:child_process";
import { once } from "node:events";
import { buffer, text } from "node:stream/consumers";
import { TureenError } from "@tureen/shared/platform/errors";

/**
 * Lets a program of ours work on a file that a stranger sent: in a process of its own, which knows nothing of
 * ours, and whose end is not our end. Answers what it wrote. Throws what `killed` and `late` make of a process
 * that was ended by a signal (by the system, or by running out of its memory) or took too long, "restarting"
 * while we close, and an Error for whatever else ends it.
 */
export async function runApart(
  program: string,
  file: Uint8Array,
  limits: {
    readonly maxMs: number;
    /** Of its JavaScript; left out: what Node takes. */
    readonly maxHeapMb?: number;
    readonly closing: AbortSignal;
    readonly killed: (signal: string) => TureenError;
    readonly late: () => TureenError;
  },
): Promise<Buffer> {
  const { maxMs, maxHeapMb, closing } = limits;
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
    if (late) throw limits.late();
    if (signal !== null) throw limits.killed(String(signal));
    throw new Error(`${program} ended with ${code}: ${complaint.slice(0, 2_000)}`);
  } finally {
    clearTimeout(timer);
    closing.removeEventListener("abort", stop);
  }
}
