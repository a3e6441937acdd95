import { once } from "node:events";
import { createServer } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { freePort, portProblem } from "./ports.ts";

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listenOn(host: string): Promise<number> {
  const server = createServer().listen(0, host);
  servers.push(server);
  await once(server, "listening");
  return (server.address() as { port: number }).port;
}

describe("a free port", () => {
  it("is another one each time, and none that an outgoing connection may take", async () => {
    const ports = [await freePort(), await freePort(), await freePort()];
    expect(new Set(ports).size).toBe(3);
    for (const port of ports) {
      expect(port).toBeGreaterThan(1023);
      expect(port).toBeLessThan(32_768);
    }
  });

  it("is not one that is taken", async () => {
    const next = (await freePort()) + 1;
    servers.push(createServer().listen(next, "127.0.0.1"));
    await once(servers.at(-1) as ReturnType<typeof createServer>, "listening");
    expect(await freePort()).not.toBe(next);
  });
});

describe("port check", () => {
  it("passes a free port", async () => {
    expect(await portProblem("WEB_PORT", await freePort())).toBeUndefined();
  });

  it.each(["127.0.0.1", "0.0.0.0"])("names a port taken on %s and its variable", async (host) => {
    const port = await listenOn(host);
    const problem = await portProblem("WEB_PORT", port);
    expect(problem).toContain(`Port ${port} is taken`);
    expect(problem).toContain("WEB_PORT=");
  });
});
