import { formatRecording, parseRecording } from "@tureen/shared/replay/file";
import { verifyRecording } from "@tureen/shared/replay/verify";
import type { LineOption } from "@tureen/shared/table/document/types";
import { unitPrice } from "@tureen/shared/table/pricing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readTickets } from "../kitchen/read-tickets.ts";
import { MenuCache } from "../menu/menu-cache.ts";
import { auditAll } from "../replay/audit/audit.ts";
import { readRecording } from "../replay/read-recording.ts";
import { decide } from "../testing/confirmed.ts";
import { givenRestaurant, givenTable, type TestRestaurant } from "../testing/fixtures.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

/** A burger as it comes with onion and cheese, alone or as a menu with a drink; extras, two included. */
const MENU = {
  ...{ name: "Burgers", currency: "EUR", locale: "en" },
  categories: [
    {
      name: "All",
      items: [
        {
          ...{ name: "Burger", price: "10.00", allergens: ["Gluten"] },
          options: [
            {
              ...{ id: "as", name: "As", min: 1, max: 1 },
              values: [
                { id: "alone", name: "Alone" },
                { id: "meal", name: "Meal", price_delta: "4.00" },
              ],
            },
            {
              ...{ id: "with", name: "With", min: 0, max: 2 },
              values: [
                { id: "onion", name: "Onion", default_quantity: 1 },
                { id: "cheese", name: "Cheese", default_quantity: 1, allergens: ["Milk"] },
              ],
            },
            {
              ...{ id: "extra", name: "Extra", min: 0, max: 5, included: 2 },
              values: [
                {
                  ...{ id: "bacon", name: "Bacon", price_delta: "1.00", max_quantity: 3 },
                  price_by: [{ value: "meal", price_delta: "1.50" }],
                },
              ],
            },
            {
              ...{ id: "drink", name: "Drink", min: 1, max: 1, opened_by: ["meal"] },
              values: [{ id: "cola", name: "Cola" }],
            },
          ],
        },
      ],
    },
  ],
};

/** A line's options by the names on the menu: "With" without a value stands for none. */
function chosen(restaurant: TestRestaurant, names: Readonly<Record<string, readonly string[]>>) {
  return restaurant.item("Burger").options.flatMap((option): LineOption[] => {
    const values = names[option.name]?.map(
      (name) => option.values.find((value) => value.name === name)?.id ?? "",
    );
    return values ? [{ option: option.id, values }] : [];
  });
}

async function givenBurgers() {
  const restaurant = await givenRestaurant(db.pool, { menu: MENU });
  const table = await givenTable(db.pool, restaurant);
  return { restaurant, table };
}

test("what is chosen, how often, and what is left out is the price, the order, the ticket and the record", async () => {
  const { restaurant, table } = await givenBurgers();
  const burger = restaurant.item("Burger");
  const options = chosen(restaurant, {
    ...{ As: ["Meal"], With: ["Cheese"], Drink: ["Cola"] },
    Extra: ["Bacon", "Bacon", "Bacon"],
  });
  // 10.00, the meal 4.00, and of three times bacon at 1.50 beside it the third.
  expect(unitPrice(burger, options)).toBe(1_550);
  const line = await table.phone.add(burger, 1, options);
  const confirm = await table.phone.confirm(restaurant, [{ line, quantity: 1 }]);
  expect(await decide(db.pool, table, confirm)).toMatchObject({ kind: "ordered" });

  const { tickets } = await readTickets(db.pool, {
    menus: new MenuCache(),
    restaurantId: table.restaurantId,
  });
  expect(tickets[0]?.lines[0]?.chosen).toEqual([
    { optionName: "As", valueName: "Meal" },
    { optionName: "With", valueName: "Cheese" },
    { optionName: "With", valueName: "0 × Onion" },
    ...Array(3).fill({ optionName: "Extra", valueName: "Bacon" }),
    { optionName: "Drink", valueName: "Cola" },
  ]);
  expect(tickets[0]?.lines[0]?.allergens).toEqual(["Gluten", "Milk"]);
  const { rows } = await db.owner.query(
    `select value_name as name, price_delta_minor::int as delta from order_item_customizations
     where restaurant_id = $1 order by position`,
    [table.restaurantId],
  );
  expect(rows.reduce((sum, { delta }) => sum + delta, burger.price)).toBe(1_550);

  const { recording } = await readRecording(db.pool, table, { menus: new MenuCache() });
  expect(verifyRecording(recording)).toMatchObject({ ok: true });
  expect(verifyRecording(parseRecording(formatRecording(recording)))).toMatchObject({ ok: true });
  expect(await auditAll(db.owner, { slug: restaurant.slug, since: [] })).toMatchObject({
    ok: true,
  });
});

test("a line of an older phone, which names no defaults, is the dish as it comes", async () => {
  const { restaurant, table } = await givenBurgers();
  const options = chosen(restaurant, { As: ["Alone"] });
  const line = await table.phone.add(restaurant.item("Burger"), 1, options);
  const confirm = await table.phone.confirm(restaurant, [{ line, quantity: 1 }]);
  expect(await decide(db.pool, table, confirm)).toMatchObject({ kind: "ordered" });
  const { tickets } = await readTickets(db.pool, {
    menus: new MenuCache(),
    restaurantId: table.restaurantId,
  });
  expect(tickets[0]?.lines[0]?.choices).toEqual(["Alone", "Onion", "Cheese"]);
  expect(tickets[0]?.lines[0]?.allergens).toEqual(["Gluten", "Milk"]);
});

test("a menu without the drink that it asks for is rejected", async () => {
  const { restaurant, table } = await givenBurgers();
  const options = chosen(restaurant, { As: ["Meal"] });
  const line = await table.phone.add(restaurant.item("Burger"), 1, options);
  const confirm = await table.phone.confirm(restaurant, [{ line, quantity: 1 }]);
  expect(await decide(db.pool, table, confirm)).toMatchObject({
    kind: "rejected",
    receipt: { lines: [{ line, code: "options-changed" }] },
  });
});
