import type { Arm } from "../arm.ts";
import { startPeerServer } from "../peer-server.ts";
import { YjsPhone } from "./yjs-phone.ts";

/** The plain y-websocket server. */
export const yWebsocket: Arm = {
  name: "y-websocket server",
  durability: "none: memory only; its protocol has no acknowledgement",
  acknowledges: false,
  durable: false,
  serve: (setup) => startPeerServer(new URL("../servers/y-websocket.ts", import.meta.url), setup),
  phone: ({ port, ...options }) =>
    new YjsPhone(`ws://127.0.0.1:${port}/${options.place.document}`, options, true),
};
