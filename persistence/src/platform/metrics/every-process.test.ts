import { Registry } from "prom-client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { takePayment } from "../../bill/take-payment.ts";
import { givenPayingTable } from "../../bill/testing/paying-table.ts";
import { givenRestaurant, givenTable } from "../../testing/fixtures.ts";
import { givenPrinter } from "../../testing/printers.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database.ts";
import { SERVER } from "../actor.ts";
import { createPool, type Database } from "../database.ts";
import { registerProcessMetrics } from "./every-process.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

async function measuresOf(database: Database): Promise<string> {
  const registry = new Registry();
  const writes = { look: () => ({ ok: false, problem: "disk-full" }) as const };
  registerProcessMetrics(registry, { database, version: "1.2.3", writes });
  return registry.metrics();
}

test("tells of the queue and of what failed in the last day, in any restaurant", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const { phone, sessionId } = await givenTable(db.pool, restaurant);
  const line = await phone.add(restaurant.item("Soup"));
  await phone.confirm(restaurant, [{ line, quantity: 1 }]);
  await db.owner.query("update sync_queue set created_at = now() - interval '90 seconds'");
  const pay = (daysAgo: number, key: string) =>
    db.owner.query(
      `insert into payments (restaurant_id, id, session_id, method, currency, amount_minor, status,
         idempotency_key, created_at, status_at)
       values ($1, gen_random_uuid(), $2, 'card', 'EUR', 450, 'failed', $3, now(),
         now() - make_interval(days => $4))`,
      [restaurant.restaurantId, sessionId, key, daysAgo],
    );
  await pay(0, "today-today");
  await pay(2, "before-yesterday");
  const text = await measuresOf(db.pool);
  expect(text).toMatch(/^tureen_queue_depth 1$/m);
  // Of this scrape, not of the one before.
  expect(text).toMatch(/^tureen_queue_age_seconds 9\d\./m);
  expect(text).toMatch(/^tureen_failed_payments 1$/m);
  expect(text).toMatch(/^tureen_receipts_unsigned 0$/m);
  expect(text).toMatch(/^tureen_receipts_unsigned_age_seconds 0$/m);
  expect(text).toMatch(/^tureen_failed_orders 0$/m);
  expect(text).toMatch(/^tureen_postgres_up 1$/m);
  expect(text).toMatch(/^tureen_writes_ok 0$/m);
  expect(text).toMatch(/^tureen_pool_max 24$/m);
  expect(text).toMatch(/^tureen_build_info\{version="1.2.3"\} 1$/m);
});

test("tells how many receipts no device has signed yet, and since when", async () => {
  const table = await givenPayingTable(db.pool, await givenRestaurant(db.pool));
  await table.order("Soup", 2);
  for (const minutesAgo of [20, 5]) {
    const wish = { mode: "amount", covers: [], payers: 1, amount: 100, tip: 0 } as const;
    await takePayment(db.pool, {
      ...{ restaurantId: table.restaurantId, sessionId: table.sessionId, wish, payer: null },
      ...{ method: "cash", by: SERVER, once: crypto.randomUUID() },
      now: new Date(Date.now() - minutesAgo * 60_000),
    });
  }
  const text = await measuresOf(db.pool);
  expect(text).toMatch(/^tureen_receipts_unsigned 2$/m);
  expect(text).toMatch(/^tureen_receipts_unsigned_age_seconds 120\d\./m);
});

test("tells of slips that are not on paper, and of printers in trouble", async () => {
  const restaurant = await givenRestaurant(db.pool);
  await givenPrinter(db.pool, restaurant);
  await db.owner.query(
    `update kitchen_printers set trouble = 'paper-out', trouble_since = now()
     where restaurant_id = $1`,
    [restaurant.restaurantId],
  );
  await db.owner.query("update print_jobs set created_at = now() - interval '90 seconds'");
  const text = await measuresOf(db.pool);
  expect(text).toMatch(/^tureen_slips_waiting 1$/m);
  expect(text).toMatch(/^tureen_slips_waiting_age_seconds 9\d\./m);
  expect(text).toMatch(/^tureen_printers_troubled 1$/m);
});

test("a Postgres that is away is told, and does not keep the rest from being told", async () => {
  const away = createPool({ url: "postgres://nobody@127.0.0.1:1/nothing", poolMin: 0 });
  try {
    const text = await measuresOf(away);
    expect(text).toMatch(/^tureen_postgres_up 0$/m);
    expect(text).toMatch(/^tureen_queue_depth nan$/im);
    expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
  } finally {
    await away.end();
  }
});
