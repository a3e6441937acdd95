import { readSession } from "@tureen/shared/table/document/session-document";
import type { Receipt } from "@tureen/shared/table/document/types";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MenuCache } from "../menu/menu-cache.ts";
import { setAvailability } from "../menu/set-availability.ts";
import { closeSession } from "../table/close-session.ts";
import { joinSession } from "../table/join-session.ts";
import { loadDocument } from "../table/load-document.ts";
import {
  givenRestaurant,
  givenTable,
  TestPhone,
  type TestRestaurant,
} from "../testing/fixtures.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { toldEffects } from "../testing/told-effects.ts";
import { type CommitConfirm, commitConfirm } from "./commit-confirm.ts";
import { readConfirmId } from "./read-confirm-id.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const staff = { kind: "staff", id: null } as const;

function commit(
  key: { restaurantId: string; sessionId: string },
  confirmId: string,
  more: Partial<CommitConfirm> = {},
) {
  const { restaurantId, sessionId } = key;
  const input = { restaurantId, sessionId, confirmId, menus: new MenuCache(), maxAgeMs: 600_000 };
  return commitConfirm(db.pool, { ...input, now: new Date(), ...more });
}

async function viewOf(key: { restaurantId: string; sessionId: string }) {
  const loaded = await loadDocument(db.pool, key);
  if (!loaded) throw new Error("no document");
  return readSession(loaded.doc);
}

async function ordersOf(sessionId: string) {
  const { rows } = await db.owner.query("select * from orders where session_id = $1", [sessionId]);
  return rows;
}

async function setStock(restaurant: TestRestaurant, name: string, stock: number | null) {
  await setAvailability(db.pool, {
    restaurantId: restaurant.restaurantId,
    itemId: restaurant.item(name).id,
    available: true,
    stock,
    by: staff,
    now: new Date(),
  });
}

test("a confirm becomes an order, and the order, the receipt and the queue row agree", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const table = await givenTable(db.pool, restaurant);
  const { phone, sessionId } = table;
  const pizza = restaurant.item("Pizza");
  const size = pizza.options[0];
  const large = size?.values[1];
  const options = [{ option: size?.id ?? "", values: [large?.id ?? ""] }];
  const soup = await phone.add(restaurant.item("Soup"), 2, [], "very hot");
  const big = await phone.add(pizza, 1, options);
  const confirmId = await phone.confirm(restaurant, [
    { line: soup, quantity: 2 },
    { line: big, quantity: 1 },
  ]);
  const told = toldEffects(db.pool);
  const done = await commit(table, confirmId);
  expect(done.kind).toBe("ordered");
  expect(told.map(({ kind }) => kind).sort()).toEqual(["floor", "kitchen", "session"]);

  const [order] = await ordersOf(sessionId);
  expect(order).toMatchObject({ number: 1, total_minor: 2050, currency: "EUR", status: "placed" });
  const { restaurantId } = restaurant;
  expect(await readConfirmId(db.pool, { restaurantId, orderId: order.id })).toBe(confirmId);
  const items = await db.owner.query(
    `select i.name, i.quantity, i.unit_price_minor, i.note, i.allergens, c.value_name,
       c.price_delta_minor, s.diner, s.quantity as share
     from order_items i join order_item_shares s
         on s.restaurant_id = i.restaurant_id and s.order_item_id = i.id
       left join order_item_customizations c
         on c.restaurant_id = i.restaurant_id and c.order_item_id = i.id
     where i.order_id = $1 order by i.position`,
    [order.id],
  );
  expect(items.rows).toEqual([
    {
      name: "Soup",
      quantity: 2,
      unit_price_minor: 450,
      note: "very hot",
      allergens: ["celery"],
      value_name: null,
      price_delta_minor: null,
      diner: "d1",
      share: 2,
    },
    {
      name: "Pizza",
      quantity: 1,
      unit_price_minor: 1150,
      note: null,
      allergens: [],
      value_name: "Large",
      price_delta_minor: 250,
      diner: "d1",
      share: 1,
    },
  ]);
  const history = await db.owner.query(
    "select event_number, from_status, to_status, actor_id from order_status_history where order_id = $1",
    [order.id],
  );
  expect(history.rows).toEqual([
    { event_number: 1, from_status: null, to_status: "placed", actor_id: "d1" },
  ]);
  const view = await viewOf(table);
  expect(view.receipts[confirmId]).toEqual(done.receipt);
  expect(view.orders[order.id]).toMatchObject({ number: 1, total: 2050, status: "placed" });
  const queue = await db.owner.query("select * from sync_queue where session_id = $1", [sessionId]);
  expect(queue.rows[0]).toMatchObject({ status: "done", error: null });
  expect(queue.rows[0].result).toMatchObject({
    seq: 4,
    menuVersion: 1,
    sessionStatus: "active",
    decision: { ok: true, total: 2050 },
  });
});

