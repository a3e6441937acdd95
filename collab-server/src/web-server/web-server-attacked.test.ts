import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ServerNodes } from "./server-nodes.ts";
import { startWebServer, type WebServerOptions } from "./web-server.ts";

const PAGE = "<!doctype html><title>the page</title>";
const SECRET = "what lies beside the folder";

let around: string;
let upstream: Server;
/** What the server behind got to see. */
const seen: Pick<IncomingMessage, "method" | "url" | "headers">[] = [];
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  around = await mkdtemp(join(tmpdir(), "tureen-web-test-"));
  await writeFile(join(around, "secret.txt"), SECRET);
  upstream = createServer((request, response) => {
    const { method, url, headers } = request;
    seen.push({ method, url, headers });
    request.resume().on("end", () => response.end("upstream"));
  });
  upstream.on("upgrade", (request: IncomingMessage, socket) => {
    seen.push({ method: "UPGRADE", url: request.url, headers: request.headers });
    socket.end(
      "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n",
    );
  });
  upstream.listen(0, "127.0.0.1");
  await once(upstream, "listening");
});
afterAll(async () => {
  for (const stop of stops) await stop();
  upstream.close();
  await rm(around, { recursive: true });
});

async function start(options: Partial<WebServerOptions> = {}): Promise<number> {
  const folder = await mkdtemp(join(around, "dist-"));
  await writeFile(join(folder, "index.html"), PAGE);
  const nodes = new ServerNodes([`127.0.0.1:${(upstream.address() as AddressInfo).port}`]);
  const web = await startWebServer({
    ...{ folder, port: 0, nodes, https: false, trustProxy: "none", ...options },
  });
  stops.push(web.stop);
  return web.port;
}

async function dial(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  socket.setEncoding("utf8");
  socket.on("error", () => {});
  await once(socket, "connect");
  return socket;
}

/** Sends raw text and reads until the connection is closed. */
async function raw(port: number, text: string): Promise<string> {
  const socket = await dial(port);
  socket.write(text);
  let answered = "";
  for await (const chunk of socket) answered += chunk;
  return answered;
}

const request = (line: string, ...headers: string[]) =>
  [line, "Host: h", "Connection: close", ...headers, "", ""].join("\r\n");

/** Status and error code of a refusal. */
function refusal(answer: string): [number, string] {
  const [head = "", body = ""] = answer.split("\r\n\r\n", 2);
  const { error } = JSON.parse(body) as { error: { code: string; message: string } };
  expect(error.message).toMatch(/^[A-Z].+\.$/);
  return [Number(head.split(" ")[1]), error.code];
}

describe("paths", () => {
  it.each([
    "/../secret.txt",
    "/metrics",
    "/api/../metrics",
    "/api/%2e%2e/metrics",
    "/api/x/..%2f..%2fmetrics",
    "/api/./x",
    "/../../../../etc/passwd",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/%2e%2e%2fsecret.txt",
    "/..%5csecret.txt",
    "/assets/../../secret.txt",
    "/....//secret.txt",
    "/%00",
    "/%",
    "/%c0%ae%c0%ae/secret.txt",
    "//secret.txt",
    "/index.html/../../secret.txt",
    "/api%2fstaff%2fme",
    "/API/staff/me",
  ])("like %s lead to nothing but the page", async (path) => {
    const port = await start();
    const before = seen.length;
    const answer = await raw(port, request(`GET ${path} HTTP/1.1`));
    expect(answer).not.toContain(SECRET);
    expect(answer).not.toContain("root:");
    if (answer.startsWith("HTTP/1.1 400 ")) expect(refusal(answer)[1]).toBe("request-malformed");
    else expect(answer).toMatch(/^HTTP\/1\.1 (200 OK|404 )/);
    expect(seen).toHaveLength(before);
  });

  it.each([
    ["GET http://evil.example/api/staff/me HTTP/1.1", [400, "request-malformed"]],
    ["GET evil HTTP/1.1", [400, "request-malformed"]],
    ["GET /api\\..\\staff HTTP/1.1", [400, "request-malformed"]],
    ["GET /api/\u0001 HTTP/1.1", [400, "request-malformed"]],
    [`GET /${"a".repeat(3_000)} HTTP/1.1`, [414, "address-too-long"]],
    [`GET /${"a".repeat(30_000)} HTTP/1.1`, [431, "headers-too-large"]],
    ["GET  HTTP/1.1", [400, "request-malformed"]],
    ["this is no HTTP", [400, "request-malformed"]],
    ["POST / HTTP/1.1", [405, "method-not-allowed"]],
    ["DELETE /index.html HTTP/1.1", [405, "method-not-allowed"]],
    ["TRACE / HTTP/1.1", [405, "method-not-allowed"]],
  ])("of %j are refused with a code and a sentence", async (line, expected) => {
    const port = await start();
    const before = seen.length;
    expect(refusal(await raw(port, request(line)))).toEqual(expected);
    expect(seen).toHaveLength(before);
  });
});

