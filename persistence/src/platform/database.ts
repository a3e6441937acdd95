import pg from "pg";
import { z } from "zod";
import { type Effect, Effects } from "./effects.ts";
import { failPoint } from "./faults/fail-points.ts";
import type { Database, Queryable, Transaction } from "./queryable.ts";
import { isCertainRollback, isTransient, withRetry } from "./retry.ts";
import { readRows } from "./rows.ts";
import { beginIn, openPool, type Wire } from "./wire/index.ts";
import { WriteFailures } from "./write-failures.ts";

export type { Database, Queryable, Transaction };

const rights = z.object({ may: z.boolean(), name: z.string() });

/** The role the application acts as: it cannot alter committed orders or logs. */
export const APP_ROLE = "tureen_app";

export interface DatabaseOptions {
  readonly url: string;
  readonly poolMin?: number;
  readonly poolMax?: number;
  /** Shown in pg_stat_activity. */
  readonly applicationName?: string;
  /** The role to act as. Null when the login user of `url` is itself a plain member of tureen_app. */
  readonly role?: string | null;
  readonly statementTimeoutMs?: number;
  /**
   * `url` is a PgBouncer in transaction mode: nothing may outlive a transaction. Statements go without
   * names; the role and the time limits are those of its login user (infra/deploy/pgbouncer).
   */
  readonly transactionPooled?: boolean;
  /** How statements get there; the same happens either way. */
  readonly wire?: Wire;
  /** Looks at every new connection before it is used; what it throws is the pool's refusal. */
  readonly onConnect?: (connection: Queryable) => Promise<void>;
  /** Told about connections that fail while idle; the pool replaces them by itself. */
  readonly onIdleError?: (error: Error) => void;
}

/** int8 as a number: counts, sequence numbers and money here stay far below 2^53. */
function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint out of range: ${text}`);
  return value;
}

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: "text" | "binary") =>
    oid === pg.types.builtins.INT8 && format !== "binary"
      ? parseInt8
      : pg.types.getTypeParser(oid, format as "text")) as typeof pg.types.getTypeParser,
};

/**
 * Opens the pool. Every connection acts as tureen_app, gives up on a lock after 5 s and on a
 * statement after 15 s; waiting for a free connection is bounded too.
 */
export function createPool(options: DatabaseOptions): Database {
  const config: pg.PoolConfig = {
    connectionString: options.url,
    min: options.poolMin ?? 5,
    max: options.poolMax ?? 20,
    application_name: options.applicationName ?? "tureen",
    types,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    onConnect: options.onConnect,
    ...(!options.transactionPooled && sessionSettings(options)),
  };
  const { wire = "quick", transactionPooled: unnamed = false } = options;
  const pool = openPool(config, { wire, unnamed });
  // Without a listener an idle connection's failure would end the process.
  pool.on("error", (error) => options.onIdleError?.(error));
  return Object.assign(pool, { effects: new Effects(), writeFailures: new WriteFailures() });
}

/** What a connection of our own is told when it begins; a pooler in transaction mode refuses it. */
function sessionSettings({ role = APP_ROLE, statementTimeoutMs = 15_000 }: DatabaseOptions) {
  return {
    options: role === null ? undefined : `-c role=${role}`,
    statement_timeout: statementTimeoutMs,
    lock_timeout: 5_000,
    idle_in_transaction_session_timeout: 30_000,
  };
}

/**
 * Throws unless the connections really lack the right to change orders: a superuser URL
 * whose role option was lost on the way would silently lose promise 6.
 */
export async function assertAppRole(database: Queryable): Promise<void> {
  const rows = await readRows(
    database,
    rights,
    `select current_user as name,
       has_table_privilege(current_user, 'orders', 'DELETE, TRUNCATE')
       or has_table_privilege(current_user, 'session_updates', 'UPDATE, DELETE, TRUNCATE') as may`,
  );
  if (rows[0]?.may !== false) {
    throw new Error(
      `the database user "${rows[0]?.name}" may change orders; connect as a member of ${APP_ROLE}`,
    );
  }
}

/** Marks an error that was raised by COMMIT itself, when the outcome may be unknown. */
class CommitError extends Error {
  override readonly name = "CommitError";
}

export interface TransactionOptions {
  /** How often in all; transient failures only. */
  readonly attempts?: number;
  /**
   * The work may safely happen twice, so that it is also tried again when the connection was lost
   * during COMMIT and nobody knows whether it took effect.
   */
  readonly repeatable?: boolean;
}

/**
 * Runs `work` in one READ COMMITTED transaction bound to a restaurant: no other's rows are seen or
 * written. Commits it, and has done what it told (effects.ts); rolls back when `work` throws. Tries
 * again, from the start, after transient failures. `work` must not keep the connection.
 */
export function inRestaurant<T>(
  database: Database,
  restaurantId: string,
  work: (tx: Transaction) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  return retried(database, beginIn(restaurantId), work, options);
}

/**
 * The same without a restaurant: row-level security shows it no rows at all until it enters one
 * (`enterRestaurant`), as what creates restaurants or looks for them does.
 */
export function transaction<T>(
  database: Database,
  work: (tx: Transaction) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  return retried(database, "begin", work, options);
}

async function retried<T>(
  database: Database,
  begin: string,
  work: (tx: Transaction) => Promise<T>,
  { attempts = 4, repeatable = false }: TransactionOptions,
): Promise<T> {
  try {
    return await withRetry(() => once(database, begin, work), {
      attempts,
      retryIf: (error) =>
        error instanceof CommitError
          ? isCertainRollback(error.cause) || (repeatable && isTransient(error.cause))
          : isTransient(error),
    });
  } catch (error) {
    const cause = error instanceof CommitError ? error.cause : error;
    database.writeFailures.note(cause);
    throw cause;
  }
}

async function once<T>(
  database: Database,
  begin: string,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const client = await database.connect();
  // Parts of an operation may tell the same.
  const effects = new Map<string, Effect>();
  const tx: Transaction = {
    query: client.query.bind(client) as Transaction["query"],
    tell(...told) {
      for (const effect of told) effects.set(JSON.stringify(effect), effect);
    },
  };
  let broken: Error | undefined;
  // A connection that dies while checked out also emits the error; the query's rejection tells us.
  const onError = (error: Error) => {
    broken = error;
  };
  client.on("error", onError);
  try {
    await client.query(begin);
    let result: T;
    try {
      result = await work(tx);
    } catch (error) {
      await client.query("rollback").catch((failure: Error) => {
        broken = failure;
      });
      throw error;
    }
    try {
      failPoint("before:commit");
      await client.query("commit");
      failPoint("after:commit");
    } catch (error) {
      broken = error instanceof Error ? error : new Error("commit failed");
      throw new CommitError("the commit failed", { cause: error });
    }
    database.effects.committed([...effects.values()]);
    return result;
  } finally {
    client.off("error", onError);
    client.release(broken);
  }
}
