/** What statements are sent to: a pool, or one connection within a transaction. */
import type pg from "pg";
import type { Effect, Effects } from "./effects.ts";
import type { WriteFailures } from "./write-failures.ts";

/** The pool that every operation takes as its first argument. */
export interface Database extends pg.Pool {
  /** What is committed here brings about; nothing until somebody carries it out. */
  readonly effects: Effects;
  /** What the storage refused of the changes made here. */
  readonly writeFailures: WriteFailures;
}

/** What an operation needs inside a transaction: the one connection, and what its commit will do. */
export interface Transaction extends Queryable {
  /** Has this done once the transaction is committed, and only then. */
  tell(...effects: readonly Effect[]): void;
}

/** Either; for reads that may stand alone or inside a transaction. */
export interface Queryable {
  /** Rows that are read have a type by their shape only: see rows.ts. */
  query(
    statement: string | pg.QueryConfig,
    values?: unknown[],
  ): Promise<pg.QueryResult<Record<string, unknown>>>;
}
