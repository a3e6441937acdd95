/** A server that only passes on what a table's phones send, for the cost of what stands before it. */
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";

const ACKNOWLEDGED = "saved";
const server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false });
const tables = new Map<string, Set<WebSocket>>();

server.on("connection", (socket, { url = "" }) => {
  const table = tables.get(url) ?? new Set();
  tables.set(url, table.add(socket));
  socket.on("close", () => table.delete(socket));
  socket.on("message", (edit) => {
    socket.send(ACKNOWLEDGED);
    for (const other of table) if (other !== socket) other.send(edit);
  });
});
server.on("listening", () => process.send?.({ port: (server.address() as AddressInfo).port }));
