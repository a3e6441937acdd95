import type { Menu } from "@tureen/shared/menu/menu";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readFloor } from "../table/read-floor.ts";
import { readSessionForDiner } from "../table/read-session.ts";
import { decide } from "../testing/confirmed.ts";
import { givenRestaurant, givenTable } from "../testing/fixtures.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { toldEffects } from "../testing/told-effects.ts";
import { acknowledgeOrders } from "./acknowledge-orders.ts";
import { addStation } from "./change-stations.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

/** A kitchen whose grill makes the soup and whose bar makes the rest, and an order of both. */
async function given() {
  const restaurant = await givenRestaurant(db.pool);
  const table = await givenTable(db.pool, restaurant);
  const { restaurantId, sessionId } = table;
  const now = new Date();
  const by = { kind: "staff", id: null } as const;
  const [bar] = await addStation(db.pool, { restaurantId, name: "Bar", by, now });
  const [, grill] = await addStation(db.pool, { restaurantId, name: "Grill", by, now });
  const stations = [grill?.id ?? ""];
  const atGrill = (item: Menu["categories"][number]["items"][number]) =>
    item.name === "Soup" ? { ...item, stations } : item;
  const menu = {
    ...restaurant.menu,
    categories: restaurant.menu.categories.map((section) => ({
      ...section,
      items: section.items.map(atGrill),
    })),
  };
  const order = async (...dishes: string[]) => {
    const lines = [];
    for (const dish of dishes) {
      lines.push({ line: await table.phone.add(restaurant.item(dish)), quantity: 1 });
    }
    const { receipt } = await decide(db.pool, table, await table.phone.confirm(restaurant, lines));
    if (!receipt.ok) throw new Error(`rejected: ${JSON.stringify(receipt)}`);
    return receipt.order;
  };
  const show = (station: string | null, ...orders: string[]) =>
    acknowledgeOrders(db.pool, {
      ...{ restaurantId, station, orders, now: new Date() },
      menus: { get: async () => menu },
    });
  /** What phones are told when their table is opened, and what waiters read. */
  const seen = async () => {
    const session = await readSessionForDiner(db.pool, { restaurantId, sessionId });
    const tables = await readFloor(db.pool, { restaurantId, now: new Date() });
    const onFloor = tables.flatMap((each) => each.session?.orders ?? []);
    expect(onFloor.filter((each) => each.seen).map(({ id }) => id)).toEqual(session.seen);
    return session.seen;
  };
  return { sessionId, order, show, seen, bar: bar?.id ?? "", grill: grill?.id ?? "" };
}

describe("an order is seen in the kitchen", () => {
  it("when a screen has shown all of it, of which its phones are told once", async () => {
    const { sessionId, order, show, seen } = await given();
    const [first, second] = [await order("Soup", "Water"), await order("Water")];
    expect(await seen()).toEqual([]);
    const told = toldEffects(db.pool);
    await show(null, first);
    await show(null, first);
    expect(await seen()).toEqual([first]);
    await show(null, second, first);
    expect(await seen()).toEqual([first, second]);
    expect(told).toEqual(
      [first, second].map((id) => ({
        ...{ kind: "notice", sessionId, notice: { kind: "seen", orders: [id] } },
      })),
    );
  });

  it("when each of its stations has shown its part, and not before", async () => {
    const { order, show, seen, bar, grill } = await given();
    const [both, drinks] = [await order("Soup", "Water"), await order("Water")];
    const told = toldEffects(db.pool);
    await show(bar, both, drinks);
    expect(await seen()).toEqual([drinks]);
    await show(bar, both);
    expect(await seen()).toEqual([drinks]);
    await show(grill, both);
    expect(await seen()).toEqual([both, drinks]);
    expect(told).toHaveLength(2);
  });

  it("when two screens show its parts at the same moment", async () => {
    const { order, show, seen, bar, grill } = await given();
    for (let n = 1; n <= 8; n++) {
      const id = await order("Soup", "Water");
      await Promise.all([show(bar, id), show(grill, id), show(bar, id)]);
      expect([n, (await seen()).length]).toEqual([n, n]);
    }
  });

  it("by no station that there is not, and orders of others are nobody's", async () => {
    const { order, show, seen } = await given();
    const other = await given();
    const id = await order("Soup");
    await expect(show(uuidv7(), id)).rejects.toMatchObject({ code: "station-unknown" });
    await expect(show(other.bar, id)).rejects.toMatchObject({ code: "station-unknown" });
    await other.show(null, id);
    expect([await seen(), await other.seen()]).toEqual([[], []]);
  });
});
