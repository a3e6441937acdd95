import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { ErrorBody } from "@tureen/shared/platform/errors";
import { TureenError } from "@tureen/shared/platform/errors";
import type { WebSocket } from "ws";
import type { Bindings } from "./client.ts";
import { refuseSocket } from "./plain-refusal.ts";
import { createUpgradeServer } from "./upgrade-server.ts";

/** Readers of events have nothing to say. */
const MAX_FRAME_BYTES = 1024;

export type Fetch = (request: Request, bindings: Bindings) => Response | Promise<Response>;

/**
 * Lets routes of the HTTP API answer with a WebSocket. The request goes to the API like any other, so
 * that who may have the connection is decided, counted and logged in one place; the route takes it
 * with the binding `accept`. Any other answer refuses the upgrade.
 */
export function createRouteUpgrade(
  fetch: Fetch,
): (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void> {
  const server = createUpgradeServer(MAX_FRAME_BYTES);
  // What is no handshake is refused below, in the API's own form.
  server.on("wsClientError", () => {});

  return async (request, socket, head) => {
    // The peer may go while the API decides.
    socket.on("error", () => socket.destroy());
    let accepted: WebSocket | undefined;
    const accept = () => {
      server.handleUpgrade(request, socket, head, (webSocket) => {
        accepted = webSocket;
      });
      if (!accepted) throw new TureenError("request-malformed");
      return accepted;
    };
    try {
      const { remoteAddress } = request.socket;
      const abort = () => void socket.destroy();
      const response = await fetch(requestOf(request), { remoteAddress, abort, accept });
      if (accepted && !response.ok) accepted.terminate();
      if (accepted) return;
      const { error } = (await response.json()) as ErrorBody;
      refuseSocket(socket, error.code, error.retryAfterS);
    } catch {
      // An address or a host that cannot be one; what routes throw has become an answer.
      if (accepted) accepted.terminate();
      else refuseSocket(socket, "request-malformed");
    }
  };
}

/** The request as the API reads it; it has no body. */
function requestOf({ url, rawHeaders, headers: { host } }: IncomingMessage): Request {
  const headers = new Headers();
  for (let n = 0; n < rawHeaders.length; n += 2) {
    headers.append(rawHeaders[n] ?? "", rawHeaders[n + 1] ?? "");
  }
  return new Request(`http://${host}${url}`, { headers });
}
