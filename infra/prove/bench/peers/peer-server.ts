import { fileURLToPath } from "node:url";
import { type MeasuredProcess, startProcess } from "../process.ts";
import type { Stage } from "./arm.ts";

/** Starts a peer's server on the stage's port. */
export function startPeerServer(entry: URL, stage: Stage): Promise<MeasuredProcess> {
  const { port, databaseUrl } = stage;
  return startProcess(
    fileURLToPath(entry),
    { PORT: String(port), DATABASE_URL: databaseUrl },
    `http://127.0.0.1:${port}/metrics`,
  );
}
