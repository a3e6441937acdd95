import { type ChildProcess, spawn } from "node:child_process";
import type { Socket } from "node:net";

/** How to run a program: where its output goes, and as whom. */
export type TiedProcessOptions = {
  output: number | "ignore";
  env?: NodeJS.ProcessEnv | undefined;
  uid?: number | undefined;
  gid?: number | undefined;
};

/**
 * Starts a foreign program in its own process group, so that a Ctrl-C in the terminal does not
 * reach it before its clients are done, and yet tied to us: if we are killed, it gets `signal`.
 */
export function spawnTied(
  command: string[],
  signal: "INT" | "TERM",
  { output, env, uid, gid }: TiedProcessOptions,
): ChildProcess {
  // The helper shell waits on our pipe, which closes without a word when we die.
  const watch = `( (read -r _ || kill -${signal} $$) <&3 >/dev/null 2>&1 & ); exec 3<&-; exec "$@"`;
  const child = spawn("/bin/sh", ["-c", watch, "sh", ...command], {
    cwd: "/",
    detached: true,
    env: env ?? process.env,
    stdio: ["ignore", output, output, "pipe"],
    uid,
    gid,
  });
  const pipe = child.stdio[3] as Socket;
  pipe.unref();
  pipe.on("error", () => pipe.destroy());
  // Ended by itself: dismiss the helper.
  child.once("exit", () => pipe.end("done\n"));
  return child;
}
