import { redisSignals } from "@tureen/persistence/platform/signals/redis-signals";
import { startTcpProxy, type TcpProxy } from "@tureen/persistence/testing/tcp-proxy";
import {
  createTestDatabase,
  requiredUrl,
  type TestDatabase,
} from "@tureen/persistence/testing/test-database";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Cleanup } from "../../testing/cleanup.ts";
import { startLiveNode } from "../../testing/live-node.ts";
import { connectPhone } from "../../testing/live-phone.ts";
import { type LiveTable, openLiveTable } from "../../testing/live-table.ts";
import { placeOrder } from "../../testing/test-restaurant.ts";
import { FAN_OUT_KINDS, type FanOutKind } from "./fan-out.ts";

let db: TestDatabase;
let redis: TcpProxy;
let redisFanOut: FanOutKind;
/** For what has to come true, on a busy machine too. */
const PATIENTLY = { timeout: 30_000, interval: 5 };
const cleanup = new Cleanup();
beforeAll(async () => {
  db = await createTestDatabase();
  redis = await startTcpProxy(requiredUrl("TEST_REDIS_URL"));
});
afterEach(async () => {
  redis.start();
  await cleanup.run();
});
afterAll(async () => {
  await redis.close();
  await db.drop();
});

/** A node as in production with Redis; documents are not checked by the clock. */
async function givenNode() {
  const signals = redisSignals({ url: redis.url, onError: () => {} });
  cleanup.add(signals, (s) => s.close());
  await signals.ready;
  const config = { redisFanOut };
  const node = await startLiveNode({ database: db.pool, signals, redisUrl: redis.url, config });
  cleanup.add(node, (n) => n.close());
  return { node, signals };
}

type Node = Awaited<ReturnType<typeof givenNode>>["node"];
const givenPhone = async (node: Node, table: LiveTable, diner: string) =>
  cleanup.add(await connectPhone(node, table, diner), (p) => p.destroy());

describe.each(FAN_OUT_KINDS)("Two nodes with Redis and the fan-out %s", (kind) => {
  beforeAll(() => {
    redisFanOut = kind;
  });

  test("edits and receipts reach the phones on both", async () => {
    const one = await givenNode();
    const two = await givenNode();
    const table = await openLiveTable(db.pool);
    const { restaurantId, sessionId } = table;
    const ana = await givenPhone(one.node, table, "d1");
    const bo = await givenPhone(two.node, table, "d2");
    await bo.untilSees(await ana.add(table));
    await ana.untilSees(await bo.add(table));
    const order = await placeOrder(one.node.database, { restaurantId, sessionId, diner: "d1" });
    for (const phone of [ana, bo]) {
      await expect.poll(() => Object.keys(phone.view.orders), PATIENTLY).toEqual([order.orderId]);
      expect(Object.keys(phone.view.receipts)).toHaveLength(1);
    }
    one.node.collab.noticeSession(sessionId, { kind: "people" });
    await expect
      .poll(() => [ana.notices, bo.notices])
      .toEqual([[{ kind: "people" }], [{ kind: "people" }]]);
  });

  test("without Redis edits are accepted, and nothing is missing when it is back", async () => {
    const one = await givenNode();
    const two = await givenNode();
    const table = await openLiveTable(db.pool, { diners: 3 });
    const other = await openLiveTable(db.pool);
    const ana = await givenPhone(one.node, table, "d1");
    const bo = await givenPhone(two.node, table, "d2");
    redis.stop();
    const lines = [await ana.add(table), await bo.add(table), await ana.add(table)];
    expect(Object.keys((await table.logged()).view.lines).sort()).toEqual(lines.sort());
    // Neither a notice nor a document that is only now opened needs Redis.
    one.node.collab.noticeSession(table.sessionId, { kind: "people" });
    const late = await givenPhone(one.node, other, "d1");
    await late.add(other);
    redis.start();
    for (const phone of [ana, bo]) {
      await expect
        .poll(() => Object.keys(phone.view.lines).sort(), PATIENTLY)
        .toEqual(lines.sort());
    }
    // Edits cross again, also in the document that was opened meanwhile.
    const there = await givenPhone(two.node, other, "d2");
    await there.untilSees(await late.add(other));
    await late.untilSees(await there.add(other));
    await bo.untilSees(await ana.add(table));
  });

  test("a node whose Redis is away can be stopped", async () => {
    const { node } = await givenNode();
    const table = await openLiveTable(db.pool);
    const phone = await givenPhone(node, table, "d1");
    redis.stop();
    await phone.add(table);
    phone.destroy();
    await node.collab.close();
    redis.start();
  });
});
