import type pg from "pg";
import { z } from "zod";
import type { Queryable } from "./queryable.ts";

/** What each row of an answer is: a field for every column and no others, as pg hands them over. */
export type RowShape = z.ZodType<object, object>;

/** A bytea column. */
export const bytes = z.custom<Buffer>((value) => Buffer.isBuffer(value), "not bytes");

/** Compares an answer with the shape that was asked for. */
export type InspectRows = (
  shape: z.ZodType,
  statement: string,
  answer: Pick<pg.QueryResult<object>, "rows" | "fields">,
) => void;

let inspect: InspectRows | null = null;

/**
 * For tests: has every answer in this process compared with its shape. In service nothing is compared,
 * so that a shape costs no time there: the statements are the same ones that the tests have run.
 */
export function inspectRows(by: InspectRows | null): void {
  inspect = by;
}

/**
 * Runs a statement and returns its rows. The only way from a statement to typed rows: the type follows
 * from the shape, and the tests hold every answer against it (testing/row-shapes.ts). Rejects with what
 * pg rejects with.
 */
export async function readRows<Shape extends RowShape>(
  q: Queryable,
  shape: Shape,
  statement: string | pg.QueryConfig,
  values?: unknown[],
): Promise<z.output<Shape>[]> {
  const answer = await q.query(statement, values);
  inspect?.(shape, typeof statement === "string" ? statement : statement.text, answer);
  return answer.rows as z.output<Shape>[];
}
