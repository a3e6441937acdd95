import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { SeededRandom } from "./seeded-random.ts";
import { TcpProxy } from "./tcp-proxy.ts";

let server: Server;
let proxy: TcpProxy;
/** The server's ends of the connections. */
let ends: Socket[];

beforeEach(async () => {
  ends = [];
  server = createServer((socket) => {
    ends.push(socket);
    socket.on("error", () => socket.destroy());
    socket.on("data", (data) => socket.write(data));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  proxy = await TcpProxy.start((server.address() as AddressInfo).port, new SeededRandom(1));
});

afterEach(async () => {
  await proxy.close();
  for (const end of ends) end.destroy();
  server.close();
});

async function dial(): Promise<Socket> {
  const socket = connect(proxy.port, "127.0.0.1");
  socket.on("error", () => socket.destroy());
  socket.write("hello");
  expect(String((await once(socket, "data"))[0])).toBe("hello");
  return socket;
}

test("carries everything in order, in small pieces and late", async () => {
  const socket = await dial();
  proxy.conditions({ delayMs: 30, pieceBytes: 7 });
  const sent = Buffer.from(Array.from({ length: 5_000 }, (_, i) => i % 251));
  const started = performance.now();
  socket.write(sent);
  const pieces: Buffer[] = [];
  for await (const piece of socket) {
    pieces.push(piece);
    if (Buffer.concat(pieces).length === sent.length) break;
  }
  expect(Buffer.concat(pieces).equals(sent)).toBe(true);
  expect(pieces.length).toBeGreaterThan(10);
  expect(performance.now() - started).toBeGreaterThan(55);
});

test("cuts connections so that both sides notice", async () => {
  const socket = await dial();
  const noticed = Promise.all([once(socket, "close"), once(ends[0]!, "close")]);
  expect(proxy.cut(1)).toBe(1);
  await noticed;
});

test("lets connections die without telling both sides, until it clears up", async () => {
  const sockets = await Promise.all(Array.from({ length: 12 }, dial));
  expect(proxy.halfOpen(1)).toBe(12);
  await sleep(50);
  const open = [...sockets, ...ends].filter((socket) => !socket.destroyed);
  // Each connection still has at least one end that knows nothing; some have two.
  expect(open.length).toBeGreaterThan(12);
  expect(open.length).toBeLessThan(24);
  const answers: unknown[] = [];
  for (const socket of open) socket.on("data", (data) => answers.push(data)).write("anyone?");
  await sleep(50);
  expect(answers).toEqual([]);
  proxy.clear();
  await expect.poll(() => open.every((socket) => socket.destroyed)).toBe(true);
  await dial();
});
