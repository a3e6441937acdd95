/** A diner on two nodes at once, which have not read each other's log. */
import { MenuCache } from "@tureen/persistence/menu/menu-cache";
import { commitConfirm } from "@tureen/persistence/orders/commit-confirm";
import { startTcpProxy, type TcpProxy } from "@tureen/persistence/testing/tcp-proxy";
import { requiredUrl } from "@tureen/persistence/testing/test-database";
import { portionKey } from "@tureen/shared/table/document/keys";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { FAN_OUT_KINDS } from "../../table/live/fan-out.ts";
import { AttackedServer } from "../../testing/attacked-server.ts";
import { startLiveNode } from "../../testing/live-node.ts";
import { connectPhone } from "../../testing/live-phone.ts";
import { LocalSignals } from "../../testing/local-signals.ts";
import { connectRawPhone } from "../../testing/raw-phone.ts";
import { until } from "../../testing/until.ts";

describe.each(FAN_OUT_KINDS)("On two nodes with the fan-out %s,", (redisFanOut) => {
  let field: AttackedServer;
  let redis: TcpProxy;
  /** A node that is cut off from the others until Redis is back. */
  let node: Omit<Parameters<typeof startLiveNode>[0], "database">;
  beforeAll(async () => {
    redis = await startTcpProxy(requiredUrl("TEST_REDIS_URL"));
    redis.stop();
    node = { redisUrl: redis.url, config: { redisFanOut }, timing: { checkEveryMs: 1_500 } };
    field = await AttackedServer.open(node);
  });
  afterEach(() => field.cleanUp());
  afterAll(async () => {
    await field.close();
    await redis.close();
  });

  test("what a diner writes twice under one line id is not cooked", async () => {
    const { table, honest } = await field.table();
    const { restaurantId, sessionId, restaurant } = table;
    const other = await startLiveNode({
      ...node,
      database: field.db.pool,
      signals: new LocalSignals(),
    });
    try {
      const phones = [await field.raw(table), await connectRawPhone(other, table, "d1")];
      const bo = await connectPhone(field.node, table, "d2");
      const id = "d1-aaaaaaaaaa";
      // Two dishes of one price, so that the price does not give the change away.
      phones.forEach((phone, i) => {
        phone.write((doc) => {
          doc.getMap("lines").set(id, { ...table.line(), note: ["mild", "with nuts"][i] });
          doc.getMap("portions").set(portionKey(id, "d1", doc.clientID), 1);
        });
      });
      await Promise.all(phones.map((phone) => phone.untilAcknowledged(1)));
      expect(await field.loggedBy(table, "d1")).toBe(2);

      const { price } = restaurant.item("Soup");
      const confirmId = bo.edits.confirm({
        lines: [{ line: id, quantity: 1, unitPrice: price, ordered: 0 }],
        total: price,
        menuVersion: restaurant.menu.version,
        at: Date.now(),
      });
      await bo.untilSaved();
      const { receipt } = await commitConfirm(field.db.pool, {
        ...{ restaurantId, sessionId, confirmId, maxAgeMs: 600_000 },
        menus: new MenuCache(),
        now: new Date(),
      });
      expect(receipt).toMatchObject({ ok: false, lines: [{ line: id, code: "withdrawn" }] });
      redis.start();
      // Both nodes come to show the same: nothing.
      const ana = await connectPhone(other, table, "d3");
      for (const phone of [bo, ana]) {
        await until("the line is gone", () => !(id in phone.view.lines));
        phone.destroy();
      }
      await honest.finish();
    } finally {
      await other.close();
    }
  });
});
