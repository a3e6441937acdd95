import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ServerNodes } from "@tureen/collab-server/web-server/server-nodes";
import { nodeHealth, watchNodes } from "@tureen/collab-server/web-server/watch-nodes";
import { startWebServer } from "@tureen/collab-server/web-server/web-server";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { freePort } from "./ports.ts";

/** What a node does with `/health`; everything else it answers with its number. */
type Health = "ok" | "unfit" | "leaving" | "silent";

let folder: string;
let nodes: ServerNodes;
let servers: Server[];
let health: Health[];
/** How often each node was asked how it is. */
let looks: number[];
let webUrl: string;
let webPort: number;
let stops: (() => Promise<unknown>)[];

function givenNode(i: number): Server {
  const server = createServer((request, response) => {
    if (request.url !== "/health") return void response.end(String(i));
    looks[i] = (looks[i] ?? 0) + 1;
    if (health[i] === "silent") return;
    response.writeHead(health[i] === "ok" ? 200 : 503).end(JSON.stringify({ status: health[i] }));
  });
  server.on("upgrade", (_request, socket) => {
    socket.on("error", () => socket.destroy());
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\nX-Node: ${i}\r\n\r\n`,
    );
  });
  return server;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tureen-nodes-test-"));
  await writeFile(join(folder, "index.html"), "the web app");
  health = ["ok", "ok", "ok"];
  looks = [0, 0, 0];
  servers = health.map((_, i) => givenNode(i));
  for (const server of servers) {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  }
  nodes = new ServerNodes(
    servers.map((server) => `127.0.0.1:${(server.address() as AddressInfo).port}`),
  );
  webPort = await freePort();
  webUrl = `http://127.0.0.1:${webPort}`;
  const options = { folder, port: webPort, nodes, https: false, trustProxy: "none" };
  const web = await startWebServer(options);
  stops = [web.stop];
});
afterEach(async () => {
  for (const stop of stops.reverse()) await stop();
  for (const i of servers.keys()) kill(i);
  await rm(folder, { recursive: true });
});

function kill(i: number): void {
  servers[i]?.close();
  servers[i]?.closeAllConnections();
}

const nodeAt = (i: number) => nodes.addresses[i] as string;
const sessionOf = (i: number): string => {
  for (;;) {
    const id = randomUUID();
    if (nodes.of({ sessionId: id }) === nodeAt(i)) return id;
  }
};

/** A WebSocket upgrade: which node answered it, and the end of the connection. */
async function live(path: string): Promise<{ node: string | undefined; ended: Promise<unknown> }> {
  const socket = connect(webPort, "127.0.0.1");
  const ended = once(socket, "close");
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
  );
  const answer = await Promise.race([once(socket, "data").then(([data]) => String(data)), ended]);
  stops.push(async () => socket.destroy());
  return { node: /X-Node: (\d)/i.exec(String(answer))?.[1], ended };
}

const ask = async (path: string, init: RequestInit = {}) => {
  const response = await fetch(`${webUrl}${path}`, init);
  return { status: response.status, text: await response.text() };
};

/** Watches the nodes; gives those that are beyond hope. */
function watch(timeoutMs = 200): string[] {
  const hopeless: string[] = [];
  const onHopeless = (node: string) => hopeless.push(node);
  const watching = watchNodes(nodes, { everyMs: 20, timeoutMs, onHopeless });
  stops.push(watching.stop);
  return hopeless;
}

