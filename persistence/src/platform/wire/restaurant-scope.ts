import pg from "pg";
import type { Queryable } from "../queryable.ts";
import type { BoundStatement } from "./bind-messages.ts";
import { NAME_RESTAURANT } from "./name-restaurant.ts";

/** How a statement says whose rows it is about. */
export interface Scope {
  /** Of the prepared statement. */
  readonly name: string;
  readonly text: string;
  readonly value: string;
}

/** What a statement about this restaurant's rows says in front. */
export function scopeOf(restaurantId: string): Scope {
  return { name: "name-restaurant", text: NAME_RESTAURANT, value: restaurantId };
}

/**
 * Statements that name the restaurant in the same message to Postgres, which runs both in one implicit
 * transaction: no round trip more than without.
 */
export function scoped(pool: pg.Pool, restaurantId: string): Queryable {
  const scope = scopeOf(restaurantId);
  const query = (config: string | pg.QueryConfig, values?: unknown[]): Promise<unknown> => {
    // The pool takes query objects, though its types promise them a result of their own.
    return pool.query(new ScopedQuery(scope, config, values) as never);
  };
  return { query: query as Queryable["query"] };
}

/** The parts of pg's connection that a query object writes to; its types leave them out. */
export interface ScopeWire {
  readonly parsedStatements: Record<string, string | undefined>;
  readonly submittedNamedStatements: Record<string, string | undefined>;
  parse(statement: { readonly name: string; readonly text: string }): void;
  bind(config: { statement: string; values: string[] }): void;
  execute(): void;
}

/** What pg reads off a query object when a statement was parsed: which one that was. */
interface Parsed {
  name?: string | undefined;
  text: string;
}

/**
 * The turn of the statement that names the restaurant, in front of a query's own and under the same
 * Sync. It has no rows: the first completion ends its turn.
 */
export class ScopeTurn {
  readonly #scope: Scope;
  readonly #query: Parsed;
  readonly #own: Readonly<Parsed>;
  #over = false;

  /** `query` is what pg looks at, `own` what it says once its own turn has come. */
  constructor(scope: Scope, query: Parsed, own: Readonly<Parsed>) {
    this.#scope = scope;
    this.#query = query;
    this.#own = { name: own.name, text: own.text };
  }

  /** Whether the connection knows the statement already. */
  isPrepared(wire: ScopeWire): boolean {
    return wire.parsedStatements[this.#scope.name] !== undefined;
  }

  /** The statement with its value, for a connection that knows it. */
  get bound(): BoundStatement {
    return { name: this.#scope.name, values: [this.#scope.value] };
  }

  /** Writes the statement; the query's own messages follow. */
  write(wire: ScopeWire): void {
    const { name, text, value } = this.#scope;
    const known = wire.parsedStatements[name] ?? wire.submittedNamedStatements[name];
    if (known === undefined) {
      wire.parse({ name, text });
      wire.submittedNamedStatements[name] = text;
      // pg notes a parsed statement under the name of the query whose turn it is.
      this.#query.name = name;
      this.#query.text = text;
    }
    wire.bind({ statement: name, values: [value] });
    wire.execute();
  }

  /** A statement is complete; returns whether it was this one. */
  complete(): boolean {
    if (this.#over) return false;
    this.#end();
    return true;
  }

  /** One of the two has failed; if it was this one, the query's own has not been parsed. */
  fail(wire: ScopeWire): void {
    if (this.#over) return;
    this.#end();
    const { name } = this.#own;
    if (name !== undefined) delete wire.submittedNamedStatements[name];
  }

  #end(): void {
    this.#over = true;
    this.#query.name = this.#own.name;
    this.#query.text = this.#own.text;
  }
}

/** pg's query object as it is at run time; its types leave out what happens on the wire. */
interface WireQuery extends Parsed {
  requiresPreparation(): boolean;
  prepare(connection: ScopeWire): void;
  handleCommandComplete(message: unknown, connection: ScopeWire): void;
  handleError(error: Error, connection: ScopeWire): void;
}
const BaseQuery = pg.Query as unknown as new (
  config: string | pg.QueryConfig,
  values?: unknown[],
) => WireQuery;

/** A query of pg's own with the naming of the restaurant in front. */
class ScopedQuery extends BaseQuery {
  readonly #turn: ScopeTurn;
  readonly #own: Parsed;

  constructor(scope: Scope, config: string | pg.QueryConfig, values?: unknown[]) {
    super(config, values);
    this.#own = { name: this.name, text: this.text };
    this.#turn = new ScopeTurn(scope, this, this.#own);
  }

  /** Not the simple protocol, which has no place for a parameter in front. */
  override requiresPreparation(): boolean {
    return true;
  }

  override prepare(connection: ScopeWire): void {
    this.#turn.write(connection);
    const { name, text } = this;
    // pg writes what the query says it is, then waits for what was written first.
    Object.assign(this, this.#own);
    super.prepare(connection);
    Object.assign(this, { name, text });
  }

  override handleCommandComplete(message: unknown, connection: ScopeWire): void {
    if (!this.#turn.complete()) super.handleCommandComplete(message, connection);
  }

  override handleError(error: Error, connection: ScopeWire): void {
    this.#turn.fail(connection);
    super.handleError(error, connection);
  }
}
