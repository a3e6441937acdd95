/** One table on three nodes, and what happens when they do not hear each other. */
import { redisSignals } from "@tureen/persistence/platform/signals/redis-signals";
import { startTcpProxy } from "@tureen/persistence/testing/tcp-proxy";
import {
  createTestDatabase,
  requiredUrl,
  type TestDatabase,
} from "@tureen/persistence/testing/test-database";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Cleanup } from "../../testing/cleanup.ts";
import { type LiveNode, startLiveNode } from "../../testing/live-node.ts";
import { connectPhone, type LivePhone } from "../../testing/live-phone.ts";
import { type LiveTable, openLiveTable } from "../../testing/live-table.ts";
import { LocalSignals } from "../../testing/local-signals.ts";
import { countMessages } from "../../testing/message-count.ts";
import { placeOrder } from "../../testing/test-restaurant.ts";
import { until } from "../../testing/until.ts";
import type { CollabTiming } from "./collab.ts";
import { FAN_OUT_KINDS, type FanOutKind } from "./fan-out.ts";

let db: TestDatabase;
let redisFanOut: FanOutKind;
const redisUrl = requiredUrl("TEST_REDIS_URL");
const PATIENTLY = { timeout: 30_000, interval: 5 };
const cleanup = new Cleanup();
beforeAll(async () => {
  db = await createTestDatabase();
});
afterEach(() => cleanup.run());
afterAll(() => db.drop());

/** A node with Redis for edits, and signals that reach nobody else unless `url` carries them. */
async function givenNode(options: { url?: string; timing?: Partial<CollabTiming> } = {}) {
  const { url = redisUrl, timing } = options;
  const signals = new LocalSignals();
  const config = { redisFanOut };
  const node = await startLiveNode({ database: db.pool, signals, redisUrl: url, timing, config });
  return cleanup.add(node, (n) => n.close());
}

/** Two at one table, on a node each. */
async function givenTwo(
  anasNode: Parameters<typeof givenNode>[0],
  bosNode: Parameters<typeof givenNode>[0],
) {
  const [one, two] = [await givenNode(anasNode), await givenNode(bosNode)];
  const table = await openLiveTable(db.pool);
  const [ana, bo] = [await givenPhone(one, table, "d1"), await givenPhone(two, table, "d2")];
  return { table, ana, bo };
}

/** A way to Redis of one's own, which the test can cut. */
const givenProxy = async () => cleanup.add(await startTcpProxy(redisUrl), (p) => p.close());

const givenPhone = async (node: LiveNode, table: LiveTable, diner: string, options = {}) =>
  cleanup.add(await connectPhone(node, table, diner, options), (p) => p.destroy());

async function onePhoneEach(nodes: readonly LiveNode[], table: LiveTable): Promise<LivePhone[]> {
  const phones: LivePhone[] = [];
  for (const [i, node] of nodes.entries()) phones.push(await givenPhone(node, table, `d${i + 1}`));
  return phones;
}

