import { givenOrder } from "@tureen/persistence/testing/confirmed";
import { givenRestaurant, givenTable } from "@tureen/persistence/testing/fixtures";
import { createTestDatabase, type TestDatabase } from "@tureen/persistence/testing/test-database";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadEvidence } from "./load-evidence.ts";
import { recordSession } from "./testing/recorded-session.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.drop());

test("reads orders with lines, choices, notes and shares as the document words them", async () => {
  const { evidence } = await recordSession();
  const order = evidence.orders.find((o) => o.number === 1);
  expect(order).toMatchObject({ diner: "d1", currency: "EUR", reason: null, status: "preparing" });
  expect(order?.total).toBe(3 * 450 + 1_150);
  expect(order?.lines).toMatchObject([
    { name: "Soup", choices: [], note: "", for: "table", quantity: 3, unitPrice: 450 },
    {
      name: "Pizza",
      choices: ["Large"],
      note: "no salt",
      for: "d2",
      quantity: 1,
      unitPrice: 1_150,
      shares: { d2: 1 },
    },
  ]);
  expect(order?.lines[0]?.shares).toEqual({ d1: 2, d2: 1 });
  expect(evidence.orders.map((o) => o.reason)).toEqual([null, "no more"]);
  expect(evidence.statusHistory.map((row) => row.number)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(evidence.sessions.map((s) => s.status).sort()).toEqual(["active", "closed"]);
  expect(evidence.sessions.flatMap((s) => s.queue.map((row) => row.status))).toEqual(
    Array(5).fill("done"),
  );
});

test("reads one restaurant only, and a log longer than a page whole", async () => {
  const restaurant = await givenRestaurant(database.pool);
  const other = await givenRestaurant(database.pool);
  const table = await givenTable(database.pool, restaurant);
  await givenOrder(database.pool, other, await givenTable(database.pool, other));
  const item = restaurant.item("Water");
  await table.phone.add(item);
  const [row] = (await loadEvidence(database.pool, restaurant.restaurantId)).sessions[0]?.log ?? [];
  await database.owner.query(
    `insert into session_updates (restaurant_id, session_id, seq, author, "update", at)
     select restaurant_id, session_id, n, author, "update", at
     from session_updates, generate_series(3, 2100) n where session_id = $1 and seq = 2`,
    [table.sessionId],
  );
  const evidence = await loadEvidence(database.pool, restaurant.restaurantId);
  expect(row?.author).toBe("server");
  expect(evidence.orders).toEqual([]);
  expect(evidence.statusHistory).toEqual([]);
  expect(evidence.sessions.map((s) => s.id)).toEqual([table.sessionId]);
  expect(evidence.sessions[0]?.log.map((r) => r.seq)).toEqual(
    Array.from({ length: 2100 }, (_, i) => i + 1),
  );
});
