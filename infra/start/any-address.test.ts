import { once } from "node:events";
import { Agent, createServer, get, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { anyAddress } from "./any-address.ts";

/** Of so many connections each of two servers gets some, but for once in ten million runs. */
const CONNECTIONS = 24;
const ADDRESSES = ["127.0.0.1", "127.0.0.2"];

let servers: Server[];
let port: number;
beforeEach(async () => {
  servers = ADDRESSES.map((address) => createServer((_, response) => response.end(address)));
  port = 0;
  for (const [i, server] of servers.entries()) {
    server.listen(port, ADDRESSES[i]);
    await once(server, "listening");
    port = (server.address() as AddressInfo).port;
  }
});
afterEach(() => {
  for (const server of servers) server.close();
});

/** Which server answers, each time over a new connection. */
async function answers(addresses: string[]): Promise<string[]> {
  const agent = new Agent({
    lookup: anyAddress((_hostname, _options, callback) =>
      callback(
        null,
        addresses.map((address) => ({ address, family: 4 })),
      ),
    ),
  });
  const all: string[] = [];
  for (let n = 0; n < CONNECTIONS; n++) {
    const [response] = (await once(get({ host: "server", port, agent }), "response")) as [
      IncomingMessage,
    ];
    all.push(await text(response));
  }
  return all;
}

test("connections to a name spread over all that it stands for", async () => {
  expect(new Set(await answers(ADDRESSES))).toEqual(new Set(ADDRESSES));
});

test("one that is not there is passed over", async () => {
  servers[1]?.close();
  expect(new Set(await answers(ADDRESSES))).toEqual(new Set(["127.0.0.1"]));
});

test("a name that is not known is an error", async () => {
  const agent = new Agent({ lookup: anyAddress() });
  const [error] = await once(get({ host: "server.invalid", port, agent }), "error", {
    signal: AbortSignal.timeout(10_000),
  }).catch((reason: unknown) => [reason]);
  expect(["ENOTFOUND", "EAI_AGAIN"]).toContain((error as NodeJS.ErrnoException).code);
});
