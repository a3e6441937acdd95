import { setAvailability } from "@tureen/persistence/operations/set-availability";
import { createTestDatabase, type TestDatabase } from "@tureen/persistence/testing/test-database";
import { pino } from "pino";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { createMenuNews } from "./menu-news.ts";
import { Cleanup } from "./testing/cleanup.ts";
import { startLiveNode } from "./testing/live-node.ts";
import { connectPhone } from "./testing/live-phone.ts";
import { openLiveTable } from "./testing/live-table.ts";
import { LocalSignals } from "./testing/local-signals.ts";

let db: TestDatabase;
const cleanup = new Cleanup();
beforeAll(async () => {
  db = await createTestDatabase();
});
afterEach(() => cleanup.run());
afterAll(() => db.drop());

const NEVER = 2 ** 30;
const NEWS = { kind: "menu", version: 1 };
const PATIENTLY = { timeout: 10_000, interval: 5 };
/** For several looks. */
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 200));

/** A phone at a table, and what tells it of its menu. */
async function givenPhone(lookEveryMs: number) {
  const signals = new LocalSignals();
  const node = await startLiveNode({ database: db.pool, signals });
  cleanup.add(node, (n) => n.close());
  const table = await openLiveTable(db.pool);
  const phone = cleanup.add(await connectPhone(node, table, "d1"), (p) => p.destroy());
  const forgotten: string[] = [];
  const news = createMenuNews({
    ...{ database: db.pool, signals, collab: node.collab, lookEveryMs },
    catalog: { forget: (restaurantId) => void forgotten.push(restaurantId) },
    log: pino({ level: "silent" }),
  });
  cleanup.add(news, (n) => n.close());
  const { restaurantId } = table;
  const change = (available: boolean) =>
    setAvailability(db.pool, {
      ...{ restaurantId, itemId: table.line().item, available, stock: null },
      by: { kind: "server", id: null },
      now: new Date(),
    });
  return { signals, phone, change, forgotten, restaurantId };
}

test("phones are told of a change as soon as its signal is heard, once", async () => {
  const { signals, phone, change } = await givenPhone(NEVER);
  await signals.publish(...(await change(false)).signals);
  await expect.poll(() => phone.notices, PATIENTLY).toEqual([NEWS]);
  signals.missed();
  await aWhile();
  expect(phone.notices).toHaveLength(1);
});

test("a change whose signal was lost is found, and told once", async () => {
  const { phone, change, forgotten, restaurantId } = await givenPhone(40);
  await aWhile();
  expect(phone.notices).toEqual([]);
  await change(false);
  await expect.poll(() => phone.notices, PATIENTLY).toEqual([NEWS]);
  expect(forgotten).toEqual([restaurantId]);
  await aWhile();
  expect(phone.notices).toHaveLength(1);
});

test("when signals may have been lost, it looks at once", async () => {
  const { signals, phone, change } = await givenPhone(NEVER);
  signals.missed();
  await aWhile();
  await change(false);
  signals.missed();
  await expect.poll(() => phone.notices, PATIENTLY).toEqual([NEWS]);
});
