import { choicesText } from "@tureen/shared/table/choice-groups";
import type { OrderStatus } from "@tureen/shared/table/document/order-status";
import { readSession } from "@tureen/shared/table/document/session-document";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readKitchenEvents } from "../kitchen/read-kitchen-events.ts";
import { readTickets } from "../kitchen/read-tickets.ts";
import { MenuCache } from "../menu/menu-cache.ts";
import { setAvailability } from "../menu/set-availability.ts";
import { closeSession } from "../table/close-session.ts";
import { loadDocument } from "../table/load-document.ts";
import { decide, givenOrder } from "../testing/confirmed.ts";
import { givenRestaurant, givenTable } from "../testing/fixtures.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { toldEffects } from "../testing/told-effects.ts";
import { changeOrderStatus } from "./change-order-status.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const by = { kind: "staff", id: "cook" } as const;

function move(
  restaurantId: string,
  orderId: string,
  from: OrderStatus,
  to: OrderStatus,
  reason?: string,
) {
  const now = new Date();
  return changeOrderStatus(db.pool, { restaurantId, orderId, from, to, reason, by, now });
}

test("every step is a history row, a numbered event and a change of the table's document", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const { restaurantId } = restaurant;
  const table = await givenTable(db.pool, restaurant);
  const orderId = await givenOrder(db.pool, restaurant, table);
  await move(restaurantId, orderId, "placed", "accepted");
  await move(restaurantId, orderId, "accepted", "preparing");
  const undone = await move(restaurantId, orderId, "preparing", "accepted");
  expect(undone).toMatchObject({ event: 4, status: "accepted" });
  const events = await readKitchenEvents(db.pool, {
    menus: new MenuCache(),
    restaurantId,
    after: 1,
  });
  expect(events.map(({ number, from, to }) => [number, from, to])).toEqual([
    [2, "placed", "accepted"],
    [3, "accepted", "preparing"],
    [4, "preparing", "accepted"],
  ]);
  expect(events[0]?.ticket).toMatchObject({
    orderId,
    table: "1",
    status: "accepted",
    by: "Ana",
    bySeat: 1,
    total: 450,
    lines: [
      {
        name: "Soup",
        quantity: 1,
        allergens: ["celery"],
        for: null,
        forSeat: null,
        note: "",
        choices: [],
        chosen: [],
      },
    ],
  });
  const loaded = await loadDocument(db.pool, table);
  expect(loaded && readSession(loaded.doc).orders[orderId]?.status).toBe("accepted");
});

const BURGERS = {
  ...{ name: "Burgers", currency: "EUR", locale: "en" },
  categories: [
    {
      name: "Burgers",
      items: [
        {
          ...{ name: "Burger", price: "9.00" },
          options: [
            { name: "Without", min: 0, max: 2, values: [{ name: "Onion" }, { name: "Tomato" }] },
            { name: "Extra", min: 0, max: 1, values: [{ name: "Onion" }] },
          ],
        },
      ],
    },
  ],
};

test("a ticket tells in which group each value was chosen", async () => {
  const restaurant = await givenRestaurant(db.pool, { menu: BURGERS });
  const table = await givenTable(db.pool, restaurant);
  const burger = restaurant.item("Burger");
  const [without, extra] = burger.options;
  if (!without || !extra) throw new Error("the burger has two groups");
  const all = ({ id, values }: typeof without) => ({ option: id, values: values.map((v) => v.id) });
  // As a phone may well send them: not in the menu's order.
  const line = await table.phone.add(burger, 1, [all(extra), all(without)]);
  const confirmId = await table.phone.confirm(restaurant, [{ line, quantity: 1 }]);
  await decide(db.pool, table, confirmId);
  const { tickets } = await readTickets(db.pool, {
    menus: new MenuCache(),
    restaurantId: restaurant.restaurantId,
  });
  const [ordered] = tickets[0]?.lines ?? [];
  expect(ordered?.choices).toEqual(["Onion", "Tomato", "Onion"]);
  expect(choicesText(ordered?.chosen ?? [])).toBe("Without: Onion, Tomato · Extra: Onion");
});

