import { NOT_CONTROLLED, obeyParent } from "@tureen/persistence/platform/faults/remote-control";
import { createLogger } from "@tureen/persistence/platform/logging";
import { orExit, runUntilStopped } from "@tureen/persistence/platform/run";
import { ownOutput } from "@tureen/persistence/platform/whole-log";
import packageJson from "../package.json" with { type: "json" };
import { parseConfig } from "./config.ts";
import { connect } from "./connect.ts";
import { createServer } from "./server.ts";

/** The server process: read the configuration, connect, listen, run until told to stop. */
const { version } = packageJson;
const log = createLogger({ service: "server", version });
ownOutput(log, process, console);
const config = orExit(log, () => parseConfig(process.env));
log.level = config.logLevel;
const faults = config.chaos ? obeyParent(process) : NOT_CONTROLLED;

await runUntilStopped(log, config, async (release) => {
  const connections = await connect(config, { version, log, faults, release });
  const server = createServer({ config, version, log, connections, release });
  const { port } = await server.listen();
  log.info({ port }, "listening");
});
