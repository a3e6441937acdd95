import packageJson from "../package.json" with { type: "json" };
import { NOT_CONTROLLED, obeyParent } from "./platform/faults/remote-control.ts";
import { createLogger } from "./platform/logging.ts";
import { orExit, runUntilStopped } from "./platform/run.ts";
import { parseWorkerConfig } from "./worker/config.ts";
import { connectWorker } from "./worker/connect.ts";
import { createWorker } from "./worker/worker.ts";

/** The worker process: read the configuration, connect, work until told to stop. */
const config = orExit(() => parseWorkerConfig(process.env));
const { version } = packageJson;
const log = createLogger({ service: "worker", version, level: config.LOG_LEVEL });
const faults = config.CHAOS ? obeyParent(process) : NOT_CONTROLLED;

await runUntilStopped(log, {}, async (release) => {
  const connections = await connectWorker(config, { version, log, faults, release });
  await createWorker({ config, version, log, connections, release }).start();
  log.info("worker is running");
});