test("the same confirm twice, also at the same moment, is one order", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const table = await givenTable(db.pool, restaurant);
  const line = await table.phone.add(restaurant.item("Soup"));
  const confirmId = await table.phone.confirm(restaurant, [{ line, quantity: 1 }]);
  const results = await Promise.all([1, 2, 3, 4, 5].map(() => commit(table, confirmId)));
  expect(results.map((r) => r.kind).sort()).toEqual([...Array(4).fill("already"), "ordered"]);
  expect(new Set(results.map((r) => JSON.stringify(r.receipt))).size).toBe(1);
  expect(await ordersOf(table.sessionId)).toHaveLength(1);
});

test("two people who confirm the same lines at once: one order, one rejection that says so", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const table = await givenTable(db.pool, restaurant);
  const now = new Date();
  const inAnHour = new Date(now.getTime() + 3_600_000);
  await joinSession(db.pool, {
    ...table,
    name: "Ben",
    now,
    expiresAt: inAnHour,
    refreshExpiresAt: inAnHour,
  });
  const line = await table.phone.add(restaurant.item("Soup"));
  const ben = new TestPhone(db.pool, table, 2);
  await ben.receive();
  const lines = [{ line, quantity: 1 }];
  const ids = await Promise.all([
    table.phone.confirm(restaurant, lines),
    ben.confirm(restaurant, lines),
  ]);
  const results = await Promise.all(ids.map((id) => commit(table, id)));
  expect(results.map((r) => r.kind).sort()).toEqual(["ordered", "rejected"]);
  const rejected = results.find((r) => r.kind === "rejected")?.receipt;
  expect(rejected).toMatchObject({
    ok: false,
    lines: [{ line, code: "already-ordered", left: 0 }],
  });
  expect(await ordersOf(table.sessionId)).toHaveLength(1);
});

test("when anything fails before the commit, nothing of the order remains and it can be tried again", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const table = await givenTable(db.pool, restaurant);
  await setStock(restaurant, "Soup", 5);
  const line = await table.phone.add(restaurant.item("Soup"));
  const confirmId = await table.phone.confirm(restaurant, [{ line, quantity: 1 }]);
  const logBefore = (await loadDocument(db.pool, table))?.seq;
  await db.owner.query(
    `create function fail_late() returns trigger language plpgsql as
       $$ begin raise exception 'power cut' using errcode = '58000'; end $$`,
  );
  await db.owner.query(
    "create trigger fail_late before update on sync_queue for each row execute function fail_late()",
  );
  await expect(commit(table, confirmId)).rejects.toThrow("power cut");
  expect(await ordersOf(table.sessionId)).toEqual([]);
  expect((await loadDocument(db.pool, table))?.seq).toBe(logBefore);
  await db.owner.query("drop trigger fail_late on sync_queue");
  const done = await commit(table, confirmId);
  expect(done.receipt).toMatchObject({ ok: true, number: 1 });
  const stock = await db.owner.query("select stock from menu_items where id = $1", [
    restaurant.item("Soup").id,
  ]);
  expect(stock.rows[0].stock).toBe(4);
});

