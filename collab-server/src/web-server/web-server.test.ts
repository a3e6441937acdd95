import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ServerNodes } from "./server-nodes.ts";
import { startWebServer } from "./web-server.ts";

/** Addresses of upgrades that came through to the server behind. */
const upgrades: string[] = [];
const behind = createServer((_request, response) => response.end("from the server"));
behind.on("upgrade", (request, socket) => {
  upgrades.push(request.url ?? "");
  socket.end("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n");
});
let folder: string;
let port: number;
let web: { stop(): Promise<void> };

async function listen(server: ReturnType<typeof createServer>): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tureen-web-test-"));
  await writeFile(join(folder, "index.html"), "the web app");
  await mkdir(join(folder, "assets"));
  await writeFile(join(folder, "assets/page-Ab_1-x.js"), "a part");
  const serverPort = await listen(behind);
  const spare = createServer();
  port = await listen(spare);
  spare.close();
  web = await startWebServer({
    folder,
    port,
    nodes: new ServerNodes([`127.0.0.1:${serverPort}`]),
    https: false,
    trustProxy: "none",
  });
});
afterAll(async () => {
  await web.stop();
  behind.close();
  await rm(folder, { recursive: true });
});

async function upgrade(path: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
  );
  let answer = "";
  socket.on("data", (data) => {
    answer += data;
  });
  await once(socket, "close");
  return answer.split("\r\n", 1)[0] ?? "";
}

describe("The web server", () => {
  test.each([
    "/collab",
    "/yjs/0190?token=a.b-c_d",
    "/api/kitchen/events?after=7",
    "/api/staff/floor/events",
  ])("passes %s on as it is", async (path) => {
    expect(await upgrade(path)).toBe("HTTP/1.1 101 Switching Protocols");
    expect(upgrades.at(-1)).toBe(path);
  });

  test.each(["/yjsx/0190", "/api/kitchen/events/7", "/api/staff/floor"])(
    "passes no WebSocket to %s on",
    async (path) => {
      const before = upgrades.length;
      expect(await upgrade(path)).toBe("HTTP/1.1 404 Not Found");
      expect(upgrades).toHaveLength(before);
    },
  );

  test.each([
    ["/api/health", "from the server"],
    ["/yjs/0190", "from the server"],
    ["/t/somewhere", "the web app"],
  ])("answers %s with what is %s", async (path, text) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    expect(await response.text()).toBe(text);
  });

  test("stops taking newcomers first, and ends live connections within its time", async () => {
    const holding = createServer().on("upgrade", (_request, socket) => {
      socket.on("error", () => socket.destroy());
      socket.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n");
    });
    const nodes = new ServerNodes([`127.0.0.1:${await listen(holding)}`]);
    const options = { folder, port: 0, nodes, https: false, trustProxy: "none" };
    const leaving = await startWebServer(options);
    const phones = [1, 2, 3].map(() => connect(leaving.port, "127.0.0.1"));
    const ended = phones.map((phone) => once(phone, "close"));
    for (const phone of phones) {
      phone.write(
        "GET /collab HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
      );
      await once(phone, "data");
    }
    const stopped = leaving.stop(4_000);
    const newcomer = connect(leaving.port, "127.0.0.1");
    await expect(once(newcomer, "connect")).rejects.toThrow("ECONNREFUSED");
    expect(phones.map(({ closed }) => closed)).toEqual([false, false, false]);
    await stopped;
    await Promise.all(ended);
    holding.close();
  });

  test("lets a part of the app be kept for good", async () => {
    const response = await fetch(`http://127.0.0.1:${port}/assets/page-Ab_1-x.js`);
    expect(await response.text()).toBe("a part");
    expect(response.headers.get("cache-control")).toContain("immutable");
  });

  test.each([
    "/assets/page-Cd_2-y.js",
    "/assets/page-Cd_2-y.js?v=1",
    "/assets/page",
    "/assets/de%2Dx/",
    "/assets",
    "/assets/",
    "/%61ssets/page",
  ])("has no part %s, and nobody keeps that for good", async (path) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    expect(response.status).toBe(404);
    expect(await response.text()).not.toBe("the web app");
    expect(response.headers.get("cache-control")).toBe("no-store");
  });
});
