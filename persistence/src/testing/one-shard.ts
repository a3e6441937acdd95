/**
 * Where one Postgres is too small, every table of a restaurant is spread over several by its
 * restaurant_id (infra/deploy/citus). A statement then stays on one of them only if it says, for each such
 * table, which restaurant's rows it is about: its restaurant_id equals a parameter, a literal or a
 * setting, the same for all, by conditions that hold for every row. What counts is the statement as it is
 * written, so that neither rows nor statistics change the answer.
 */
import { loadModule, type ParseResult, parseSync, type RawStmt, SqlError } from "libpg-query";
import type pg from "pg";
import { refusedShapes } from "./spreadable.ts";
import { readTableUses, type Tables, type TableUse, UnreadStatement } from "./table-bindings.ts";

/** The texts of all statements that go through a pool from now on. */
export function watchStatements(pool: pg.Pool): ReadonlySet<string> {
  const texts = new Set<string>();
  pool.on("connect", (client) => {
    const { connection } = client as unknown as {
      connection: { parse(query: { text: string }): void; query(text: string): void };
    };
    const parse = connection.parse.bind(connection);
    const query = connection.query.bind(connection);
    connection.parse = (statement) => {
      texts.add(statement.text);
      parse(statement);
    };
    connection.query = (text) => {
      texts.add(text);
      query(text);
    };
  });
  return texts;
}

/** The table of restaurants lies on every node: it is also found by the name that no two share. */
const RESTAURANTS = { table: "restaurants", key: "id", unique: "slug" };
const KEY = "restaurant_id";
/** Tables that belong to no restaurant and stay on one node (infra/deploy/citus/distribute.sql). */
const BESIDE: ReadonlySet<string> = new Set(["rate_limits"]);

/**
 * One sentence per statement and table that is not bound to one restaurant, and per statement that cannot
 * be judged: what a DO block or DDL touches is not seen. Left out are catalogs and whatever else is not in
 * the schema `public`, and the inside of functions. `owner` is asked which tables there are.
 */
export async function notOnOneShard(
  owner: pg.Pool,
  texts: Iterable<string>,
): Promise<readonly string[]> {
  await loadModule();
  const tables = await readTables(owner);
  const problems: string[] = [];
  for (const text of texts) {
    const line = text.replaceAll(/\s+/g, " ").trim();
    problems.push(...judge(text, tables).map((problem) => `${problem}: ${line}`));
  }
  return problems;
}

async function readTables(owner: pg.Pool): Promise<Tables> {
  const { rows } = await owner.query<{ name: string; columns: string[] }>(
    `select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
       and a.attnum > 0 and not a.attisdropped
     group by c.oid`,
  );
  return new Map(rows.map(({ name, columns }) => [name, columns]));
}

function judge(text: string, tables: Tables): readonly string[] {
  const problems = new Set<string>();
  for (const problem of shapesIn(text)) problems.add(problem);
  /** What the first table's key equals, and so every other's. */
  let first: ReadonlySet<string> | null = null;
  for (const use of usesIn(text, tables, problems)) {
    const { table } = use;
    if (BESIDE.has(table)) continue;
    const key = table === RESTAURANTS.table ? RESTAURANTS.key : KEY;
    if (use.changes.includes(key)) problems.add(`${table} with another ${key}`);
    const given = use.given(key);
    if (given.size === 0) {
      const isFound = table === RESTAURANTS.table && use.given(RESTAURANTS.unique).size > 0;
      if (!isFound) problems.add(`${table} without its ${key}`);
    } else if (!first) {
      first = given;
    } else if (![...first].some((value) => given.has(value))) {
      problems.add(`${table} of ${[...given]}, others of ${[...first]}`);
    }
  }
  return [...problems];
}

function shapesIn(text: string): readonly string[] {
  try {
    return parse(text).flatMap(({ stmt }) => (stmt ? refusedShapes(stmt, text) : []));
  } catch (error) {
    if (error instanceof SqlError) return [];
    throw error;
  }
}

function usesIn(text: string, tables: Tables, problems: Set<string>): readonly TableUse[] {
  try {
    return parse(text).flatMap(({ stmt }) => (stmt ? readTableUses(stmt, tables) : []));
  } catch (error) {
    // What is no SQL never ran either: some tests send such.
    if (error instanceof SqlError) return [];
    if (!(error instanceof UnreadStatement)) throw error;
    problems.add(`${error.message} cannot be judged`);
    return [];
  }
}

const parsed = new Map<string, readonly RawStmt[]>();

function parse(text: string): readonly RawStmt[] {
  const known = parsed.get(text);
  if (known) return known;
  const { stmts = [] }: ParseResult = text.trim() === "" ? {} : parseSync(text);
  parsed.set(text, stmts);
  return stmts;
}
