import { ServerNodes } from "@tureen/collab-server/web-server/server-nodes";
import { watchNodes } from "@tureen/collab-server/web-server/watch-nodes";
import { startWebServer } from "@tureen/collab-server/web-server/web-server";
import { stoppable } from "../../../run/start/stoppable.ts";
import { readWebSettings } from "./web-settings.ts";

/** The process of the web image: the built app, and the way to collab-server. */
const read = readWebSettings(process.env);
if (!read.ok) {
  console.error(`The web server cannot start:\n  ${read.problem}`);
  process.exit(1);
}
const { folder, port, servers, https, trustProxy } = read.settings;
const { signal, finish } = stoppable(process);
const nodes = new ServerNodes(servers);
// A single address gets every request whatever its health: it may stand for several servers.
const watch = servers.length > 1 ? watchNodes(nodes) : undefined;
const web = await startWebServer({ folder, port, nodes, https, trustProxy });
console.log(`The web app is served on port ${web.port}; its API on ${servers.join(", ")}.`);
if (!signal.aborted) {
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
}
await watch?.stop();
await web.stop();
finish();
