/**
 * A prepared statement with as little work around it as the protocol allows, for the one statement
 * that runs for every tap: no description of the result, no parsing of types, no result object.
 */
import type pg from "pg";
import { runMessages } from "./bind-messages.ts";
import { readReply } from "./lean-reply.ts";
import type { LeanRow, LeanStatement, LeanValue } from "./lean-types.ts";
import { ScopeTurn, type ScopeWire } from "./restaurant-scope.ts";
import { inTransaction, isSpread, textFor } from "./spread.ts";

/** Runs the statement about a restaurant's rows on the pool. Rejects with what pg rejects with. */
export function runLeanQuickly(
  pool: pg.Pool,
  restaurantId: string,
  statement: LeanStatement,
  values: LeanValue[],
): Promise<LeanRow[]> {
  // The pool hands a submittable to its connection and its own callback to the submittable; the
  // declared types only know what a connection returns.
  return pool.query(new LeanQuery(restaurantId, statement, values)) as unknown as Promise<
    LeanRow[]
  >;
}

/** What of pg's connection a submittable needs; @types/pg leaves out the bookkeeping. */
interface Wire extends ScopeWire {
  emit(event: "readyForQuery", message: { readonly status: string }): void;
  bind(config: { statement: string; values: LeanValue[] }): void;
}

/** What looks at a connection's next answer before pg does. */
interface Answers {
  /** Returns whether the answer was read; otherwise pg reads it. */
  awaited: ((answer: Buffer) => boolean) | null;
}

const answers = new WeakMap<Wire, Answers>();

function answersOf(wire: Wire): Answers {
  let ours = answers.get(wire);
  if (!ours) {
    const made: Answers = { awaited: null };
    const readers = wire.stream.listeners("data") as ((bytes: Buffer) => void)[];
    wire.stream.removeAllListeners("data");
    wire.stream.on("data", (bytes: Buffer) => {
      const { awaited } = made;
      made.awaited = null;
      if (!awaited?.(bytes)) for (const read of readers) read(bytes);
    });
    answers.set(wire, made);
    ours = made;
  }
  return ours;
}

/** Speaks pg's interface for queries of one's own, as pg-cursor does. */
class LeanQuery implements pg.Submittable {
  // pg remembers by these two which statements a connection has prepared.
  name: string;
  text: string;
  readonly values: LeanValue[];
  readonly #statement: LeanStatement;
  readonly #scope: ScopeTurn;
  #rows: LeanRow[] = [];
  /** Set by pg before it submits. */
  callback!: (error: Error | null, rows?: LeanRow[]) => void;

  constructor(restaurantId: string, statement: LeanStatement, values: LeanValue[]) {
    this.name = statement.name;
    this.text = statement.text;
    this.values = values;
    this.#statement = statement;
    this.#scope = new ScopeTurn(restaurantId, this, statement);
  }

  submit(connection: pg.Connection): void {
    const wire = connection as unknown as Wire;
    const { name } = this.#statement;
    const spread = isSpread(wire);
    // A call that enters the restaurant by itself.
    const alone = spread && this.#statement.spread !== undefined;
    if (wire.parsedStatements[name] && (alone || this.#scope.isPrepared(wire))) {
      if (!wire.stream.writable) return;
      const own = { name, values: this.values };
      const messages = runMessages(alone ? [own] : [this.#scope.bound, own]);
      wire.stream.write(spread && !alone ? inTransaction(messages) : messages);
      const statements = alone ? 1 : spread ? 4 : 2;
      answersOf(wire).awaited = (answer) => {
        const rows = readReply(answer, statements);
        if (!rows) return false;
        this.#rows = rows;
        wire.emit("readyForQuery", { status: "I" });
        return true;
      };
      return;
    }
    wire.stream.cork();
    if (!alone) this.#scope.write(wire);
    if (!wire.parsedStatements[name] && !wire.submittedNamedStatements[name]) {
      const text = textFor(wire, this.#statement);
      wire.parse({ name, text });
      wire.submittedNamedStatements[name] = text;
    }
    wire.bind({ statement: name, values: this.values });
    wire.execute();
    if (alone) wire.sync();
    else this.#scope.endingIn(wire).sync();
    wire.stream.uncork();
  }

  handleDataRow({ fields }: { fields: LeanRow }): void {
    this.#rows.push(fields);
  }

  handleCommandComplete(): void {
    this.#scope.complete();
  }

  handleError(error: Error, connection: pg.Connection): void {
    this.#scope.fail(connection as unknown as Wire);
    this.callback(error);
  }

  handleReadyForQuery(): void {
    this.callback(null, this.#rows);
  }
}
