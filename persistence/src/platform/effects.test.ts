import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { transaction } from "./database.ts";
import { carryOutEffects, type Effect } from "./effects.ts";

const FLOOR: Effect = { kind: "floor", restaurantId: "r" };
const QUEUE: Effect = { kind: "queue", restaurantId: "r" };
const PEOPLE: Effect = { kind: "notice", sessionId: "s", notice: { kind: "people" } };

let db: TestDatabase;
beforeAll(async () => {
  // A DO block that fails on purpose.
  db = await createTestDatabase({ allRestaurants: true });
});
afterAll(() => db.drop());

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** What a process has published and done by itself, and what it complained of. */
function givenProcess({ publishing = Promise.resolve(), here = (_effect: Effect) => {} } = {}) {
  const published: Effect[] = [];
  const done: Effect[] = [];
  const errors: unknown[] = [];
  const stop = carryOutEffects({
    database: db.pool,
    signals: {
      async publish(...signals) {
        await publishing;
        published.push(...signals);
      },
    },
    here(effect) {
      done.push(effect);
      here(effect);
    },
    onError: (error) => errors.push(error),
  });
  stops.push(stop);
  return { published, done, errors, stop };
}

test("what a transaction tells is done once it is committed: signals go out, the rest is done here", async () => {
  const { published, done } = givenProcess();
  await transaction(db.pool, async (tx) => {
    tx.tell(FLOOR, PEOPLE);
    tx.tell(FLOOR);
    await tx.query("select 1");
    expect(done).toEqual([]);
  });
  expect(done).toEqual([FLOOR, PEOPLE]);
  await db.pool.effects.settled();
  expect(published).toEqual([FLOOR]);
});

test("what a transaction told that is rolled back is never done", async () => {
  const { published, done } = givenProcess();
  const failing = transaction(db.pool, async (tx) => {
    tx.tell(FLOOR);
    throw new Error("changed my mind");
  });
  await expect(failing).rejects.toThrow("changed my mind");
  await transaction(db.pool, async (tx) => {
    const { rows } = await tx.query("select pg_backend_pid() as pid");
    tx.tell(FLOOR);
    await db.owner.query("select pg_terminate_backend($1)", [rows[0]?.pid]);
  }).catch(() => {});
  await db.pool.effects.settled();
  expect([published, done]).toEqual([[], []]);
});

test("a transaction that begins anew tells only what its last try told", async () => {
  const { done } = givenProcess();
  let tries = 0;
  await transaction(db.pool, async (tx) => {
    tries += 1;
    tx.tell(tries === 1 ? QUEUE : FLOOR);
    if (tries === 1) {
      await tx.query("do $$ begin raise exception 'x' using errcode = '40001'; end $$");
    }
  });
  expect(done).toEqual([FLOOR]);
});

test("a commit does not wait for what it brings about; the end of the process does", async () => {
  let letThrough = () => {};
  const publishing = new Promise<void>((resolve) => {
    letThrough = resolve;
  });
  const { published, stop } = givenProcess({ publishing });
  await transaction(db.pool, async (tx) => tx.tell(FLOOR));
  const stopped = stop();
  expect(published).toEqual([]);
  letThrough();
  await stopped;
  expect(published).toEqual([FLOOR]);
});

test("what fails here is told of, and neither the commit nor the others notice", async () => {
  const failure = new Error("no such phone");
  const { published, errors } = givenProcess({
    here() {
      throw failure;
    },
  });
  await transaction(db.pool, async (tx) => tx.tell(PEOPLE, FLOOR));
  await db.pool.effects.settled();
  expect([published, errors]).toEqual([[FLOOR], [failure]]);
});
