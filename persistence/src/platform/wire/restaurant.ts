import pg from "pg";
import type { Database, Queryable, Transaction } from "../queryable.ts";
import { runLeanQuickly } from "./lean-statement.ts";
import type { LeanRow, LeanStatement, LeanValue } from "./lean-types.ts";
import { runInRestaurant, runLeanPlainly } from "./plain-statements.ts";
import { QuickPool } from "./quick-pool.ts";
import { scoped } from "./restaurant-scope.ts";

export { beginIn } from "./name-restaurant.ts";

/**
 * Single statements about one restaurant's rows, each in a transaction of its own. A transaction is
 * bound to its restaurant already (database.ts, `inRestaurant`) and is returned as it is.
 */
export function ofRestaurant(q: Queryable, restaurantId: string): Queryable {
  if (q instanceof QuickPool) return scoped(q, restaurantId);
  if (!(q instanceof pg.Pool)) return q;
  return { query: (statement, values) => runInRestaurant(q, restaurantId, statement, values) };
}

/**
 * Runs a statement about a restaurant's rows on the pool, with no parsing of types. Rejects with what pg
 * rejects with.
 */
export function runLean(
  database: Database,
  restaurantId: string,
  statement: LeanStatement,
  values: LeanValue[],
): Promise<LeanRow[]> {
  return database instanceof QuickPool
    ? runLeanQuickly(database, restaurantId, statement, values)
    : runLeanPlainly(database, restaurantId, statement, values);
}

/** Binds a running transaction to a restaurant: for the one that creates it. */
export async function enterRestaurant(tx: Transaction, restaurantId: string): Promise<void> {
  await tx.query("select tureen_enter_restaurant($1)", [restaurantId]);
}
