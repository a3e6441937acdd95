/**
 * The peer: Hocuspocus as it comes, without any extension, on the same WebSocket library. Listens
 * on PORT; `/metrics` tells its CPU time.
 */
import { createServer } from "node:http";
import { Hocuspocus } from "@hocuspocus/server";
import { collectDefaultMetrics, register } from "prom-client";
import { WebSocketServer } from "ws";

collectDefaultMetrics();
const hocuspocus = new Hocuspocus({ quiet: true });
const http = createServer(async (_request, response) => {
  response.end(await register.metrics());
});
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
http.on("upgrade", (request, socket, head) => {
  sockets.handleUpgrade(request, socket, head, (webSocket) => {
    const client = hocuspocus.handleConnection(
      webSocket as unknown as WebSocket,
      new Request(`http://localhost${request.url}`),
    );
    webSocket.on("message", (data: Buffer) => client.handleMessage(data));
    webSocket.on("close", (code, reason) => {
      client.handleClose({ code, reason: reason.toString() });
    });
  });
});
http.listen(Number(process.env.PORT), "127.0.0.1", () => process.send?.("ready"));
process.once("SIGTERM", () => process.exit(0));
