import { fileURLToPath } from "node:url";
import { type MeasuredProcess, startProcess } from "../process.ts";
import type { ArmSetup } from "./arm.ts";

/** Starts a peer's server on the stage's port. */
export function startPeerServer(entry: URL, setup: ArmSetup): Promise<MeasuredProcess> {
  const { port, databaseUrl } = setup;
  return startProcess(
    fileURLToPath(entry),
    { PORT: String(port), DATABASE_URL: databaseUrl },
    `http://127.0.0.1:${port}/metrics`,
  );
}
