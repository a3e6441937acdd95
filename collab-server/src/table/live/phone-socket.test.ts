import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import pino from "pino";
import { afterEach, expect, test } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { createFraming, PhoneSocket } from "./phone-socket.ts";

const shared = { log: pino({ enabled: false }), toOutgoing: createFraming() };
const endings: (() => void)[] = [];
afterEach(() => {
  for (const end of endings.splice(0)) end();
});

/** A phone's socket on the server's side, and the phone; without `autoPong` it answers no ping. */
async function givenPhone(autoPong: boolean) {
  const http = createServer();
  const sockets = new WebSocketServer({ server: http });
  const arrived = new Promise<{ socket: WebSocket; request: IncomingMessage }>((resolve) => {
    sockets.on("connection", (socket, request) => resolve({ socket, request }));
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const { port } = http.address() as AddressInfo;
  const phone = new WebSocket(`ws://127.0.0.1:${port}`, { autoPong });
  endings.push(() => {
    phone.terminate();
    sockets.close();
    http.close();
  });
  const [connection] = await Promise.all([arrived, once(phone, "open")]);
  let forgotten = 0;
  const signIn = {
    received() {},
    forget() {
      forgotten += 1;
    },
  };
  const server = new PhoneSocket(shared, connection, {
    signIn,
    throughGateway: false,
    pingRound: 0,
  });
  const closed = new Promise<number>((resolve) => phone.on("close", resolve));
  const pinged = () => new Promise((resolve) => phone.once("ping", resolve));
  return { phone, server, forgotten: () => forgotten, closed, pinged, connection };
}

test("a phone that answers pings stays, one that is silent is cut off at the second", async () => {
  for (const autoPong of [true, false]) {
    const { server, closed, pinged, connection } = await givenPhone(autoPong);
    const before = connection.request.socket.bytesRead;
    const first = pinged();
    server.ping();
    await first;
    if (autoPong) {
      await expect.poll(() => connection.request.socket.bytesRead).toBeGreaterThan(before);
      const second = pinged();
      server.ping();
      await second;
      expect(connection.socket.readyState).toBe(WebSocket.OPEN);
    } else {
      server.ping();
      expect(await closed).toBe(1006);
    }
  }
});

test("what it sends goes on to its client, until it sends too much", async () => {
  const { phone, server, connection, closed } = await givenPhone(true);
  const got: string[] = [];
  server.open({
    handleMessage: (frame) => got.push(Buffer.from(frame).toString()),
    handleClose() {},
  });
  connection.socket.on("message", (data: Buffer) => server.receive(data));
  for (let i = 0; i < 1_000; i++) phone.send(Buffer.from(String(i)));
  await closed;
  expect(got.length).toBeGreaterThanOrEqual(600);
  expect(got.length).toBeLessThan(1_000);
  expect(got.slice(0, 3)).toEqual(["0", "1", "2"]);
});

test("who has signed in is not watched any more, and is forgotten once", async () => {
  const { server, forgotten } = await givenPhone(true);
  server.signedIn();
  server.closed(1000, "");
  expect(forgotten()).toBe(1);
});
