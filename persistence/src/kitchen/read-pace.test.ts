import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, expect, it } from "vitest";
import { givenPayingTable } from "../bill/testing/paying-table.ts";
import { changeOrderStatus } from "../orders/change-order-status.ts";
import { decide } from "../testing/confirmed.ts";
import { givenRestaurant } from "../testing/fixtures.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { readPace } from "./read-pace.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const by = { kind: "staff", id: uuidv7(), role: "kitchen" } as const;
const MINUTE_MS = 60_000;

it("tells how long the orders took that were served since a moment, and of no others", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const { restaurantId } = restaurant;
  const table = await givenPayingTable(db.pool, restaurant);
  const [phone] = table.phones;
  const order = async () => {
    const line = await phone.add(restaurant.item("Soup"), 1);
    const confirmId = await phone.confirm(restaurant, [{ line, quantity: 1 }]);
    const { receipt } = await decide(db.pool, { ...table, phone }, confirmId);
    if (!receipt.ok) throw new Error(`rejected: ${JSON.stringify(receipt)}`);
    const { rows } = await db.owner.query<{ number: number; placed_at: Date }>(
      "select number::int, placed_at from orders where id = $1",
      [receipt.order],
    );
    const { number, placed_at: placedAt } = rows[0]!;
    const move = async (from: "placed" | "accepted" | "preparing" | "ready", minutes: number) => {
      const to = { placed: "accepted", accepted: "preparing", preparing: "ready", ready: "served" };
      await changeOrderStatus(db.pool, {
        ...{ restaurantId, orderId: receipt.order, from, by },
        to: to[from] as "accepted",
        now: new Date(placedAt.getTime() + minutes * MINUTE_MS),
      });
    };
    const serve = async (minutes: number) => {
      for (const from of ["placed", "accepted", "preparing", "ready"] as const) {
        await move(from, minutes);
      }
    };
    return { number, placedAt, move, serve };
  };
  const since = new Date(Date.now() - MINUTE_MS);
  const pace = (from = since) => readPace(db.pool, { restaurantId, since: from });

  expect(await pace()).toEqual({ served: 0, averageMs: null, slowest: null });
  const [quick, slow, open] = [await order(), await order(), await order()];
  await quick.serve(4);
  await slow.serve(20);
  await open.move("placed", 60);
  expect(await pace()).toEqual({
    served: 2,
    averageMs: 12 * MINUTE_MS,
    slowest: { number: slow.number, table: expect.any(String), tookMs: 20 * MINUTE_MS },
  });
  // What was served before the day began is another day's.
  const later = new Date(quick.placedAt.getTime() + 10 * MINUTE_MS);
  expect(await pace(later)).toMatchObject({ served: 1, averageMs: 20 * MINUTE_MS });

  const { restaurantId: other } = await givenRestaurant(db.pool);
  expect(await readPace(db.pool, { restaurantId: other, since })).toMatchObject({ served: 0 });
});
