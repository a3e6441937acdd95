import type { Duplex } from "node:stream";
import pg from "pg";
import type { Queryable } from "../queryable.ts";
import type { BoundStatement } from "./bind-messages.ts";
import { NAME_RESTAURANT } from "./name-restaurant.ts";
import { closeTransaction, ENTER_RESTAURANT, isSpread, openTransaction } from "./spread.ts";

/** What is said in front of a statement, prepared under one name whatever it is. */
const NAME = "name-restaurant";

/**
 * Statements that name the restaurant in the same message to Postgres, which runs both in one implicit
 * transaction: no round trip more than without.
 */
export function scoped(pool: pg.Pool, restaurantId: string): Queryable {
  const query = (config: string | pg.QueryConfig, values?: unknown[]): Promise<unknown> => {
    // The pool takes query objects, though its types promise them a result of their own.
    return pool.query(new ScopedQuery(restaurantId, config, values) as never);
  };
  return { query: query as Queryable["query"] };
}

/** The parts of pg's connection that a query object writes to; its types leave them out. */
export interface ScopeWire {
  readonly stream: Duplex;
  readonly parsedStatements: Record<string, string | undefined>;
  readonly submittedNamedStatements: Record<string, string | undefined>;
  parse(statement: { readonly name: string; readonly text: string }): void;
  bind(config: { statement: string; values: string[] }): void;
  execute(): void;
  sync(): void;
}

/** What pg reads off a query object when a statement was parsed: which one that was. */
interface Parsed {
  name?: string | undefined;
  text: string;
}

/**
 * The turn of the statement that names the restaurant, in front of a query's own and under the same
 * Sync. It has no rows: its completion ends its turn. On a database that is spread over several machines
 * the query's own transaction is opened before it and committed behind the query.
 */
export class ScopeTurn {
  readonly #restaurantId: string;
  readonly #query: Parsed;
  readonly #own: Readonly<Parsed>;
  #over = false;
  /** Completions until the query's own. */
  #ahead = 1;

  /** `query` is what pg looks at, `own` what it says once its own turn has come. */
  constructor(restaurantId: string, query: Parsed, own: Readonly<Parsed>) {
    this.#restaurantId = restaurantId;
    this.#query = query;
    this.#own = { name: own.name, text: own.text };
  }

  /** Whether the connection knows the statement already. */
  isPrepared(wire: ScopeWire): boolean {
    return wire.parsedStatements[NAME] !== undefined;
  }

  /** The statement with its value, for a connection that knows it. */
  get bound(): BoundStatement {
    return { name: NAME, values: [this.#restaurantId] };
  }

  /** Writes the statement; the query's own messages follow. */
  write(wire: ScopeWire): void {
    const spread = isSpread(wire);
    if (spread) {
      this.#ahead = 2;
      openTransaction(wire);
    }
    const text = spread ? ENTER_RESTAURANT : NAME_RESTAURANT;
    const known = wire.parsedStatements[NAME] ?? wire.submittedNamedStatements[NAME];
    if (known === undefined) {
      wire.parse({ name: NAME, text });
      wire.submittedNamedStatements[NAME] = text;
      // pg notes a parsed statement under the name of the query whose turn it is.
      this.#query.name = NAME;
      this.#query.text = text;
    }
    wire.bind({ statement: NAME, values: [this.#restaurantId] });
    wire.execute();
  }

  /** The same connection, whose Sync ends what `write` has begun. */
  endingIn<W extends ScopeWire>(wire: W): W {
    if (!isSpread(wire)) return wire;
    return Object.create(wire, { sync: { value: () => closeTransaction(wire) } });
  }

  /** A statement is complete; returns whether it was not the query's own. */
  complete(): boolean {
    this.#ahead -= 1;
    if (this.#ahead === 0) this.#end();
    return this.#ahead !== -1;
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

  constructor(restaurantId: string, config: string | pg.QueryConfig, values?: unknown[]) {
    super(config, values);
    this.#own = { name: this.name, text: this.text };
    this.#turn = new ScopeTurn(restaurantId, this, this.#own);
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
    super.prepare(this.#turn.endingIn(connection));
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
