import { afterAll, beforeAll, expect, test } from "vitest";
import { changeBilling } from "../bill/billing-settings.ts";
import { DEMO_BILLING } from "../demo/billing.ts";
import { MenuCache } from "../menu/menu-cache.ts";
import { SERVER } from "../platform/actor.ts";
import { ofRestaurant } from "../platform/wire/index.ts";
import { givenRestaurant, givenTable } from "../testing/fixtures.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { commitConfirm } from "./commit-confirm.ts";

let db: TestDatabase;
let restaurantId: string;
beforeAll(async () => {
  db = await createTestDatabase({ allRestaurants: true });
  const restaurant = await givenRestaurant(db.pool);
  restaurantId = restaurant.restaurantId;
  const change = { restaurantId, by: SERVER, now: new Date(), version: 0 };
  await changeBilling(db.pool, { ...change, billing: DEMO_BILLING });
  const table = await givenTable(db.pool, restaurant);
  const pizza = restaurant.item("Pizza");
  const size = pizza.options[0];
  const options = [{ option: size?.id ?? "", values: [size?.values[0]?.id ?? ""] }];
  const line = await table.phone.add(pizza, 1, options);
  const confirmId = await table.phone.confirm(restaurant, [{ line, quantity: 1 }]);
  const { sessionId } = table;
  await commitConfirm(db.pool, {
    restaurantId,
    sessionId,
    confirmId,
    menus: new MenuCache(),
    maxAgeMs: 600_000,
    now: new Date(),
  });
});
afterAll(() => db.drop());

const TABLES: readonly [table: string, set: string][] = [
  ["orders", "total_minor = 1"],
  ["order_items", "quantity = 9"],
  ["order_item_customizations", "price_delta_minor = 0"],
  ["order_item_shares", "quantity = 9"],
  ["order_status_history", "to_status = 'served'"],
  ["session_updates", `"update" = '\\x0000'`],
  ["menu_versions", "menu = '{}'"],
  ["billing_settings", "version = 9"],
  ["session_activity_log", "action = 'nothing.happened'"],
];

for (const [table, set] of TABLES) {
  for (const statement of [
    `update ${table} set ${set}`,
    `delete from ${table}`,
    `truncate ${table} cascade`,
  ]) {
    test(`the application's role may not ${statement}`, async () => {
      const app = ofRestaurant(db.pool, restaurantId);
      await expect(app.query(statement)).rejects.toMatchObject({ code: "42501" });
    });
    test(`not even the owner can ${statement}`, async () => {
      await expect(db.owner.query(statement)).rejects.toMatchObject({ code: "TU001" });
    });
  }
}

test("nothing is added to a committed order", async () => {
  for (const pool of [ofRestaurant(db.pool, restaurantId), db.owner]) {
    await expect(
      pool.query(
        `insert into order_items (restaurant_id, id, order_id, position, line_id, menu_item_id,
           name, unit_price_minor, quantity, allergens)
         select restaurant_id, gen_random_uuid(), order_id, 7, 'd1-x', menu_item_id, name, 1, 1, '{}'
         from order_items limit 1`,
      ),
    ).rejects.toMatchObject({ code: "TU001" });
    await expect(
      pool.query(
        `insert into order_item_shares (restaurant_id, order_item_id, diner, quantity)
         select restaurant_id, id, 'd9', 1 from order_items limit 1`,
      ),
    ).rejects.toMatchObject({ code: "TU001" });
  }
});

test("an order's status goes on and back, but nothing leaves cancelled or cancels what was served", async () => {
  const move = (to: string, reason: string | null = null) =>
    db.owner.query(
      "update orders set status = $1, status_at = now(), cancel_reason = $2 where restaurant_id = $3",
      [to, reason, restaurantId],
    );
  await expect(move("placed")).rejects.toMatchObject({ code: "TU002" });
  await move("accepted");
  await move("placed");
  // By its lines it may take several steps at once.
  await move("served");
  await expect(move("cancelled", "too late")).rejects.toMatchObject({ code: "TU002" });
  await move("ready");
  await expect(move("cancelled")).rejects.toMatchObject({ code: "23514" });
  await move("cancelled", "burnt");
  await expect(move("placed")).rejects.toMatchObject({ code: "TU002" });
});

test("what the application may change, it can", async () => {
  await expect(
    ofRestaurant(db.pool, restaurantId).query(
      "update restaurants set opening = 'staff' where id = $1",
      [restaurantId],
    ),
  ).resolves.toMatchObject({ rowCount: 1 });
});
