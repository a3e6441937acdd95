import type { LookupAddress } from "node:dns";
import { once } from "node:events";
import { Agent, createServer, get, type IncomingMessage } from "node:http";
import type { AddressInfo, LookupFunction } from "node:net";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { anyAddress } from "./any-address.ts";

/** So often each of two comes first, but for once in ten million runs. */
const TIMES = 24;
const BOTH = ["127.0.0.1", "127.0.0.2"];

/** As a resolver that knows the name by these addresses, always in this order. */
const resolvedTo = (addresses: string[]) =>
  anyAddress((_hostname, _options, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: 4 })),
    ),
  );

const ask = (lookup: LookupFunction, all: boolean) =>
  new Promise<string | LookupAddress[]>((done, fail) =>
    lookup("server", { all }, (error, found) => (error ? fail(error) : done(found))),
  );

test("each of a name's addresses comes first now and then, and none is missing", async () => {
  const lookup = resolvedTo(BOTH);
  const first = new Set<string>();
  const single = new Set<unknown>();
  for (let n = 0; n < TIMES; n++) {
    const found = (await ask(lookup, true)) as LookupAddress[];
    expect(found.map(({ address }) => address).sort()).toEqual(BOTH);
    first.add(found[0]?.address ?? "");
    single.add(await ask(lookup, false));
  }
  expect([...first].sort()).toEqual(BOTH);
  expect([...single].sort()).toEqual(BOTH);
});

test("a server that is not there is passed over", async () => {
  const server = createServer((_, response) => response.end("here")).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ lookup: resolvedTo(BOTH) });
  for (let n = 0; n < TIMES; n++) {
    const [answer] = await once(get({ host: "server", port, agent }), "response");
    expect(await text(answer as IncomingMessage)).toBe("here");
  }
  server.close();
});

test("a name that is not known is an error", async () => {
  const unknown = anyAddress((_hostname, _options, callback) =>
    callback(Object.assign(new Error("unknown"), { code: "ENOTFOUND" }), []),
  );
  await expect(ask(unknown, true)).rejects.toMatchObject({ code: "ENOTFOUND" });
});
