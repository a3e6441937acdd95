/**
 * The peer: a shared cart as it is often written first. One room for each table, one row for each
 * line, one UPDATE for each tap, which is committed before the others hear of it. Nobody signs in.
 */

import { readRows } from "@tureen/persistence/platform/rows";
import pg from "pg";
import { Server, type Socket } from "socket.io";
import { z } from "zod";
import { serveMeasured } from "../../measured-server.ts";
import type { CartEvents } from "./socket-io-events.ts";

const tapped = z.object({ quantity: z.int() });
const cartLine = z.object({ line: z.string(), item: z.string(), quantity: z.int() });

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, min: 5, max: 20 });
await pool.query(`create table if not exists naive_cart (
  table_id text, line text, item text not null, quantity int not null,
  primary key (table_id, line))`);

const io = new Server<CartEvents, CartEvents>(serveMeasured(), { transports: ["websocket"] });
io.on("connection", async (socket: Socket<CartEvents, CartEvents>) => {
  const table = String(socket.handshake.auth.table);
  socket.on("add", async ({ line, item, edit }, saved) => {
    await pool.query({
      name: "add",
      text: "insert into naive_cart (table_id, line, item, quantity) values ($1, $2, $3, 1)",
      values: [table, line, item],
    });
    socket.to(table).emit("changed", { line, item, quantity: 1, edit });
    saved();
  });
  socket.on("tap", async ({ line, by, edit }, saved) => {
    const rows = await readRows(pool, tapped, {
      name: "tap",
      text: `update naive_cart set quantity = quantity + $3
             where table_id = $1 and line = $2 returning quantity`,
      values: [table, line, by],
    });
    socket.to(table).emit("changed", { line, quantity: rows[0]?.quantity ?? 0, edit });
    saved();
  });
  socket.on("presence", (at) => socket.to(table).volatile.emit("presence", at));
  await socket.join(table);
  const rows = await readRows(pool, cartLine, {
    name: "cart",
    text: "select line, item, quantity from naive_cart where table_id = $1",
    values: [table],
  });
  socket.emit("cart", rows);
});
