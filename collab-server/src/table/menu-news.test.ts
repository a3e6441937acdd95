import { setAvailability } from "@tureen/persistence/menu/set-availability";
import { createTestDatabase, type TestDatabase } from "@tureen/persistence/testing/test-database";
import type { Answer } from "@tureen/shared/endpoints";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { Cleanup } from "../testing/cleanup.ts";
import { startLiveNode } from "../testing/live-node.ts";
import { connectPhone } from "../testing/live-phone.ts";
import { openLiveTable } from "../testing/live-table.ts";
import { LocalSignals } from "../testing/local-signals.ts";

let db: TestDatabase;
const cleanup = new Cleanup();
beforeAll(async () => {
  db = await createTestDatabase();
});
afterEach(() => cleanup.run());
afterAll(() => db.drop());

const NEVER = 2 ** 30;
const NEWS = { kind: "menu", version: 1 };
const PATIENTLY = { timeout: 30_000, interval: 5 };
/** For several looks. */
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 200));

/** A phone at a table, and what tells it of its menu. */
async function givenPhone(lookEveryMs: number) {
  const signals = new LocalSignals();
  const node = await startLiveNode({
    ...{ database: db.pool, signals, menuLookEveryMs: lookEveryMs },
  });
  cleanup.add(node, (n) => n.close());
  const table = await openLiveTable(db.pool);
  const phone = cleanup.add(await connectPhone(node, table, "d1"), (p) => p.destroy());
  const { restaurantId } = table;
  const { item } = table.line();
  /** A change of the menu by this server, or by another whose signal is lost. */
  const change = (available: boolean, database = db.pool) =>
    setAvailability(database, {
      ...{ restaurantId, itemId: item, available, stock: null },
      by: { kind: "server", id: null },
      now: new Date(),
    });
  /** Whether the dish is sold out in the menu that the server would give a phone. */
  const readsSoldOut = async () => {
    const code = table.restaurant.tables[0]?.code ?? "";
    const response = await node.api.request(`/api/t/${code}/menu`);
    const { availability } = (await response.json()) as Answer<"readTableMenu">;
    return availability.soldOut.includes(item);
  };
  return { node, signals, phone, change, readsSoldOut };
}

test("phones are told of a change as soon as its signal is heard, once", async () => {
  const { node, signals, phone, change } = await givenPhone(NEVER);
  await change(false, node.database);
  await expect.poll(() => phone.notices, PATIENTLY).toEqual([NEWS]);
  signals.missed();
  await aWhile();
  expect(phone.notices).toHaveLength(1);
});

test("a change whose signal was lost is found, and told once", async () => {
  const { phone, change, readsSoldOut } = await givenPhone(40);
  // The server remembers it as it is now.
  expect(await readsSoldOut()).toBe(false);
  await aWhile();
  expect(phone.notices).toEqual([]);
  await change(false);
  await expect.poll(() => phone.notices, PATIENTLY).toEqual([NEWS]);
  expect(await readsSoldOut()).toBe(true);
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
