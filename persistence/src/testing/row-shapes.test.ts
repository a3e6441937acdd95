import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { inRestaurant } from "../platform/database.ts";
import { bytes, inspectRows, readRows } from "../platform/rows.ts";
import { ofRestaurant } from "../platform/wire/index.ts";
import { wrongRows } from "./row-shapes.ts";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";

/** These statements are about no restaurant's rows. */
const NOBODY = crypto.randomUUID();

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterEach(() => {
  wrongRows();
});
afterAll(() => db.drop());

describe("rows of a test database", () => {
  test("are what their shape says, from every type of column that we have", async () => {
    const shape = z.object({
      text: z.string(),
      status: z.enum(["open", "over"]),
      id: z.uuid(),
      count: z.int(),
      big: z.int(),
      share: z.number(),
      sum: z.string(),
      on: z.boolean(),
      at: z.date(),
      hash: bytes,
      names: z.array(z.string()),
      menu: z.object({ version: z.int() }),
      none: z.string().nullable(),
    });
    const rows = await readRows(
      db.pool,
      shape,
      `select 'a' as text, 'open' as status, gen_random_uuid() as id, 1::int as count,
         2::bigint as big, 0.5::float8 as share, 3::numeric as sum, true as on, now() as at,
         '\\x00'::bytea as hash, array['b'] as names, '{"version":1}'::jsonb as menu,
         null::text as none`,
    );
    expect(rows).toMatchObject([{ text: "a", big: 2, sum: "3", names: ["b"], none: null }]);
    expect(wrongRows()).toEqual([]);
  });

  test.each([
    ["a column is missing", z.object({ n: z.int(), m: z.int() }), "1 as n", "no column m"],
    ["a column is not in the shape", z.object({ n: z.int() }), "1 as n, 2 as m", "column m"],
    ["null comes where there is none", z.object({ n: z.int() }), "null::int as n", "n: "],
    ["a number is text", z.object({ n: z.int() }), "sum(1::bigint) as n", "n is a string"],
    ["a number is printed", z.object({ n: z.int() }), "1::bigint::text as n", "n is a string"],
    ["text is a number", z.object({ n: z.string() }), "1 as n", "n is a number"],
    ["a moment is a number", z.object({ at: z.date() }), "1::bigint as at", "at is a number"],
    ["bytes are text", z.object({ hash: bytes }), "'a' as hash", "hash is a string"],
    ["a value is not in the list", z.object({ s: z.enum(["a", "b"]) }), "'c' as s", "s: "],
    [
      "a field of JSON is missing",
      z.object({ j: z.object({ n: z.int() }) }),
      "'{}'::jsonb as j",
      "j.n: ",
    ],
  ])("are refused when %s", async (_, shape, columns, fault) => {
    await expect(readRows(db.pool, shape, `select ${columns}`)).rejects.toThrow(fault);
    expect(wrongRows()).toEqual([expect.stringContaining(fault)]);
  });

  test("are refused by the types of their columns when there are none", async () => {
    const shape = z.object({ n: z.int().nullable() });
    await expect(readRows(db.pool, shape, "select 'a' as n where false")).rejects.toThrow(
      "the column n is a string: select 'a' as n where false",
    );
  });

  test("are refused wherever they are read", async () => {
    const shape = z.object({ n: z.string() });
    const wrong = "select 1 as n";
    const places = [
      readRows(db.owner, shape, wrong),
      readRows(ofRestaurant(db.pool, NOBODY), shape, { name: "wrong", text: wrong }),
      inRestaurant(db.pool, NOBODY, (tx) => readRows(tx, shape, wrong)),
    ];
    const outcomes = await Promise.allSettled(places);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  });

  test("have the columns of every row that a choice of shapes allows", async () => {
    const shape = z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("seat"), seat: z.int() }),
      z.object({ kind: z.literal("staff"), seat: z.null() }),
    ]);
    const seat = "select 'seat' as kind, 1 as seat";
    await expect(readRows(db.pool, shape, seat)).resolves.toHaveLength(1);
    await expect(readRows(db.pool, shape, "select 'seat' as kind")).rejects.toThrow(
      "there is no column seat",
    );
  });

  test("fail the test that ends, even if whoever read them carried on", async () => {
    const other = await createTestDatabase();
    await readRows(other.pool, z.object({ n: z.string() }), "select 1 as n").catch(() => {});
    await expect(other.drop()).rejects.toThrow("the column n is a number");
  });
});

test("a service hands rows over as they are", async () => {
  inspectRows(null);
  const rows = await readRows(db.pool, z.object({ n: z.string() }), "select 1 as n");
  expect(rows).toEqual([{ n: 1 }]);
});
