/** A worker process that is told to stop in the middle of a confirm. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { givenRestaurant, givenTable } from "../testing/fixtures.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";

const PATIENTLY = { timeout: 40_000, interval: 10 };
let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const statusOf = async (sessionId: string) => {
  const { rows } = await db.owner.query<{ status: string }>(
    "select status from sync_queue where session_id = $1",
    [sessionId],
  );
  return rows.map(({ status }) => status);
};

test("it finishes the confirm in hand, begins no other, and ends", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const [inHand, later] = [
    await givenTable(db.pool, restaurant, 0),
    await givenTable(db.pool, restaurant, 1),
  ];
  const confirm = async ({ phone }: typeof inHand) => {
    const line = await phone.add(restaurant.item("Soup"));
    await phone.confirm(restaurant, [{ line, quantity: 1 }]);
  };
  await confirm(inHand);
  const holder = await db.owner.connect();
  await holder.query("begin");
  await holder.query("select 1 from sessions where id = $1 for update", [inHand.sessionId]);

  const worker = spawn(process.execPath, [fileURLToPath(new URL("../main.ts", import.meta.url))], {
    env: { PATH: process.env.PATH, DATABASE_URL: db.url, LOG_LEVEL: "error" },
    stdio: ["ignore", "inherit", "inherit"],
  });
  try {
    const exited = once(worker, "exit");
    await vi.waitFor(async () => {
      const { rowCount } = await db.owner.query(
        `select 1 from pg_stat_activity where datname = current_database()
           and application_name = 'tureen-worker' and wait_event_type = 'Lock'`,
      );
      expect(rowCount).toBe(1);
    }, PATIENTLY);
    worker.kill("SIGTERM");
    await confirm(later);
    // Long enough for the poll that would find it.
    expect(
      await Promise.race([exited, new Promise((done) => setTimeout(done, 700, "working"))]),
    ).toBe("working");
    await holder.query("rollback");
    expect(await exited).toEqual([0, null]);
  } finally {
    worker.kill("SIGKILL");
    holder.release();
  }
  expect([await statusOf(inHand.sessionId), await statusOf(later.sessionId)]).toEqual([
    ["done"],
    ["pending"],
  ]);
  const { rowCount } = await db.owner.query("select 1 from orders where session_id = $1", [
    inHand.sessionId,
  ]);
  expect(rowCount).toBe(1);
});
