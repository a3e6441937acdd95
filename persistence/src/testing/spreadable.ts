/**
 * Shapes of statements that a real Citus cluster has refused to send to one node as they are, although
 * each table in them is bound to one restaurant (one-shard.ts). `npm run prove:citus` finds new ones.
 */
import type { InsertStmt, Node } from "libpg-query";
import { APPENDS } from "../table/append-updates.ts";

/** One restaurant's key, as every table but restaurants calls it. */
const KEY = "restaurant_id";

/** Statements that say the same there as a call of a function (platform/wire/spread.ts). */
const CALLED_INSTEAD: ReadonlySet<string> = new Set(APPENDS.map(({ text }) => text));

/** What is wrong with the shape of a parsed statement; `text` is how it was written. */
export function refusedShapes(statement: Node, text: string): readonly string[] {
  if (CALLED_INSTEAD.has(text)) return [];
  const problems = new Set<string>();
  for (const { part, inWith } of changesIn(statement)) {
    if ("InsertStmt" in part) {
      const { InsertStmt: insert } = part;
      const table = insert.relation?.relname ?? "";
      if (inWith) problems.add(`${table} is inserted into by a WITH part`);
      else if (isCopied(insert))
        problems.add(`${table} is filled without a table of its restaurant`);
    }
  }
  return [...problems];
}

/** All changes of rows in a statement, and whether they stand in a WITH. */
function* changesIn(
  part: unknown,
  inWith = false,
): Generator<{ readonly part: Node; readonly inWith: boolean }> {
  if (typeof part !== "object" || part === null) return;
  if ("InsertStmt" in part) yield { part: part as Node, inWith };
  for (const [key, value] of Object.entries(part)) {
    yield* changesIn(value, inWith || key === "withClause");
  }
}

/**
 * Whether rows come from a query that does not take the restaurant from one of its tables: Citus then runs
 * the query by itself and copies what it finds, which row-level security refuses.
 */
function isCopied({ cols = [], selectStmt }: InsertStmt): boolean {
  if (!selectStmt || !("SelectStmt" in selectStmt)) return false;
  const { valuesLists, fromClause = [], targetList = [] } = selectStmt.SelectStmt;
  if (valuesLists || fromClause.length === 0) return false;
  const place = cols.findIndex((col) => "ResTarget" in col && col.ResTarget.name === KEY);
  const target = targetList[place];
  const value = target && "ResTarget" in target ? target.ResTarget.val : undefined;
  return place >= 0 && !(value && "ColumnRef" in value);
}
