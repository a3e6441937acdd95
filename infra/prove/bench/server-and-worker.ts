import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "../../run/start/ports.ts";
import { startProcess } from "./process.ts";

const checkout = fileURLToPath(new URL("../../../", import.meta.url));

/** A server and a worker that run. */
export interface ServerAndWorker {
  /** Of the server, `http://host:port`. */
  readonly origin: string;
  stop(): Promise<void>;
}

/** Starts both with `env`, on free ports, from this checkout or another `folder`; resolves when both are well. */
export async function startServerAndWorker(
  env: Readonly<Record<string, string>>,
  folder = checkout,
): Promise<ServerAndWorker> {
  const [port, workerPort] = [await freePort(), await freePort()];
  const own = { ...env, SERVER_PORT: String(port), WORKER_PORT: String(workerPort) };
  const origin = `http://127.0.0.1:${port}`;
  const worker = `http://127.0.0.1:${workerPort}`;
  const processes = await Promise.all([
    startProcess(join(folder, "collab-server/src/main.ts"), own, `${origin}/health`),
    startProcess(join(folder, "persistence/src/main.ts"), own, `${worker}/health`),
  ]);
  return {
    origin,
    async stop() {
      await Promise.all(processes.map((process) => process.stop()));
    },
  };
}
