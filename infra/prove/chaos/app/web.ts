/** The system's web server before the nodes, which serves the app as it was built. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ServerNodes } from "@tureen/collab-server/web-server/server-nodes";
import { watchNodes } from "@tureen/collab-server/web-server/watch-nodes";
import { startWebServer } from "@tureen/collab-server/web-server/web-server";
import { freePort } from "../../../run/start/ports.ts";
import { buildReason, buildWeb } from "../../../run/start/web-build.ts";

export const CHECKOUT = fileURLToPath(new URL("../../../../", import.meta.url));

/** The folder of the built app, built anew when its sources have changed. */
export async function builtApp(): Promise<string> {
  if (await buildReason(CHECKOUT)) await buildWeb(CHECKOUT);
  return join(CHECKOUT, "web/dist");
}

export class Web {
  readonly port: number;
  readonly #nodes: ServerNodes;
  readonly #watch: { stop(): Promise<void> };
  #server: { stop(): Promise<void> };

  private constructor(port: number, nodes: ServerNodes, server: { stop(): Promise<void> }) {
    this.port = port;
    this.#nodes = nodes;
    this.#server = server;
    this.#watch = watchNodes(nodes);
  }

  /** `nodes` are addresses such as `127.0.0.1:5000`. */
  static async start(folder: string, addresses: readonly string[]): Promise<Web> {
    const nodes = new ServerNodes(addresses);
    const port = await freePort();
    return new Web(port, nodes, await serve(folder, port, nodes));
  }

  /** Serves another build in its place, as a release does: connections end, the address stays. */
  async replace(folder: string): Promise<void> {
    await this.#server.stop();
    this.#server = await serve(folder, this.port, this.#nodes);
  }

  async stop(): Promise<void> {
    await this.#watch.stop();
    await this.#server.stop();
  }
}

function serve(folder: string, port: number, nodes: ServerNodes) {
  return startWebServer({ folder, port, nodes, https: false, trustProxy: "none" });
}