test("stock never goes below zero: of 20 confirms at once for 7 portions, 7 succeed", async () => {
  const restaurant = await givenRestaurant(db.pool, { tables: 20 });
  await setStock(restaurant, "Soup", 7);
  const confirms = await Promise.all(
    restaurant.tables.map(async (_, i) => {
      const table = await givenTable(db.pool, restaurant, i);
      const line = await table.phone.add(restaurant.item("Soup"));
      const other = await table.phone.add(restaurant.item("Water"));
      const lines = [line, other].map((l) => ({ line: l, quantity: 1 }));
      return { table, id: await table.phone.confirm(restaurant, lines) };
    }),
  );
  const told = toldEffects(db.pool);
  const results = await Promise.all(confirms.map(({ table, id }) => commit(table, id)));
  expect(results.filter((r) => r.kind === "ordered")).toHaveLength(7);
  for (const { receipt } of results.filter((r) => r.kind === "rejected")) {
    expect(receipt).toMatchObject({ code: "lines", lines: [{ code: "sold-out", left: 0 }] });
  }
  // Phones say how many are left from five on: five, four … none.
  expect(told.filter(({ kind }) => kind === "menu")).toHaveLength(6);
  const { restaurantId } = restaurant;
  const stock = await db.owner.query("select stock from menu_items where id = $1", [
    restaurant.item("Soup").id,
  ]);
  expect(stock.rows[0].stock).toBe(0);
  // Kitchen and order numbers have no gaps although 13 of the transactions ended otherwise.
  const numbers = await db.owner.query<{ event: number; order: number }>(
    `select h.event_number as event, o.number as "order" from order_status_history h
     join orders o on o.restaurant_id = h.restaurant_id and o.id = h.order_id
     where h.restaurant_id = $1 order by 1`,
    [restaurantId],
  );
  expect(numbers.rows).toEqual([1, 2, 3, 4, 5, 6, 7].map((n) => ({ event: n, order: n })));
});

test.each<[string, (r: TestRestaurant) => Promise<void>, object]>([
  [
    "a dish that sold out",
    async (r) => {
      await setAvailability(db.pool, {
        restaurantId: r.restaurantId,
        itemId: r.item("Soup").id,
        available: false,
        stock: null,
        by: staff,
        now: new Date(),
      });
    },
    { code: "lines", lines: [{ code: "sold-out" }] },
  ],
])("%s rejects the confirm and orders nothing", async (_, change, expected) => {
  const restaurant = await givenRestaurant(db.pool);
  const table = await givenTable(db.pool, restaurant);
  const line = await table.phone.add(restaurant.item("Soup"));
  const confirmId = await table.phone.confirm(restaurant, [{ line, quantity: 1 }]);
  await change(restaurant);
  const { receipt } = await commit(table, confirmId);
  expect(receipt).toMatchObject({ ok: false, ...expected });
  expect(await ordersOf(table.sessionId)).toEqual([]);
  expect((await viewOf(table)).receipts[confirmId]).toEqual(receipt satisfies Receipt);
});

test("a stale confirm, a wrong total, withdrawn portions and a closed table are rejected", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const table = await givenTable(db.pool, restaurant);
  const { phone } = table;
  const line = await phone.add(restaurant.item("Soup"));
  const lines = [{ line, quantity: 1 }];
  const stale = await phone.confirm(restaurant, lines, { at: Date.now() - 3_600_000 });
  expect((await commit(table, stale)).receipt).toMatchObject({ code: "too-old" });
  const wrong = await phone.confirm(restaurant, lines, { total: 1 });
  expect((await commit(table, wrong)).receipt).toMatchObject({ code: "total-differs" });
  const withdrawn = await phone.confirm(restaurant, [{ line, quantity: 3 }]);
  expect((await commit(table, withdrawn)).receipt).toMatchObject({
    lines: [{ code: "withdrawn", left: 1 }],
  });
  const late = await phone.confirm(restaurant, lines);
  await closeSession(db.pool, { ...table, by: staff, now: new Date() });
  expect((await commit(table, late)).receipt).toMatchObject({ code: "session-closed" });
  expect(await ordersOf(table.sessionId)).toEqual([]);
});

test("additions made while a confirm was in flight stay in the cart", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const table = await givenTable(db.pool, restaurant);
  const { phone } = table;
  const line = await phone.add(restaurant.item("Soup"));
  const confirmId = await phone.confirm(restaurant, [{ line, quantity: 1 }]);
  phone.edits.tap(line, 1);
  await phone.send();
  expect((await commit(table, confirmId)).kind).toBe("ordered");
  const again = await phone.confirm(restaurant, [{ line, quantity: 1 }]);
  expect((await commit(table, again)).kind).toBe("ordered");
});