describe("headers", () => {
  it.each([
    ["two lengths", ["Content-Length: 3", "Content-Length: 4"]],
    ["a length and chunks", ["Content-Length: 3", "Transfer-Encoding: chunked"]],
    ["chunks and a length", ["Transfer-Encoding: chunked", "Content-Length: 3"]],
    ["chunks in disguise", ["Transfer-Encoding: xchunked", "Content-Length: 3"]],
    ["a space before the colon", ["Content-Length : 3"]],
    ["a folded line", ["X-A: 1", " Content-Length: 3"]],
    ["two hosts", ["Host: evil.example"]],
    ["two origins", ["Origin: http://h", "Origin: http://evil.example"]],
    ["two cookies", ["Cookie: tureen_staff=a", "Cookie: tureen_staff=b"]],
    ["two authorizations", ["Authorization: Bearer a", "Authorization: Bearer b"]],
    ["a line feed alone", ["X-A: 1\nHost: evil.example"]],
  ])("with %s are refused, and nothing reaches the server behind", async (_, headers) => {
    const port = await start();
    const before = seen.length;
    // Once announced as the last request of its connection, once not.
    const smuggled = `${request("POST /api/x HTTP/1.1", ...headers)}GET /api/smuggled HTTP/1.1\r\nHost: h\r\n\r\n`;
    for (const text of [smuggled, smuggled.replace("Connection: close\r\n", "")]) {
      expect(refusal(await raw(port, text))).toEqual([400, "request-malformed"]);
    }
    expect(seen).toHaveLength(before);
  });

  it("of proxies count only from proxies that are trusted", async () => {
    const lies = ["X-Forwarded-For: 9.9.9.9", "X-Forwarded-Host: evil.example", "Forwarded: for=9"];
    const line = "GET /api/x HTTP/1.1";
    await raw(await start(), request(line, ...lies, "X-Forwarded-Proto: https"));
    expect(seen.at(-1)?.headers).toMatchObject({ "x-forwarded-host": "h" });
    expect(seen.at(-1)?.headers["x-forwarded-for"]).toMatch(/^(::ffff:)?127\.0\.0\.1$/);
    expect(seen.at(-1)?.headers["x-forwarded-proto"]).toBe("http");
    expect(seen.at(-1)?.headers.forwarded).toBeUndefined();

    const trusting = await start({ trustProxy: "loopback" });
    await raw(trusting, request(line, "X-Forwarded-For: 9.9.9.9"));
    expect(seen.at(-1)?.headers["x-forwarded-for"]).toMatch(/^9\.9\.9\.9,(::ffff:)?127\.0\.0\.1$/);
  });

  it("of every answer keep the page to itself", async () => {
    const port = await start({ https: true });
    const response = await fetch(`http://127.0.0.1:${port}/`);
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe|\*|http:/);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "strict-transport-security": expect.stringContaining("max-age=63072000"),
      "permissions-policy": expect.stringContaining("geolocation=()"),
    });
    expect([...response.headers.keys()].filter((name) => /^access-control/.test(name))).toEqual([]);
  });
});

describe("live connections", () => {
  const upgrade = (path: string, ...headers: string[]) =>
    request(`GET ${path} HTTP/1.1`, ...headers).replace(
      "Connection: close",
      "Connection: Upgrade\r\nUpgrade: websocket",
    );

  it("go to the server behind, and nowhere else", async () => {
    const port = await start();
    expect(await raw(port, upgrade("/collab"))).toContain(" 101 ");
    expect(seen.at(-1)?.method).toBe("UPGRADE");
    const before = seen.length;
    for (const path of ["/", "/api/kitchen/tickets", "//collab", "/collab/../api"]) {
      const refused = refusal(await raw(port, upgrade(path)));
      expect([path, refused]).toEqual([
        path,
        path.includes("..") ? [400, "request-malformed"] : [404, "not-found"],
      ]);
    }
    const twoHosts = await raw(port, upgrade("/collab", "Host: evil.example"));
    expect(refusal(twoHosts)).toEqual([400, "request-malformed"]);
    expect(seen).toHaveLength(before);
  });
});

describe("somebody who is slow on purpose", () => {
  const timeouts = { requestMs: 400, headersMs: 300, checkMs: 50, silenceMs: 500 };

  it("is let go, with headers that never end and with a body that never ends", async () => {
    const port = await start({ timeouts });
    const headers = raw(port, "GET / HTTP/1.1\r\nHost: h\r\nX-A: ");
    const body = raw(port, request("POST /api/x HTTP/1.1", "Content-Length: 100").concat("slow"));
    expect(refusal(await headers)).toEqual([408, "request-too-slow"]);
    expect(refusal(await body)).toEqual([408, "request-too-slow"]);
  });

  it("says nothing and is let go", async () => {
    const port = await start({ timeouts });
    expect(await raw(port, "")).toMatch(/^$|408/);
  });

  it("does not keep others out: beyond a number of connections the newest are closed", async () => {
    const port = await start({ timeouts, connections: { perAddress: 20 } });
    const sockets = await Promise.all(Array.from({ length: 60 }, () => dial(port)));
    for (const socket of sockets) socket.write("GET / HTTP/1.1\r\nX-Slow: ");
    const closedAtOnce = () =>
      sockets.filter(({ readableEnded, destroyed }) => readableEnded || destroyed);
    for (const socket of sockets) socket.resume();
    await expect.poll(() => closedAtOnce().length).toBeGreaterThanOrEqual(40);
    // Those that were let in run out of time, and then there is room again.
    await expect.poll(() => closedAtOnce().length, { timeout: 30_000 }).toBe(60);
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe(PAGE);
  });

  it("is not counted by address behind a trusted proxy", async () => {
    const port = await start({ trustProxy: "loopback", connections: { perAddress: 2 } });
    const sockets = await Promise.all(Array.from({ length: 10 }, () => dial(port)));
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe(PAGE);
    for (const socket of sockets) socket.destroy();
  });
});
