import { createTestDatabase, type TestDatabase } from "@tureen/persistence/testing/test-database";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as Y from "yjs";
import { LIVE_KEY, type LiveNode, startLiveNode } from "../../testing/live-node.ts";
import { connectPhone } from "../../testing/live-phone.ts";
import { openLiveTable } from "../../testing/live-table.ts";
import { LocalSignals } from "../../testing/local-signals.ts";
import { findLive, liveReader } from "./live-copy.ts";
import { runCli } from "./testing/run-cli.ts";
import { type ReadLive, verifySession } from "./verify-sessions.ts";

let database: TestDatabase;
let node: LiveNode;
let live: ReadLive;

beforeAll(async () => {
  database = await createTestDatabase();
  node = await startLiveNode({ database: database.pool, signals: new LocalSignals() });
  live = liveReader(`http://127.0.0.1:${node.port}`, LIVE_KEY);
});
afterAll(async () => {
  await node?.close();
  await database?.drop();
});

test("an open table's copy in a running server is compared with its log", async () => {
  const table = await openLiveTable(database.pool);
  const phone = await connectPhone(node, table);
  await phone.add(table);
  const verdict = await verifySession(database.pool, table, live);
  expect(verdict).toMatchObject({ ok: true, edits: (await table.logged()).seq });
  phone.destroy();
});

test("a server that shows what the log does not hold is found, and one that lacks what it holds", async () => {
  const table = await openLiveTable(database.pool);
  const phone = await connectPhone(node, table);
  await phone.add(table);
  const ahead: ReadLive = async (key) => {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, await live(key));
    doc.getMap("session").set("table", "99");
    return Y.encodeStateAsUpdate(doc);
  };
  expect(await verifySession(database.pool, table, ahead)).toMatchObject({
    difference: { code: "live-ahead", where: expect.stringContaining("session.table") },
  });
  const stale = await live(table);
  await phone.add(table, "later");
  expect(await verifySession(database.pool, table, async () => stale)).toMatchObject({
    difference: { code: "live-behind" },
  });
  // One that catches up while the verifier waits is in order.
  let asked = 0;
  const slow: ReadLive = async (key) => (++asked === 1 ? stale : live(key));
  expect(await verifySession(database.pool, table, slow)).toMatchObject({ ok: true });
  expect(asked).toBe(2);
  phone.destroy();
});

test("only who knows the server's secret reads a copy", async () => {
  const table = await openLiveTable(database.pool);
  const other = new TextEncoder().encode("a secret that this server does not have at all");
  const stranger = liveReader(`http://127.0.0.1:${node.port}`, other);
  await expect(stranger(table)).rejects.toMatchObject({ code: "live-unavailable" });
});

test("a server that was named and does not answer is an error, one that was not is not needed", async () => {
  const args = ["verify", "--all", "--live", "http://127.0.0.1:9"];
  const { code, err } = await runCli(database.url, args);
  expect([code, err.split(":")[0]]).toEqual([2, "live-unavailable"]);
  expect((await runCli(database.url, ["verify", "--all"])).code).toBe(0);
  const context = {
    args: [],
    env: { JWT_SECRET: "x".repeat(32), SERVER_PORT: "9" },
    signal: new AbortController().signal,
    print: () => {},
    printError: () => {},
    progress: () => {},
    withDisposableDatabase: () => Promise.reject(new Error("not in this test")),
  };
  expect(await findLive(context, undefined)).toBeNull();
});