describe.each(FAN_OUT_KINDS)("With the fan-out %s,", (kind) => {
  beforeAll(() => {
    redisFanOut = kind;
  });

  describe("one table on three nodes", () => {
    test("everybody sees everybody's edits, and the receipt", async () => {
      const nodes = await Promise.all(
        [1, 2, 3].map(async () => {
          const signals = redisSignals({ url: redisUrl, onError: () => {} });
          cleanup.add(signals, (s) => s.close());
          await signals.ready;
          const config = { redisFanOut };
          const node = await startLiveNode({ database: db.pool, signals, redisUrl, config });
          return { node: cleanup.add(node, (n) => n.close()), signals };
        }),
      );
      const table = await openLiveTable(db.pool, { diners: 3 });
      const { restaurantId, sessionId } = table;
      const phones = await onePhoneEach(
        nodes.map(({ node }) => node),
        table,
      );
      for (let round = 0; round < 5; round += 1) {
        const lines = await Promise.all(phones.map((phone) => phone.add(table)));
        for (const phone of phones) for (const line of lines) await phone.untilSees(line);
      }
      const database = nodes[0]?.node.database ?? db.pool;
      const order = await placeOrder(database, { restaurantId, sessionId, diner: "d1" });
      for (const phone of phones) {
        await expect.poll(() => Object.keys(phone.view.orders), PATIENTLY).toEqual([order.orderId]);
        expect(Object.keys(phone.view.receipts)).toHaveLength(1);
      }
      const { view } = await table.logged();
      for (const phone of phones) expect(phone.view).toEqual(view);
    });

    test.each([1, 2, 3, 4])("an edit is announced once on %i nodes", async (count) => {
      const nodes = await Promise.all(Array.from({ length: count }, () => givenNode()));
      const table = await openLiveTable(db.pool, { diners: count });
      const phones = await onePhoneEach(nodes, table);
      const [ana] = phones as [LivePhone, ...LivePhone[]];
      const counted = cleanup.add(await countMessages(redisUrl, table.sessionId), (c) => c.close());
      const EDITS = 10;
      for (let edit = 0; edit < EDITS; edit += 1) {
        const line = await ana.add(table);
        for (const phone of phones) await phone.untilSees(line);
      }
      await expect.poll(() => counted.published, PATIENTLY).toBeGreaterThanOrEqual(EDITS);
      // A late answer to an edit would come within this time.
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(counted.published).toBe(EDITS);
    });

    test("who looks at what is seen on every node, also by those who come later", async () => {
      const [one, two, three] = await Promise.all([givenNode(), givenNode(), givenNode()]);
      const table = await openLiveTable(db.pool, { diners: 3 });
      const ana = await givenPhone(one, table, "d1");
      const bo = await givenPhone(two, table, "d2");
      const seenBy = (phone: LivePhone) => phone.presence.map(({ diner }) => diner);
      ana.phone.setPresence({ diner: "d1", at: "soups" });
      await until("bo sees ana", () => seenBy(bo).includes("d1"));
      const cy = await givenPhone(three, table, "d3");
      await until("cy sees ana", () => seenBy(cy).includes("d1"));
      ana.destroy();
      for (const phone of [bo, cy]) {
        await until("ana is seen no longer", () => !seenBy(phone).includes("d1"));
      }
    });

    test("a notice reaches the phones although the node it comes from has not loaded the document", async () => {
      const [one, two] = await Promise.all([givenNode(), givenNode()]);
      const table = await openLiveTable(db.pool);
      const bo = await givenPhone(two, table, "d2");
      one.collab.noticeSession(table.sessionId, { kind: "people" });
      await expect.poll(() => bo.notices, PATIENTLY).toEqual([{ kind: "people" }]);
    });

    test("a document that leaves memory is not listened to any more", async () => {
      const [one, two] = await Promise.all([givenNode(), givenNode()]);
      const table = await openLiveTable(db.pool);
      const ana = await givenPhone(one, table, "d1");
      const bo = await connectPhone(two, table, "d2");
      bo.destroy();
      await until("it is gone", async () => (await two.metric("tureen_documents")) === 0);
      const line = await ana.add(table);
      // And it is complete, and listened to, when it comes back.
      const again = await givenPhone(two, table, "d2");
      expect(Object.keys(again.view.lines)).toEqual([line]);
      await again.untilSees(await ana.add(table));
    });
  });

  describe("without Redis", () => {
    test("edits are saved, and seen on the same node; with it everything is caught up by itself", async () => {
      const proxy = await givenProxy();
      const [one, two] = await Promise.all([
        givenNode({ url: proxy.url }),
        givenNode({ url: proxy.url }),
      ]);
      const table = await openLiveTable(db.pool, { diners: 4 });
      const [ana, bo] = [await givenPhone(one, table, "d1"), await givenPhone(one, table, "d2")];
      const [cy, di] = [await givenPhone(two, table, "d3"), await givenPhone(two, table, "d4")];
      proxy.stop();
      const fromAna = await ana.add(table);
      const fromCy = await cy.add(table);
      await bo.untilSees(fromAna);
      await di.untilSees(fromCy);
      expect(Object.keys((await table.logged()).view.lines).sort()).toEqual(
        [fromAna, fromCy].sort(),
      );
      expect(Object.keys(di.view.lines)).toEqual([fromCy]);
      proxy.start();
      for (const phone of [ana, bo]) await phone.untilSees(fromCy);
      for (const phone of [cy, di]) await phone.untilSees(fromAna);
    });

    test("a node that only could not speak tells the others what they have not heard", async () => {
      const proxy = await givenProxy();
      const { table, ana, bo } = await givenTwo({ url: proxy.url }, {});
      proxy.stop();
      const line = await ana.add(table);
      expect(bo.view.lines).toEqual({});
      proxy.start();
      await bo.untilSees(line);
    });

    test("a connection that only no longer answers is replaced, and what it swallowed is told", async () => {
      const proxy = await givenProxy();
      const { table, ana, bo } = await givenTwo({ url: proxy.url }, {});
      proxy.stall();
      const line = await ana.add(table);
      expect(bo.view.lines).toEqual({});
      // Its command has to time out, and its connection to be given up.
      await expect.poll(() => line in bo.view.lines, { ...PATIENTLY, timeout: 30_000 }).toBe(true);
    });

    test("a node whose connection only no longer says anything gets another, and catches up", async () => {
      const proxy = await givenProxy();
      const never = { checkEveryMs: 60_000 };
      const { table, ana, bo } = await givenTwo({}, { url: proxy.url, timing: never });
      proxy.stall();
      const line = await ana.add(table);
      expect(bo.view.lines).toEqual({});
      await expect.poll(() => line in bo.view.lines, { ...PATIENTLY, timeout: 30_000 }).toBe(true);
      await bo.untilSees(await ana.add(table));
    });

    test("a node that hears nothing finds it at the next check", async () => {
      const proxy = await givenProxy();
      const often = { checkEveryMs: 40 };
      const { table, ana, bo } = await givenTwo({}, { url: proxy.url, timing: often });
      proxy.stop();
      await bo.untilSees(await ana.add(table));
    });

    test("a node starts, and loads documents, although Redis is away", async () => {
      const proxy = await givenProxy();
      proxy.stop();
      const { table, ana, bo } = await givenTwo({ url: proxy.url }, {});
      const line = await ana.add(table);
      proxy.start();
      await bo.untilSees(line);
      await ana.untilSees(await bo.add(table));
    });
  });

  describe("when nodes go", () => {
    test("phones of a node that goes are on another, with everything, and miss nothing of a rolling restart", async () => {
      let nodes = await Promise.all([1, 2, 3].map(() => givenNode()));
      const table = await openLiveTable(db.pool, { diners: 3 });
      const phones = await onePhoneEach(nodes, table);
      const written: string[] = [];
      const write = () => {
        for (const phone of phones) written.push(phone.edits.addLine(table.line(), 1));
      };
      for (let round = 0; round < nodes.length; round += 1) {
        const [going, ...staying] = nodes as [LiveNode, ...LiveNode[]];
        write();
        // As the proxy does: who comes back is sent to a node that is there.
        for (const phone of phones) {
          if (phone.url === going.url)
            phone.moveTo((staying[round % staying.length] as LiveNode).url);
        }
        const closed = going.close();
        write();
        await closed;
        nodes = [...staying, await givenNode()];
        write();
      }
      for (const phone of phones) await phone.untilSaved();
      const { view } = await table.logged();
      expect(Object.keys(view.lines).sort()).toEqual(written.sort());
      for (const phone of phones) await expect.poll(() => phone.view, PATIENTLY).toEqual(view);
      // Nobody was refused anything, only sent elsewhere.
      for (const phone of phones) {
        expect(phone.refusals.filter((reason) => reason !== "restarting")).toEqual([]);
      }
      const restarts = phones.flatMap((phone) => phone.closes);
      expect(restarts.length).toBeGreaterThanOrEqual(3);
      for (const close of restarts) expect(close).toMatch(/^(1012|1006)/);
    });
  });
});
