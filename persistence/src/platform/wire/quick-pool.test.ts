import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database.ts";
import { createPool, type Database } from "../database.ts";
import { runLean } from "./index.ts";

let db: TestDatabase;
/** Acts as the owner, who may end its own connections. */
let pool: Database;
beforeAll(async () => {
  db = await createTestDatabase();
  pool = createPool({ url: db.url, poolMin: 0, poolMax: 1, role: null });
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
  const single = createPool({ url: db.url, poolMin: 0, poolMax: 1, role: null });
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
  const other = createPool({ url: db.url, poolMin: 0, poolMax: 1, role: null });
  await other.query("select 1");
  const ended = other.end();
  await expect(other.query("select 1")).rejects.toThrow("after calling end");
  await ended;
});

/** A query object of our own, which needs no checking out. */
const lean = (on: Database, text: string) =>
  runLean(on, crypto.randomUUID(), { name: text, text }, []);

test("a query object runs on the idle connection, is counted, and gives it back", async () => {
  const first = await backend();
  const running = lean(pool, "select pg_backend_pid()");
  expect([pool.totalCount, pool.idleCount]).toEqual([1, 0]);
  expect(await running).toEqual([[String(first)]]);
  expect([pool.totalCount, pool.idleCount]).toEqual([1, 1]);
});

test("whoever waited while a query object ran comes next, in order", async () => {
  await backend();
  const order: string[] = [];
  const note = (name: string) => () => order.push(name);
  await Promise.all([
    lean(pool, "select pg_sleep(0.05)").then(note("first")),
    pool.query("select 1").then(note("second")),
    lean(pool, "select 3").then(note("third")),
  ]);
  expect(order).toEqual(["first", "second", "third"]);
  expect([pool.totalCount, pool.idleCount, pool.waitingCount]).toEqual([1, 1, 0]);
});

test("a connection that dies under a query object is not given back, and is not counted", async () => {
  await backend();
  await expect(lean(pool, "select pg_terminate_backend(pg_backend_pid())")).rejects.toThrow();
  await expect.poll(() => [pool.totalCount, pool.idleCount]).toEqual([0, 0]);
  expect(await lean(pool, "select 1")).toEqual([["1"]]);
});

test("a connection cut off under a query object is noticed once", async () => {
  const failed: Error[] = [];
  const cut = createPool({
    url: db.url,
    poolMin: 0,
    poolMax: 1,
    role: null,
    onIdleError: (e) => failed.push(e),
  });
  const { rows } = await cut.query<{ pid: number }>("select pg_backend_pid() as pid");
  const running = lean(cut, "select pg_sleep(5)");
  const [client] = (
    cut as unknown as { _clients: { connection: { stream: { destroy(): void } } }[] }
  )._clients;
  client?.connection.stream.destroy();
  await expect(running).rejects.toThrow();
  await expect.poll(() => [cut.totalCount, cut.idleCount]).toEqual([0, 0]);
  expect(failed.length).toBeLessThanOrEqual(1);
  expect(await lean(cut, "select 1")).toEqual([["1"]]);
  await db.owner.query("select pg_terminate_backend($1)", [rows[0]?.pid]);
  await cut.end();
});

test("a pool that ends waits for the query object that runs", async () => {
  const other = createPool({ url: db.url, poolMin: 0, poolMax: 1, role: null });
  await other.query("select 1");
  const running = lean(other, "select pg_sleep(0.1)");
  await Promise.all([other.end(), expect(running).resolves.toHaveLength(1)]);
  expect(other.totalCount).toBe(0);
});
