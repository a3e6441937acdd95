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
