import { findNodes } from "@tureen/collab-server/web-server/find-nodes";
import { ServerNodes } from "@tureen/collab-server/web-server/server-nodes";
import { watchNodes } from "@tureen/collab-server/web-server/watch-nodes";
import { startWebServer } from "@tureen/collab-server/web-server/web-server";
import { createLogger } from "@tureen/persistence/platform/logging";
import { ownOutput } from "@tureen/persistence/platform/whole-log";
import packageJson from "../../../package.json" with { type: "json" };
import { stoppable } from "../../../run/start/stoppable.ts";
import { readWebSettings } from "./web-settings.ts";

const { version } = packageJson;

/** The process of the web image: the built app, and the way to collab-server. */
const log = createLogger({ service: "web", version });
ownOutput(log, process, console);
const read = readWebSettings(process.env);
if (!read.ok) {
  log.fatal({ code: "config-invalid" }, `The web server cannot start: ${read.problem}`);
  process.exit(1);
}
const { folder, port, servers, https, trustProxy, stripe, drainMs } = read.settings;
const { signal, finish } = stoppable(process);
const find = findNodes(servers);
const nodes = new ServerNodes(await find());
const watch = watchNodes(nodes, { find });
const warn = (text: string) => log.warn({ code: "no-copy" }, text);
const web = await startWebServer({ folder, port, nodes, https, trustProxy, stripe, warn });
log.info({ port: web.port, servers }, "the web app is served");
if (!signal.aborted) {
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
}
await web.stop(drainMs);
await watch.stop();
finish();