test("two cooks who tap the same ticket make one step", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const { restaurantId } = restaurant;
  const orderId = await givenOrder(db.pool, restaurant, await givenTable(db.pool, restaurant));
  const taps = await Promise.allSettled(
    [1, 2, 3].map(() => move(restaurantId, orderId, "placed", "accepted")),
  );
  expect(taps.filter((tap) => tap.status === "fulfilled")).toHaveLength(1);
  for (const tap of taps) {
    if (tap.status === "rejected") expect(tap.reason).toMatchObject({ code: "order-moved" });
  }
  const { tickets, lastEvent } = await readTickets(db.pool, {
    menus: new MenuCache(),
    restaurantId,
  });
  expect(lastEvent).toBe(2);
  expect(tickets.map((ticket) => ticket.status)).toEqual(["accepted"]);
});

test("a cancel needs a reason, puts counted portions back and leaves the open work", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const { restaurantId } = restaurant;
  const table = await givenTable(db.pool, restaurant);
  const soup = restaurant.item("Soup").id;
  const now = new Date();
  const counted = { restaurantId, itemId: soup, available: true, stock: 2, by, now };
  await setAvailability(db.pool, counted);
  const orderId = await givenOrder(db.pool, restaurant, table, "Soup", 2);
  const stock = async () =>
    (await db.owner.query("select stock from menu_items where id = $1", [soup])).rows[0].stock;
  expect(await stock()).toBe(0);
  await expect(move(restaurantId, orderId, "placed", "cancelled", " ")).rejects.toMatchObject({
    code: "field-invalid",
  });
  const told = toldEffects(db.pool);
  await move(restaurantId, orderId, "placed", "cancelled", "burnt");
  expect(told).toContainEqual({ kind: "menu", restaurantId, version: 1 });
  expect(await stock()).toBe(2);
  expect((await readTickets(db.pool, { menus: new MenuCache(), restaurantId })).tickets).toEqual(
    [],
  );
  const finishedSince = new Date(Date.now() - 60_000);
  const { tickets } = await readTickets(db.pool, {
    menus: new MenuCache(),
    restaurantId,
    finishedSince,
  });
  expect(tickets).toMatchObject([{ orderId, status: "cancelled", reason: "burnt" }]);
  const loaded = await loadDocument(db.pool, table);
  expect(loaded && readSession(loaded.doc).orders[orderId]).toMatchObject({
    status: "cancelled",
    reason: "burnt",
  });
});

test("a step off the path, an unknown and a foreign order are refused", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const other = await givenRestaurant(db.pool);
  const orderId = await givenOrder(db.pool, restaurant, await givenTable(db.pool, restaurant));
  await expect(move(restaurant.restaurantId, orderId, "placed", "ready")).rejects.toMatchObject({
    code: "order-move-refused",
  });
  await expect(move(other.restaurantId, orderId, "placed", "accepted")).rejects.toMatchObject({
    code: "order-unknown",
  });
});

test("statuses go on after the table has been closed", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const table = await givenTable(db.pool, restaurant);
  const orderId = await givenOrder(db.pool, restaurant, table);
  await closeSession(db.pool, { ...table, by, now: new Date() });
  await move(restaurant.restaurantId, orderId, "placed", "accepted");
  const loaded = await loadDocument(db.pool, table);
  expect(loaded && readSession(loaded.doc).orders[orderId]?.status).toBe("accepted");
});

test("kitchen numbers have no gaps while orders and statuses of many tables race", async () => {
  const restaurant = await givenRestaurant(db.pool, { tables: 6 });
  const { restaurantId } = restaurant;
  await Promise.all(
    restaurant.tables.map(async (_, i) => {
      const table = await givenTable(db.pool, restaurant, i);
      for (let round = 0; round < 3; round += 1) {
        const orderId = await givenOrder(db.pool, restaurant, table);
        await move(restaurantId, orderId, "placed", "accepted");
        // A rejection in between must not use a number up.
        const line = await table.phone.add(restaurant.item("Water"));
        const wrong = await table.phone.confirm(restaurant, [{ line, quantity: 1 }], { total: 1 });
        await decide(db.pool, table, wrong);
        await expect(move(restaurantId, orderId, "placed", "accepted")).rejects.toMatchObject({
          code: "order-moved",
        });
      }
    }),
  );
  const events = await readKitchenEvents(db.pool, {
    menus: new MenuCache(),
    restaurantId,
    after: 0,
  });
  expect(events.map((event) => event.number)).toEqual(Array.from({ length: 36 }, (_, i) => i + 1));
  const page = await readKitchenEvents(db.pool, {
    menus: new MenuCache(),
    restaurantId,
    after: 30,
    limit: 4,
  });
  expect(page.map((event) => event.number)).toEqual([31, 32, 33, 34]);
});
