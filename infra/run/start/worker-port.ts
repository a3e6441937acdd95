import { portProblem } from "./ports.ts";
import type { Settings } from "./settings.ts";

/** After the eight ports that nodes may take. */
const OFFSET = 100;

/**
 * Where the worker tells how it is; `taken` are the ports of our other processes. A port that
 * somebody asked for must be free, or this throws; without its usual one a worker does its work all
 * the same, untold.
 */
export async function freeWorkerPort(
  { WORKER_PORT, SERVER_PORT }: Pick<Settings, "WORKER_PORT" | "SERVER_PORT">,
  taken: readonly number[],
  warn: (text: string) => void,
): Promise<number | undefined> {
  const port = WORKER_PORT ?? Math.min(SERVER_PORT + OFFSET, 65_535);
  const problem = taken.includes(port)
    ? `Port ${port} is taken by Tureen itself. Choose another port: WORKER_PORT=${port + 10}`
    : await portProblem("WORKER_PORT", port);
  if (problem === undefined) return port;
  if (WORKER_PORT !== undefined) throw new Error(problem);
  warn(`The worker's metrics are not served. ${problem}`);
  return undefined;
}
