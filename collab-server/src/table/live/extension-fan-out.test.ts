/** A cluster that Tureen's nodes share with a Hocuspocus server of somebody else. */
import {
  createTestDatabase,
  requiredUrl,
  type TestDatabase,
} from "@tureen/persistence/testing/test-database";
import type { Notice } from "@tureen/shared/platform/protocol/notices";
import { portionKey } from "@tureen/shared/table/document/keys";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Cleanup } from "../../testing/cleanup.ts";
import { startLiveNode } from "../../testing/live-node.ts";
import { connectPhone } from "../../testing/live-phone.ts";
import { type LiveTable, openLiveTable } from "../../testing/live-table.ts";
import { onStockServer } from "../../testing/stock-server.ts";
import { placeOrder } from "../../testing/test-restaurant.ts";
import { until } from "../../testing/until.ts";
import { encodeMessage } from "./extension-message.ts";

const redisUrl = requiredUrl("TEST_REDIS_URL");
const cleanup = new Cleanup();
let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterEach(() => cleanup.run());
afterAll(() => db.drop());

/** A node that hears of edits elsewhere over Redis alone. */
async function givenNode() {
  const config = { redisFanOut: "extension" } as const;
  return cleanup.add(await startLiveNode({ database: db.pool, redisUrl, config }), (n) =>
    n.close(),
  );
}
type Node = Awaited<ReturnType<typeof givenNode>>;

const givenPhone = async (node: Node, table: LiveTable, diner: string) =>
  cleanup.add(await connectPhone(node, table, diner), (p) => p.destroy());

async function givenTwo() {
  const [one, two] = await Promise.all([givenNode(), givenNode()]);
  const table = await openLiveTable(db.pool, { diners: 3 });
  const [ana, bo] = [await givenPhone(one, table, "d1"), await givenPhone(two, table, "d2")];
  return { one, two, table, ana, bo };
}

describe("In a cluster with other Hocuspocus servers", () => {
  test("another server has what diners ordered before, and what they and the server write", async () => {
    const { one, table, ana, bo } = await givenTwo();
    const before = await ana.add(table);
    await bo.untilSees(before);
    const there = await onStockServer(cleanup, redisUrl, table.sessionId);
    await until("it has the first line", () => there.getMap("lines").has(before));
    for (const phone of [ana, bo]) {
      const line = await phone.add(table);
      await until("it has a new line", () => there.getMap("lines").has(line));
    }
    const { restaurantId, sessionId } = table;
    await placeOrder(one.database, { restaurantId, sessionId, diner: "d1" });
    await until("it has the receipt", () => there.getMap("receipts").size === 1);
  });

  test("what another server's client writes is on no phone and in no log", async () => {
    const { one, two, table, ana, bo } = await givenTwo();
    const there = await onStockServer(cleanup, redisUrl, table.sessionId);
    const forged = "d1-aaaaaaaaaa";
    there.transact(() => {
      there.getMap("lines").set(forged, table.line());
      there.getMap("portions").set(portionKey(forged, "d1", there.clientID), 1);
      there.getMap("lines").delete(forged);
      there.getMap("lines").set(forged, table.line("twice"));
    });
    // It has a line only from an answer that follows what it sent itself.
    for (const phone of [ana, bo, ana]) {
      const line = await phone.add(table);
      for (const other of [ana, bo]) await other.untilSees(line);
      await until("the other server has it", () => there.getMap("lines").has(line));
    }
    const { view, seq } = await table.logged();
    const late = await Promise.all([one, two].map((node) => givenPhone(node, table, "d3")));
    for (const phone of [ana, bo, ...late]) {
      expect(Object.keys(phone.view.lines)).toHaveLength(3);
      expect(phone.view.lines).toEqual(view.lines);
      expect(phone.doc.getMap("lines").has(forged)).toBe(false);
    }
    expect(there.getMap("lines").has(forged)).toBe(true);
    // Three for the diners who sat down, and an entry for each line.
    expect(seq).toBe(3 + 3);
  });

  test("a deletion by another server's client takes nothing away", async () => {
    const { table, ana, bo } = await givenTwo();
    const line = await ana.add(table);
    const there = await onStockServer(cleanup, redisUrl, table.sessionId);
    await until("it has the line", () => there.getMap("lines").has(line));
    there.getMap("lines").delete(line);
    const next = await bo.add(table);
    await until("it has the next", () => there.getMap("lines").has(next));
    await ana.untilSees(next);
    for (const phone of [ana, bo]) expect(Object.keys(phone.view.lines)).toContain(line);
  });

  test("another server's client can ask phones to look, and tell them nothing else", async () => {
    const { table, ana } = await givenTwo();
    const there = await onStockServer(cleanup, redisUrl, table.sessionId);
    const say = (notice: Notice) => there.broadcastStateless(JSON.stringify(notice));
    say({ kind: "refused", code: "session-closed" });
    say({ kind: "welcome", protocol: 99, now: 0 });
    say({ kind: "people" });
    await until("ana is asked to look", () => ana.notices.length > 0);
    expect(ana.notices).toEqual([{ kind: "people" }]);
    expect(ana.outdated).toBe(false);
    await ana.add(table);
  });

  test("what cannot be read ends nothing", async () => {
    const { table, ana, bo } = await givenTwo();
    const name = Buffer.from(table.sessionId);
    const frames = [
      [],
      [name.byteLength, ...name],
      // Sync steps of no kind, with a broken update, and with a broken state vector.
      [name.byteLength, ...name, 0, 9, 0],
      [name.byteLength, ...name, 0, 2, 3, 255, 255, 255],
      [name.byteLength, ...name, 0, 0, 2, 255, 255],
      // Presence that is none, and a kind that nobody knows.
      [name.byteLength, ...name, 1, 3, 9, 9, 9],
      [name.byteLength, ...name, 99],
    ].map((bytes) => encodeMessage("somebody", Uint8Array.from(bytes)));
    const redis = cleanup.add(new Redis(redisUrl), (r) => r.disconnect());
    for (const data of [Buffer.alloc(0), Buffer.from([200]), ...frames]) {
      await redis.publish(`hocuspocus:${table.sessionId}`, data);
    }
    await bo.untilSees(await ana.add(table));
    await ana.untilSees(await bo.add(table));
  });

  test("an edit of a phone that is gone at once, and its node too, is seen", async () => {
    const { one, table, ana, bo } = await givenTwo();
    const line = await ana.add(table);
    ana.destroy();
    await one.close();
    await bo.untilSees(line);
  });
});
