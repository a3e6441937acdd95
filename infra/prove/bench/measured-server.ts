/** What every peer's server has beside its own work: it listens on PORT, and `/metrics` tells its CPU time. */
import { createServer, type IncomingMessage, type Server } from "node:http";
import { collectDefaultMetrics, register } from "prom-client";
import { type WebSocket, WebSocketServer } from "ws";

/** Starts to listen; SIGTERM ends the process. */
export function serveMeasured(): Server {
  collectDefaultMetrics();
  const http = createServer(async (_request, response) => {
    response.end(await register.metrics());
  });
  http.listen(Number(process.env.PORT), "127.0.0.1");
  process.once("SIGTERM", () => process.exit(0));
  return http;
}

/** Takes every WebSocket that is asked for, as Tureen's server does: uncompressed. */
export function acceptWebSockets(
  http: Server,
  accept: (socket: WebSocket, request: IncomingMessage) => void,
): void {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  http.on("upgrade", (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (webSocket) => accept(webSocket, request));
  });
}
