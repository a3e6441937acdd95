/** The web server as a process of its own, before the server at the address of its first argument. */
import { tmpdir } from "node:os";
import { ServerNodes } from "@tureen/collab-server/web-server/server-nodes";
import { startWebServer } from "@tureen/collab-server/web-server/web-server";

const [address = "", folder = tmpdir()] = process.argv.slice(2);
const nodes = new ServerNodes([address]);
const web = await startWebServer({ folder, port: 0, nodes, https: false, trustProxy: "none" });
process.send?.({ port: web.port });
process.on("message", () => {
  globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuUs: user + system, residentBytes: process.memoryUsage().rss });
});
