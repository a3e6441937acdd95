import { MenuCache } from "@tureen/persistence/menu/menu-cache";
import { setAvailability } from "@tureen/persistence/menu/set-availability";
import { createTestDatabase, type TestDatabase } from "@tureen/persistence/testing/test-database";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { LocalSignals } from "../testing/local-signals.ts";
import { createTestRestaurant, type TestRestaurant } from "../testing/test-restaurant.ts";
import { createMenuCatalog, type MenuCatalog } from "./menu-catalog.ts";

let db: TestDatabase;
let restaurant: TestRestaurant;
beforeAll(async () => {
  db = await createTestDatabase();
  restaurant = await createTestRestaurant(db.pool, "Menu");
});
afterAll(() => db.drop());

let clock: number;
let signals: LocalSignals;
let catalog: MenuCatalog;
beforeEach(() => {
  clock = 0;
  signals = new LocalSignals();
  const menus = new MenuCache();
  catalog = createMenuCatalog({ database: db.pool, signals, menus, now: () => clock });
});

async function setStock(stock: number) {
  const itemId = restaurant.menu.categories[0]?.items[0]?.id ?? "";
  const { restaurantId } = restaurant;
  const by = { kind: "server", id: null } as const;
  const now = new Date();
  const change = { restaurantId, itemId, available: true, stock, by, now };
  await setAvailability(db.pool, change);
  return { itemId };
}

const stockOf = async (itemId: string) =>
  (await catalog.current(restaurant.restaurantId)).availability.stock[itemId];

describe("the menu catalog", () => {
  it("reads once for many who ask at once", async () => {
    const { restaurantId } = restaurant;
    const all = await Promise.all(Array.from({ length: 20 }, () => catalog.current(restaurantId)));
    expect(new Set(all).size).toBe(1);
    expect(all[0]?.menu).toEqual(restaurant.menu);
  });

  it("reads again after a signal", async () => {
    const { itemId } = await setStock(5);
    const { restaurantId } = restaurant;
    await catalog.current(restaurantId);
    await setStock(4);
    expect(await stockOf(itemId)).toBe(5);
    await signals.publish({ kind: "menu", restaurantId, version: 1 });
    expect(await stockOf(itemId)).toBe(4);
  });

  it("reads again after five seconds when the signal was lost", async () => {
    const { itemId } = await setStock(9);
    await catalog.current(restaurant.restaurantId);
    await setStock(8);
    clock = 4_999;
    expect(await stockOf(itemId)).toBe(9);
    clock = 5_000;
    expect(await stockOf(itemId)).toBe(8);
  });

  it("does not keep what was read before a signal that came meanwhile", async () => {
    const { itemId } = await setStock(3);
    const reading = catalog.current(restaurant.restaurantId);
    catalog.forget(restaurant.restaurantId);
    await reading;
    await setStock(2);
    expect(await stockOf(itemId)).toBe(2);
  });

  it("gives the same object while nothing changes", async () => {
    const first = await catalog.current(restaurant.restaurantId);
    clock = 60_000;
    expect(await catalog.current(restaurant.restaurantId)).toBe(first);
  });

  it("finds dishes by id, now and in a version", async () => {
    const { restaurantId, menu } = restaurant;
    const { version, items } = await catalog.currentItems(restaurantId);
    expect(version).toBe(menu.version);
    expect(await catalog.items(restaurantId, version)).toEqual(items);
    await expect(catalog.items(restaurantId, 99)).rejects.toThrow();
  });
});
