import { type ServerOptions, WebSocketServer } from "ws";

/** A peer that does not answer our goodbye is cut off after this long. */
const GOODBYE_MS = 5_000;

/** Makes WebSockets of upgraded requests, with frames up to a bound; who is connected is its user's to know. */
export function createUpgradeServer(maxFrameBytes: number): WebSocketServer {
  // The types of ws do not know the last option yet.
  const options: ServerOptions & { closeTimeout: number } = {
    noServer: true,
    maxPayload: maxFrameBytes,
    perMessageDeflate: false,
    clientTracking: false,
    closeTimeout: GOODBYE_MS,
  };
  return new WebSocketServer(options);
}
