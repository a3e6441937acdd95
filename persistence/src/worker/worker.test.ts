import pino from "pino";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { Releases } from "../platform/releases.ts";
import { postgresSignals } from "../platform/signals/postgres-signals.ts";
import { loadDocument } from "../table/load-document.ts";
import { givenRestaurant, givenTable } from "../testing/fixtures.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { parseWorkerConfig } from "./config.ts";
import { expireIdle, snapshotLongTails } from "./housekeeping.ts";
import { createWorker } from "./worker.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const log = pino({ level: "silent" });

test("a confirm is carried out at the signal, and those who listen are told", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const table = await givenTable(db.pool, restaurant);
  const signals = postgresSignals({ url: db.url, database: db.pool, onError: () => {} });
  await signals.ready;
  const kinds: string[] = [];
  signals.subscribe((signal) => kinds.push(signal.kind));
  const env = { DATABASE_URL: db.url, WORKER_PORT: "0", WORKER_HOST: "127.0.0.1" };
  const releases = new Releases();
  const worker = createWorker({
    ...{ config: parseWorkerConfig(env), version: "test", log, release: releases.add },
    connections: { database: db.pool, signals, tracing: undefined },
  });
  const { port } = await worker.start();
  try {
    const line = await table.phone.add(restaurant.item("Soup"));
    await table.phone.confirm(restaurant, [{ line, quantity: 1 }]);
    const told = ["floor", "kitchen", "queue", "session"];
    await vi.waitFor(() => expect(kinds.toSorted()).toEqual(told), { timeout: 30_000 });
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    expect(text).toContain('tureen_confirms_total{outcome="ordered"} 1');
    expect(text).toContain("tureen_queue_depth 0");
  } finally {
    await releases.run((part, error) => expect.soft([part, error]).toEqual([part, undefined]));
    await signals.close();
  }
});

test("housekeeping expires what is idle and writes snapshots of long logs", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const idle = await givenTable(db.pool, restaurant, 0);
  const long = await givenTable(db.pool, restaurant, 1);
  const past = new Date(Date.now() - 1000);
  await db.owner.query("update sessions set expires_at = $2 where id = $1", [idle.sessionId, past]);
  for (let i = 0; i < 200; i += 1) await long.phone.add(restaurant.item("Soup"));
  const part = { database: db.pool, log };
  await expireIdle(part);
  expect((await loadDocument(db.pool, idle))?.status).toBe("expired");
  await snapshotLongTails(part);
  const { rows } = await db.owner.query("select seq from session_snapshots where session_id = $1", [
    long.sessionId,
  ]);
  expect(rows).toEqual([{ seq: 201 }]);
});

test("the environment is checked before anything starts", () => {
  const config = parseWorkerConfig({
    DATABASE_URL: "postgres://x",
    REDIS_URL: "",
    WORKER_PORT: "",
  });
  expect(config).toMatchObject({
    DATABASE_WIRE: "quick",
    DATABASE_POOL_MAX: 20,
    CONFIRM_MAX_AGE_MINUTES: 10,
  });
  expect(config.REDIS_URL).toBeUndefined();
  expect(config.WORKER_PORT).toBeUndefined();
  expect(() => parseWorkerConfig({})).toThrow("DATABASE_URL");
  const placeholder = { DATABASE_URL: "postgresql://app:change-me@db:5432/name" };
  expect(() => parseWorkerConfig(placeholder)).toThrow("DATABASE_URL: still holds the placeholder");
  expect(() => parseWorkerConfig({ DATABASE_URL: "x", DATABASE_POOL_MAX: "many" })).toThrow(
    "DATABASE_POOL_MAX",
  );
});
