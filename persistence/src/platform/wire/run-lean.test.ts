import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase, testWire } from "../../testing/test-database.ts";
import { createPool } from "../database.ts";
import { arrayText, runLean } from "./index.ts";

/** These statements are about no restaurant's rows. */
const NOBODY = crypto.randomUUID();

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

test("rows come as Postgres prints them, however often the statement runs", async () => {
  const statement = {
    name: "both",
    text: "select $1::int + 1, $2::bytea from generate_series(1, 2)",
  };
  for (const n of [1, 2, 3]) {
    const rows = await runLean(db.pool, NOBODY, statement, [String(n), Buffer.from([0, 255])]);
    expect(rows).toEqual(Array.from({ length: 2 }, () => [String(n + 1), "\\x00ff"]));
  }
});

test("a refused value rejects with its SQLSTATE, and the connection goes on", async () => {
  const statement = { name: "number", text: "select $1::int" };
  const bad = Array.from({ length: 30 }, () => runLean(db.pool, NOBODY, statement, ["x"]));
  for (const { status, reason } of (await Promise.allSettled(bad)) as PromiseRejectedResult[]) {
    expect([status, reason.code]).toEqual(["rejected", "22P02"]);
  }
  expect(await runLean(db.pool, NOBODY, statement, ["7"])).toEqual([["7"]]);
});

test("a statement that Postgres does not understand rejects every time", async () => {
  const statement = { name: "broken", text: "selec 1" };
  for (const _ of [1, 2]) {
    await expect(runLean(db.pool, NOBODY, statement, [])).rejects.toMatchObject({ code: "42601" });
  }
});

test("an answer in many pieces, or with a notice in it, is read all the same", async () => {
  await db.owner.query(
    `create function warned(n int) returns int language plpgsql as
       $$ begin raise warning 'just so'; return n; end $$`,
  );
  const one = createPool({ url: db.url, poolMin: 0, poolMax: 1, wire: testWire() });
  const many = { name: "many", text: "select n, repeat('x', 100) from generate_series(1, $1) n" };
  const warned = { name: "warned", text: "select warned($1)" };
  const nulls = { name: "nulls", text: "select null, $1::text, null" };
  for (const _ of [1, 2, 3]) {
    const rows = await runLean(one, NOBODY, many, ["20000"]);
    expect(rows.length).toBe(20_000);
    expect(rows.at(-1)).toEqual(["20000", "x".repeat(100)]);
    expect(await runLean(one, NOBODY, warned, ["5"])).toEqual([["5"]]);
    expect(await runLean(one, NOBODY, nulls, ["é漢🍲"])).toEqual([[null, "é漢🍲", null]]);
    // pg's own way on the same connection.
    expect((await one.query("select 1 as n")).rows).toEqual([{ n: 1 }]);
  }
  await one.end();
});

test("a connection that dies under a statement rejects it, and the pool finds another", async () => {
  const statement = { name: "die", text: "select pg_terminate_backend(pg_backend_pid())" };
  await expect(runLean(db.owner, NOBODY, statement, [])).rejects.toThrow(/terminat/);
  expect(await runLean(db.owner, NOBODY, { name: "one", text: "select 1" }, [])).toEqual([["1"]]);
});

test("an array survives every character", async () => {
  const texts = ['"', "\\", "{,}", "a\nb", "", "NULL", "é漢🍲", null];
  const { rows } = await db.pool.query("select $1::text[] as texts", [arrayText(texts)]);
  expect(rows[0].texts).toEqual(texts);
});
