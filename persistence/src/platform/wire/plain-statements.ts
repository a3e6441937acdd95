/** Statements about one restaurant's rows with nothing but what pg documents: three round trips each. */
import type pg from "pg";
import type { LeanRow, LeanStatement, LeanValue } from "./lean-types.ts";
import { connectionOf, textFor } from "./spread.ts";

/** Runs one statement in a transaction of its own that names the restaurant. */
export async function runInRestaurant(
  pool: pg.Pool,
  restaurantId: string,
  statement: string | pg.QueryConfig | ((connection: object) => pg.QueryConfig),
  values?: unknown[],
): Promise<pg.QueryResult<Record<string, unknown>>> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // A connection that dies while checked out also emits the error; the statement's rejection tells us.
  const onError = (error: Error) => {
    broken = error;
  };
  client.on("error", onError);
  try {
    const literal = client.escapeLiteral(restaurantId);
    await client.query(`begin; set local app.restaurant_id = ${literal}`);
    try {
      const query = typeof statement === "function" ? statement(connectionOf(client)) : statement;
      const result = await client.query(query, values);
      await client.query("commit");
      return result;
    } catch (error) {
      await client.query("rollback").catch((failure: Error) => {
        broken = failure;
      });
      throw error;
    }
  } finally {
    client.off("error", onError);
    client.release(broken);
  }
}

/** Leaves every value as Postgres prints it. */
const UNPARSED: pg.CustomTypesConfig = {
  getTypeParser: () => (text: string) => text,
};

/** The same for a lean statement. */
export async function runLeanPlainly(
  pool: pg.Pool,
  restaurantId: string,
  statement: LeanStatement,
  values: readonly LeanValue[],
): Promise<LeanRow[]> {
  const { rows } = await runInRestaurant(pool, restaurantId, (connection) => ({
    ...{ name: statement.name, text: textFor(connection, statement) },
    ...{ values: [...values], types: UNPARSED },
    // Rows as arrays, which the types of a configuration without it do not know.
    ...{ rowMode: "array" },
  }));
  return rows as unknown[] as LeanRow[];
}
