import type { Socket, SocketListener } from "@tureen/shared/table/sync/sync-client";
import { WebSocket } from "ws";

/** A phone's socket outside a browser. `closed` is told how the other side closed it, or 1006. */
export function openNodeSocket(
  url: string,
  listener: SocketListener,
  closed: (code: number, reason: string) => void = () => {},
): Socket {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  socket.on("open", () => listener.opened());
  socket.on("message", (data: Buffer) => listener.received(data));
  // `close` follows.
  socket.on("error", () => {});
  socket.on("close", (code, reason) => {
    closed(code, reason.toString());
    listener.lost(reason.toString());
  });
  return {
    send: (frame) => socket.send(frame),
    close: () => socket.terminate(),
  };
}

/** A phone's socket where there is no network. */
export function noSocket(listener: SocketListener): Socket {
  queueMicrotask(() => listener.lost(""));
  return { send() {}, close() {} };
}