describe("Several nodes behind the web server", () => {
  test("a session's connections and requests meet on one node", async () => {
    for (const i of [0, 1, 2]) {
      const id = sessionOf(i);
      expect((await live(`/collab/${id}`)).node).toBe(String(i));
      expect((await live(`/yjs/${id}?token=t`)).node).toBe(String(i));
      expect((await ask(`/api/staff/sessions/${id}/close`, { method: "POST" })).text).toBe(`${i}`);
      const token = `x.${Buffer.from(JSON.stringify({ sid: id })).toString("base64url")}.x`;
      const headers = { authorization: `Bearer ${token}` };
      expect((await ask("/api/diner/session", { headers })).text).toBe(`${i}`);
    }
  });

  test("other requests go to each node in turn", async () => {
    const answers = [];
    for (let n = 0; n < 6; n += 1) answers.push((await ask("/api/t/x")).text);
    expect([...answers].sort()).toEqual(["0", "0", "1", "1", "2", "2"]);
    expect((await live("/collab")).node).toBeDefined();
  });

  test("a node that dies is out with the first request that finds out, which another answers", async () => {
    const id = sessionOf(1);
    kill(1);
    const path = `/api/staff/sessions/${id}/x`;
    expect((await ask(path)).status).toBe(200);
    expect(nodes.isUp(nodeAt(1))).toBe(false);
    expect((await ask(path, { method: "POST", body: "{}" })).status).toBe(200);
    expect((await live(`/collab/${id}`)).node).not.toBe("1");
  });

  test("a request with a body is not sent twice: its sender is told to come back", async () => {
    const id = sessionOf(1);
    kill(1);
    const path = `/api/staff/sessions/${id}/x`;
    expect((await ask(path, { method: "POST", body: "{}" })).status).toBe(503);
    expect((await ask(path, { method: "POST", body: "{}" })).status).toBe(200);
  });

  test("a phone whose node is dead is sent to another when it comes again", async () => {
    const id = sessionOf(2);
    kill(2);
    expect((await live(`/collab/${id}`)).node).toBeUndefined();
    expect((await live(`/collab/${id}`)).node).toMatch(/[01]/);
  });

  test("a node that no longer answers is cut off, and put back when it does again", async () => {
    watch();
    const phone = await live(`/collab/${sessionOf(0)}`);
    const other = await live(`/collab/${sessionOf(1)}`);
    health[0] = "silent";
    await phone.ended;
    expect(nodes.isUp(nodeAt(0))).toBe(false);
    health[0] = "ok";
    await vi.waitFor(() => expect(nodes.isUp(nodeAt(0))).toBe(true), { timeout: 30_000 });
    // The others' phones have noticed nothing.
    expect(await Promise.race([other.ended, "still there"])).toBe("still there");
  });

  test("a node that stays silent is given up, one that says that it cannot serve is not", async () => {
    const hopeless = watch(100);
    health = ["ok", "unfit", "silent"];
    await vi.waitFor(() => expect(hopeless).toEqual([nodeAt(2)]), { timeout: 30_000 });
  });

  test("a node that cannot serve gets nothing new and keeps its phones", async () => {
    watch();
    const id = sessionOf(0);
    const phone = await live(`/collab/${id}`);
    health[0] = "unfit";
    await vi.waitFor(() => expect(nodes.isUp(nodeAt(0))).toBe(false), { timeout: 30_000 });
    expect((await live(`/collab/${id}`)).node).toMatch(/[12]/);
    expect(await Promise.race([phone.ended, "still there"])).toBe("still there");
  });

  test("a node that leaves gets nothing new at once, and keeps its phones until it sends them away", async () => {
    const watching = watchNodes(nodes, { everyMs: 400 });
    stops.push(watching.stop);
    const phone = await live(`/collab/${sessionOf(0)}`);
    health[0] = "leaving";
    looks[0] = 0;
    await vi.waitFor(() => expect(nodes.isUp(nodeAt(0))).toBe(false), {
      ...{ interval: 5, timeout: 30_000 },
    });
    // One that is only unfit would be tried three times.
    expect(looks[0]).toBeLessThan(3);
    expect(await Promise.race([phone.ended, "still there"])).toBe("still there");
  });

  test("one look tells what is wrong with a node", async () => {
    health = ["ok", "unfit", "silent"];
    const looks = await Promise.all(nodes.addresses.map((node) => nodeHealth(node, 100)));
    expect(looks).toEqual(["ok", "unfit", "silent"]);
    kill(0);
    expect(await nodeHealth(nodeAt(0))).toBe("not-listening");
    // A container that is gone takes its name with it.
    expect(await nodeHealth("gone.invalid:5000")).toBe("not-listening");
  });
});
