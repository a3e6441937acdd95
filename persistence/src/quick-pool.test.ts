import { afterAll, beforeAll, expect, test } from "vitest";
import { createPool, type Database } from "./database.ts";
import { createTestDatabase, type TestDatabase } from "./testing/test-database.ts";

let db: TestDatabase;
let pool: Database;
beforeAll(async () => {
  db = await createTestDatabase();
  pool = createPool({ url: db.url, poolMin: 0, poolMax: 1 });
});
afterAll(async () => {
  await pool.end();
  await db.drop();
});

const backend = async () => {
  const { rows } = await pool.query<{ pid: number }>("select pg_backend_pid() as pid");
  return rows[0]?.pid;
};

test("one connection serves one statement after the other, and is counted as it comes and goes", async () => {
  const first = await backend();
  expect([pool.totalCount, pool.idleCount, pool.waitingCount]).toEqual([1, 1, 0]);
  const second = backend();
  expect([pool.totalCount, pool.idleCount]).toEqual([1, 0]);
  expect(await second).toBe(first);
});

test("never more connections than allowed, and whoever waits comes first", async () => {
  const single = createPool({ url: db.url, poolMin: 0, poolMax: 1 });
  const order: number[] = [];
  // Each of the first two asks again as soon as the connection is idle.
  const ask = (n: number): Promise<void> =>
    single.query("select 1").then(() => {
      order.push(n);
      return n < 2 ? ask(n + 10) : undefined;
    });
  await Promise.all([0, 1, 2, 3].map(ask));
  expect(single.totalCount).toBe(1);
  expect(order).toEqual([0, 1, 2, 3, 10, 11]);
  await single.end();
});

test("a connection that died while idle is not handed out", async () => {
  const pid = await backend();
  await db.owner.query("select pg_terminate_backend($1)", [pid]);
  await expect.poll(() => pool.totalCount).toBe(0);
  await expect.poll(backend).not.toBe(pid);
});

test("a pool that ends hands nothing out any more", async () => {
  const other = createPool({ url: db.url, poolMin: 0, poolMax: 1 });
  await other.query("select 1");
  const ended = other.end();
  await expect(other.query("select 1")).rejects.toThrow("after calling end");
  await ended;
});
