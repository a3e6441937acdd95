import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isLiveAddress } from "../../table/live-address.ts";
import type { Bindings } from "./client.ts";
import { type HttpServer, startHttpServer } from "./http-server.ts";
import { createServerSentStream, type ServerSentStream } from "./server-sent-stream.ts";

let server: HttpServer;
const upgrades: string[] = [];
const streams: ServerSentStream[] = [];
let ended = 0;

async function answer(request: Request, bindings: Bindings): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname === "/body") return new Response(`${(await request.text()).length}`);
  if (pathname === "/stream") {
    const stream = createServerSentStream(bindings.abort);
    stream.onClose(() => {
      ended += 1;
    });
    streams.push(stream);
    return new Response(stream.body, { headers: { "content-type": "text/event-stream" } });
  }
  return new Response(bindings.remoteAddress);
}

beforeAll(async () => {
  server = await startHttpServer({
    port: 0,
    host: "127.0.0.1",
    fetch: answer,
    isLiveAddress,
    handleUpgrade(request, socket) {
      upgrades.push(request.url ?? "");
      socket.end("HTTP/1.1 101 Switching Protocols\r\n\r\n");
    },
    timeouts: { requestMs: 400, headersMs: 300, checkMs: 50, drainMs: 200 },
  });
});
afterAll(() => server.close());

async function dial(): Promise<Socket> {
  const socket = connect(server.port, "127.0.0.1");
  await once(socket, "connect");
  socket.setEncoding("utf8");
  return socket;
}

/** Sends raw text and reads until the server closes the connection. */
async function raw(text: string): Promise<string> {
  const socket = await dial();
  socket.write(text);
  let answered = "";
  for await (const chunk of socket) answered += chunk;
  return answered;
}

const upgrade = (path: string) =>
  `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`;

describe("the HTTP server", () => {
  it("tells handlers the address of the peer", async () => {
    const response = await fetch(`http://127.0.0.1:${server.port}/`);
    expect(await response.text()).toBe("127.0.0.1");
  });

  it("hands live connections on, and refuses all other upgrades", async () => {
    expect(await raw(upgrade("/collab?x=1"))).toContain(" 101 ");
    expect(await raw(upgrade("/collab"))).toContain(" 101 ");
    const withSession = "/collab/0190a3c4-1111-7222-8333-444455556666";
    expect(await raw(upgrade(withSession))).toContain(" 101 ");
    for (const path of [
      "/",
      "/collaborate",
      "/collab/",
      "/collab/x",
      `${withSession}/x`,
      "/api/collab",
      "//collab",
    ]) {
      expect(await raw(upgrade(path))).toContain(" 404 ");
    }
    expect(upgrades).toEqual(["/collab?x=1", "/collab", withSession]);
  });

  it("does not wait for ever for a body or for headers", async () => {
    const body = "POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nslow";
    expect(await raw(body)).toContain(" 408 ");
    expect(await raw("GET / HTTP/1.1\r\nHost: x\r\n")).toContain(" 408 ");
  });

  it("refuses headers beyond its bounds and what is no HTTP", async () => {
    const headers = `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${"a".repeat(20_000)}\r\n\r\n`;
    expect(await raw(headers)).toContain(" 431 ");
    expect(await raw("this is no HTTP\r\n\r\n")).toContain(" 400 ");
  });

  it("disconnects a reader who does not read, and keeps little for them", async () => {
    const socket = await dial();
    socket.pause();
    socket.write("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
    await expect.poll(() => streams.length).toBe(1);
    const stream = streams[0];
    const data = JSON.stringify("x".repeat(32 * 1024));
    let sent = 0;
    await expect
      .poll(
        () => {
          for (let n = 0; n < 20; n++) if (stream?.open) stream.send({ id: ++sent, data });
          return stream?.open;
        },
        { interval: 5, timeout: 30_000 },
      )
      .toBe(false);
    expect(ended).toBe(1);
    expect(sent * data.length).toBeLessThan(64 * 1024 * 1024);
    socket.destroy();
  });

  it("notices a reader who goes away", async () => {
    const socket = await dial();
    socket.write("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
    await expect.poll(() => streams.length).toBe(2);
    streams[1]?.send({ data: "{}" });
    await once(socket, "data");
    socket.destroy();
    await expect.poll(() => streams[1]?.open).toBe(false);
  });

  it("says which port is taken", async () => {
    const { port } = server;
    const second = startHttpServer({
      port,
      host: "127.0.0.1",
      fetch: answer,
      isLiveAddress,
      handleUpgrade: () => {},
    });
    await expect(second).rejects.toMatchObject({ code: "EADDRINUSE", port });
  });

  it("stops although somebody stays connected", async () => {
    const other = await startHttpServer({
      port: 0,
      host: "127.0.0.1",
      fetch: answer,
      isLiveAddress,
      handleUpgrade: () => {},
      timeouts: { drainMs: 50 },
    });
    const socket = connect(other.port, "127.0.0.1");
    await once(socket, "connect");
    socket.write("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
    await once(socket, "data");
    socket.on("error", () => {});
    await other.close();
    await expect.poll(() => streams.at(-1)?.open).toBe(false);
  });

  it("stops without waiting for live connections, which it leaves alone", async () => {
    const other = await startHttpServer({
      port: 0,
      host: "127.0.0.1",
      fetch: answer,
      isLiveAddress,
      handleUpgrade: (_, socket) => void socket.write("HTTP/1.1 101 Switching Protocols\r\n\r\n"),
    });
    const socket = connect(other.port, "127.0.0.1");
    socket.write(upgrade("/collab"));
    await once(socket, "data");
    await other.close();
    expect(socket.destroyed).toBe(false);
    socket.destroy();
  });
});
