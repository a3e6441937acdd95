/** The peer: Hocuspocus as it comes, without any extension, on the same WebSocket library. */
import { Hocuspocus } from "@hocuspocus/server";
import { acceptWebSockets, serveMeasured } from "./measured-server.ts";

const hocuspocus = new Hocuspocus({ quiet: true });
acceptWebSockets(serveMeasured(), (webSocket, request) => {
  const client = hocuspocus.handleConnection(
    webSocket as unknown as WebSocket,
    new Request(`http://localhost${request.url}`),
  );
  webSocket.on("message", (data: Buffer) => client.handleMessage(data));
  webSocket.on("close", (code, reason) => {
    client.handleClose({ code, reason: reason.toString() });
  });
});
