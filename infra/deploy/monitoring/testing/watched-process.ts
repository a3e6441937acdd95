import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { until } from "@tureen/collab-server/testing/until";

const checkout = fileURLToPath(new URL("../../../../", import.meta.url));
const START_MS = 120_000;

/** A server or worker as its own process, whose every line is kept. */
export interface WatchedProcess {
  readonly lines: readonly string[];
  /** Ends it politely. */
  stop(): Promise<void>;
}

/** Starts an entry point and waits until `healthUrl` answers; `preload` runs in it first. */
export async function startWatched(
  entry: string,
  env: Readonly<Record<string, string>>,
  { healthUrl, preload }: { readonly healthUrl: string; readonly preload?: string },
): Promise<WatchedProcess> {
  const lines: string[] = [];
  const flags = preload === undefined ? [] : [`--import=${dataUrl(preload)}`];
  const child = spawn(process.execPath, [...flags, entry], {
    cwd: checkout,
    env: { PATH: process.env.PATH, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const input of [child.stdout, child.stderr]) {
    createInterface({ input }).on("line", (line) => lines.push(line));
  }
  const healthy = async () => {
    if (child.exitCode !== null) throw new Error(`${entry} ended:\n${lines.join("\n")}`);
    return fetch(healthUrl).then(
      ({ ok }) => ok,
      // Not listening yet.
      () => false,
    );
  };
  await until(`${entry} is healthy`, healthy, START_MS);
  return {
    lines,
    async stop() {
      if (child.exitCode !== null) return;
      const exit = once(child, "exit");
      child.kill("SIGTERM");
      await exit;
    },
  };
}

const dataUrl = (source: string) => `data:text/javascript,${encodeURIComponent(source)}`;
