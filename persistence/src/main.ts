import packageJson from "../package.json" with { type: "json" };
import { NOT_CONTROLLED, obeyParent } from "./platform/faults/remote-control.ts";
import { createLogger } from "./platform/logging.ts";
import { orExit, runUntilStopped } from "./platform/run.ts";
import { ownOutput } from "./platform/whole-log.ts";
import { parseWorkerConfig } from "./worker/config.ts";
import { connectWorker } from "./worker/connect.ts";
import { createWorker } from "./worker/worker.ts";

/** The worker process: read the configuration, connect, work until told to stop. */
const { version } = packageJson;
const log = createLogger({ service: "worker", version });
ownOutput(log, process, console);
const config = orExit(log, () => parseWorkerConfig(process.env));
log.level = config.LOG_LEVEL;
const faults = config.CHAOS ? obeyParent(process) : NOT_CONTROLLED;

await runUntilStopped(log, {}, async (release) => {
  const connections = await connectWorker(config, { version, log, faults, release });
  await createWorker({ config, version, log, connections, release }).start();
  log.info("worker is running");
});
