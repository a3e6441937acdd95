import { type ChildProcess, spawn } from "node:child_process";
import type { Socket } from "node:net";

/** How to run a program: where its output goes, and as whom. */
export type TiedProcessOptions = {
  output: number | "ignore" | "pipe";
  /** Whether it can send us messages, as a Node that we start. */
  ipc?: boolean | undefined;
  cwd?: string | undefined;
  env?: NodeJS.ProcessEnv | undefined;
  uid?: number | undefined;
  gid?: number | undefined;
};

/** How long it may take to end once we are gone, s. */
const ENDS_S = 10;

/**
 * Starts a foreign program in its own process group, so that a Ctrl-C in the terminal does not
 * reach it before its clients are done, and yet tied to us: if we are killed, it gets `signal`, also
 * when it is suspended, and is killed when that has not ended it.
 */
export function spawnTied(
  command: string[],
  signal: "INT" | "TERM",
  { output, ipc, cwd = "/", env, uid, gid }: TiedProcessOptions,
): ChildProcess {
  // The helper shell waits on our pipe, which closes without a word when we die. It keeps nothing else.
  const insist = `for _ in $(seq ${ENDS_S}); do kill -0 $$ || exit; sleep 1; done; kill -KILL $$`;
  const end = `kill -${signal} $$; kill -CONT $$; ${insist}`;
  const watch = `( (read -r _ || { ${end}; }) <&3 >/dev/null 2>&1 4>&- & ); exec 3<&-; exec "$@"`;
  const child = spawn("/bin/sh", ["-c", watch, "sh", ...command], {
    cwd,
    detached: true,
    env: env ?? process.env,
    stdio: ["ignore", output, output, "pipe", ...(ipc ? (["ipc"] as const) : [])],
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
