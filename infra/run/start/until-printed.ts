import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** The last line that a start prints, once everything runs. */
export const END_OF_WELCOME = "Stop with Ctrl-C.";

/**
 * Waits until a process has printed a line; throws with all that it printed when it ends before.
 * Returns how to read what it has printed so far.
 */
export async function untilPrinted(child: ChildProcess, line: string): Promise<() => string> {
  let output = "";
  const ended = once(child, "exit").then(() => "ended");
  const printed = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on("line", (text) => {
        output += `${text}\n`;
        if (text.trim() === line) resolve();
      });
    }
  });
  if (await Promise.race([printed, ended])) throw new Error(`It did not start:\n${output}`);
  return () => output;
}
