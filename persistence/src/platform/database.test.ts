import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase, testWire } from "../testing/test-database.ts";
import { createPool, transaction } from "./database.ts";

let db: TestDatabase;
beforeAll(async () => {
  // With a table of its own.
  db = await createTestDatabase({ allRestaurants: true });
  await db.owner.query("create table notes (n int)");
  await db.owner.query("grant select, insert on notes to tureen_app");
  // Ends the connection while it commits, neither before nor after.
  await db.owner.query(`
    create table fatal_notes (n int);
    grant insert on fatal_notes to tureen_app;
    create function die() returns trigger language plpgsql security definer as
      $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$;
    create constraint trigger dies after insert on fatal_notes
      deferrable initially deferred for each row execute function die();`);
});
beforeEach(() => db.owner.query("truncate notes"));
afterAll(() => db.drop());

const notes = async () => (await db.pool.query("select n from notes order by n")).rows;

test("a transaction that throws leaves nothing behind", async () => {
  const failing = transaction(db.pool, async (tx) => {
    await tx.query("insert into notes values (1)");
    throw new Error("changed my mind");
  });
  await expect(failing).rejects.toThrow("changed my mind");
  expect(await notes()).toEqual([]);
});

test("a serialization failure is tried again from the start", async () => {
  let tries = 0;
  await transaction(db.pool, async (tx) => {
    tries += 1;
    await tx.query("insert into notes values ($1)", [tries]);
    if (tries < 3)
      await tx.query("do $$ begin raise exception 'x' using errcode = '40001'; end $$");
  });
  expect(await notes()).toEqual([{ n: 3 }]);
});

test("a connection that is killed in the middle is replaced, and the work done once", async () => {
  let tries = 0;
  await transaction(db.pool, async (tx) => {
    tries += 1;
    await tx.query("insert into notes values (1)");
    if (tries === 1) {
      const { rows } = await tx.query("select pg_backend_pid() as pid");
      await db.owner.query("select pg_terminate_backend($1)", [rows[0]?.pid]);
      await tx.query("select 1");
    }
  });
  expect(tries).toBe(2);
  expect(await notes()).toEqual([{ n: 1 }]);
});

test("whether a lost commit is tried again is the caller's to say", async () => {
  const killAtCommit = (repeatable: boolean) => {
    let tries = 0;
    return transaction(
      db.pool,
      async (tx) => {
        tries += 1;
        await tx.query("insert into notes values (1)");
        if (tries === 1) await tx.query("insert into fatal_notes values (1)");
      },
      { repeatable },
    );
  };
  await expect(killAtCommit(false)).rejects.toThrow();
  expect(await notes()).toEqual([]);
  await killAtCommit(true);
  expect(await notes()).toEqual([{ n: 1 }]);
});

test("an idle connection that dies is reported and does not end the process", async () => {
  const errors: Error[] = [];
  const pool = createPool({
    wire: testWire(),
    url: db.url,
    poolMin: 0,
    poolMax: 1,
    applicationName: "tureen-idle",
    onIdleError: (error) => errors.push(error),
  });
  await pool.query("select 1");
  await db.owner.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where application_name = 'tureen-idle' and datname = current_database()`,
  );
  await expect.poll(() => errors.length, { timeout: 30_000 }).toBe(1);
  expect((await pool.query("select current_user as name")).rows).toEqual([{ name: "tureen_app" }]);
  await pool.end();
});

test("big integers come as exact numbers, or not at all", async () => {
  const exact = await db.pool.query("select 9007199254740991::bigint as n");
  expect(exact.rows).toEqual([{ n: 9007199254740991 }]);
  await expect(db.pool.query("select 9007199254740993::bigint as n")).rejects.toThrow(
    "out of range",
  );
});
