import type { Arm } from "../arm.ts";
import { startPeerServer } from "../peer-server.ts";
import { YjsPhone } from "./yjs-phone.ts";

/** Hocuspocus as it comes, without any extension. */
export const hocuspocus: Arm = {
  name: "bare Hocuspocus",
  durability: "none: memory only; acknowledged when the document in memory has it",
  acknowledges: true,
  durable: false,
  serve: (setup) => startPeerServer(new URL("../../bare-server.ts", import.meta.url), setup),
  phone: ({ port, ...options }) => new YjsPhone(`ws://127.0.0.1:${port}/`, options),
};
