/**
 * Where one Postgres is too small, every table of a restaurant is spread over several by its
 * restaurant_id (infra/citus). A statement then stays on one of them only if it says, for each such
 * table, which restaurant's rows it is about. Postgres' own planner knows that best: what it scans
 * under the condition "restaurant_id = a given value" is bound, however the statement was written.
 */
import type pg from "pg";
import { errorCode } from "../retry.ts";

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

/** What can be planned; the rest (begin, set, listen …) touches no rows. */
const PLANNED = /^\s*(?:select|insert|update|delete|with|values|merge)\b/i;
/** Statements that Postgres does not understand never ran either: some tests send such. */
const NEVER_RAN = /^42/;

interface PlanNode {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly Alias?: string;
  readonly Operation?: string;
  readonly Output?: readonly string[];
  readonly Plans?: readonly PlanNode[];
  readonly "Parent Relationship"?: string;
  readonly [field: string]: unknown;
}

/**
 * One sentence per statement and table that is not bound to one restaurant. `owner` sees all rows, so
 * that row-level security adds no condition of its own. Needs Postgres 16.
 */
export async function notOnOneShard(
  owner: pg.Pool,
  texts: Iterable<string>,
): Promise<readonly string[]> {
  const spread = await spreadTables(owner);
  const problems: string[] = [];
  for (const text of texts) {
    if (!PLANNED.test(text)) continue;
    for (const table of unbound(await plan(owner, text), spread)) {
      problems.push(`${table} without its restaurant_id: ${text.replaceAll(/\s+/g, " ").trim()}`);
    }
  }
  return problems;
}

/** Tables whose rows belong to a restaurant, and which of its columns says so, from 0. */
type SpreadTables = ReadonlyMap<string, number>;

async function spreadTables(owner: pg.Pool): Promise<SpreadTables> {
  const { rows } = await owner.query<{ name: string; place: number }>(
    `select c.relname as name, a.attnum - 1 as place
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
       and a.attname = 'restaurant_id'`,
  );
  return new Map(rows.map(({ name, place }) => [name, place]));
}

async function plan(owner: pg.Pool, text: string): Promise<readonly PlanNode[]> {
  try {
    const { rows } = await owner.query(`explain (generic_plan, verbose, format json) ${text}`);
    return nodesOf(rows[0]["QUERY PLAN"][0].Plan as PlanNode);
  } catch (error) {
    if (NEVER_RAN.test(errorCode(error) ?? "")) return [];
    throw error;
  }
}

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}

/** A parameter, a constant, or what another table says that is judged by itself. */
const GIVEN = String.raw`(?:\$\d+|'[0-9a-f-]{36}'::uuid|\w+\.restaurant_id)`;

function* unbound(nodes: readonly PlanNode[], spread: SpreadTables): Generator<string> {
  // The table of restaurants is everywhere: one that was found by its id binds what it joins.
  const found = nodes.filter((node) => isBound(node, "id", "restaurants"));
  const byIds = found.map(({ Alias }) => `|${Alias}\\.id`).join("");
  const given = `(?:${GIVEN}${byIds})`;
  for (const node of nodes) {
    const table = node["Relation Name"] ?? "";
    const place = spread.get(table);
    if (place === undefined) continue;
    if (node["Node Type"] !== "ModifyTable") {
      if (!isBound(node, "restaurant_id", table, given)) yield table;
    } else if (node.Operation === "Insert") {
      // Beside where the rows come from stand the statement's WITH parts.
      const rows = node.Plans?.find((part) => part["Parent Relationship"] === "Outer");
      const value = rows?.Output?.[place] ?? "";
      // A function's or a list's column may hold any restaurant.
      if (!new RegExp(`^${given}(?:::uuid)?$`).test(value)) yield table;
    }
  }
}

/** Whether a scan of this table is only of rows whose column equals something given. */
function isBound(node: PlanNode, column: string, table: string, given = GIVEN): boolean {
  if (node["Relation Name"] !== table || node["Node Type"] === "ModifyTable") return false;
  const own = `${node.Alias}\\.${column}`;
  const equal = new RegExp(`\\(${own} = ${given}\\)|\\(${given} = ${own}\\)`);
  return ["Index Cond", "Recheck Cond", "Filter"].some((field) => {
    const condition = node[field];
    // Of alternatives only one need hold.
    return typeof condition === "string" && equal.test(withoutAlternatives(condition));
  });
}

/** Leaves out bracketed parts that contain OR, with whatever is in them. */
function withoutAlternatives(condition: string): string {
  let depth = 0;
  const starts: number[] = [];
  const holes: [number, number][] = [];
  const hasOr = new Set<number>();
  for (let at = 0; at < condition.length; at += 1) {
    if (condition[at] === "(") starts[depth++] = at;
    else if (condition.startsWith(" OR ", at)) hasOr.add(starts[depth - 1] ?? -1);
    else if (condition[at] === ")") {
      depth -= 1;
      const start = starts[depth] ?? 0;
      if (hasOr.delete(start)) holes.push([start, at + 1]);
    }
  }
  // What stands in a larger hole goes with it.
  return holes.reduce(
    (text, [start, end]) => text.slice(0, start) + " ".repeat(end - start) + text.slice(end),
    condition,
  );
}
