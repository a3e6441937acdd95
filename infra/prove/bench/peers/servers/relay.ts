import type { WebSocket } from "ws";
import { acceptWebSockets, serveMeasured } from "../../measured-server.ts";

/** Serves tables, each with an address of its own; `received` passes a frame on when it may. */
export function serveRelay(received: (frame: Buffer, passOn: () => void) => void): void {
  const tables = new Map<string, Set<WebSocket>>();
  acceptWebSockets(serveMeasured(), (socket, { url = "" }) => {
    const table = tables.get(url) ?? new Set();
    tables.set(url, table);
    table.add(socket);
    socket.on("message", (frame: Buffer) => {
      received(frame, () => {
        for (const other of table) if (other !== socket) other.send(frame);
      });
    });
    socket.on("close", () => {
      table.delete(socket);
      if (table.size === 0) tables.delete(url);
    });
  });
}
