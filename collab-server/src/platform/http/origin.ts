import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { createClientReader } from "./client.ts";

type Header = (name: string) => string | undefined;

/**
 * Tells whether this server may be meant by a host, as a browser addressed it: by the name in
 * `publicOrigin`, by a numeric address, or as localhost. Any other name can be made to lead here by whoever
 * owns it, and their page would then count as ours (DNS rebinding). Tools need not name a host.
 */
export function createHostCheck(
  publicOrigin: string | undefined,
): (host: string | undefined) => boolean {
  const publicName = publicOrigin && URL.parse(publicOrigin)?.hostname;
  return (host) => {
    if (host === undefined) return true;
    const name = URL.parse(`http://${host}`)?.hostname;
    // No name at all: such a request is refused for its form.
    if (name === undefined) return true;
    if (name === "localhost" || name.endsWith(".localhost")) return true;
    return name === publicName || isIP(name.replace(/^\[|\]$/g, "")) !== 0;
  };
}

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
  const isOwnHost = createHostCheck(publicOrigin);
  return ({ socket, headers }) => {
    const header = (name: string) => headers[name]?.toString();
    const { host } = readClient(socket.remoteAddress, header);
    return isOwnHost(host) && isOwnOrigin(header, host, publicOrigin);
  };
}
