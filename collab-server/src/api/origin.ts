import type { IncomingMessage } from "node:http";
import { createClientReader } from "./client.ts";

type Header = (name: string) => string | undefined;

/**
 * Whether a browser sends a request on behalf of our own pages: from `publicOrigin`, or from the
 * host that the request itself went to. What names no origin comes from a tool, which has no
 * cookies of somebody else, unless the browser says that another site is behind it.
 */
export function isOwnOrigin(
  header: Header,
  host: string | undefined,
  publicOrigin: string | undefined,
): boolean {
  const origin = header("origin");
  if (origin === undefined) {
    const site = header("sec-fetch-site");
    return site === undefined || site === "same-origin" || site === "none";
  }
  if (origin === publicOrigin) return true;
  const originHost = URL.parse(origin)?.host;
  return originHost !== undefined && originHost !== "" && originHost === host;
}

/** Whether the page behind a WebSocket's handshake is ours: browsers let any page try. */
export function createUpgradeCheck(
  trustProxy: string,
  publicOrigin: string | undefined,
): (request: IncomingMessage) => boolean {
  const readClient = createClientReader(trustProxy);
  return ({ socket, headers }) => {
    const header = (name: string) => headers[name]?.toString();
    const { host } = readClient(socket.remoteAddress, header);
    return isOwnOrigin(header, host, publicOrigin);
  };
}
