/** The floor: what one phone sends goes to the others of its table, unread. */
import type { WebSocket } from "ws";
import { acceptWebSockets, serveMeasured } from "../../measured-server.ts";

const tables = new Map<string, Set<WebSocket>>();

acceptWebSockets(serveMeasured(), (socket, { url = "" }) => {
  const table = tables.get(url) ?? new Set();
  tables.set(url, table);
  table.add(socket);
  socket.on("message", (data: Buffer) => {
    for (const other of table) if (other !== socket) other.send(data);
  });
  socket.on("close", () => {
    table.delete(socket);
    if (table.size === 0) tables.delete(url);
  });
});
