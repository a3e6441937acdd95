/**
 * What a parsed statement's names stand for, and which of them equal each other: the tables and
 * subqueries in FROM, their columns, and the conditions under which a row of each counts.
 */

/** A parameter, a literal or a setting, as it is written: `$1`. */
interface Given {
  readonly given: string;
}

/** A column of one reference. */
interface Column {
  readonly of: Reference;
  readonly column: string;
}

/** What an equality can be about; every other expression is null. */
export type Term = Given | Column;

/** One column of what a query returns; `given` is what it equals in every row. */
export interface Output {
  readonly name: string;
  readonly given: (underWay: UnderWay) => ReadonlySet<string>;
}

/** What a query returns; where a star stands for unknown columns, places say nothing. */
export interface Outputs {
  readonly columns: readonly Output[];
  readonly inPlace: boolean;
}

/** Equalities that hold wherever a reference has a row, from the inner query outwards. */
export interface Known {
  readonly equalities: (readonly [Term, Term])[];
  readonly outer: Known | null;
}

/** Conditions that hold beside those around. */
export function within(outer: Known | null): Known {
  return { equalities: [], outer };
}

/** A table, a subquery, a WITH part or a function where it stands in a statement. */
export interface Reference {
  readonly alias: string;
  /** As they are called here; `source` is the table's own name for it. */
  readonly columns: readonly { readonly name: string; readonly source: string }[];
  /** Whether there may be more columns than those. */
  readonly open: boolean;
  readonly known: Known;
  /** What a column equals by itself: of a subquery, or of the rows that are inserted. */
  readonly given?: (column: string, underWay: UnderWay) => ReadonlySet<string>;
}

/** Columns that are being looked at, so that nothing is explained by itself. */
type UnderWay = ReadonlySet<string>;

/** The names that a query knows: its own, then those around it. */
export class Scope {
  readonly references: Reference[] = [];
  readonly #withParts = new Map<string, Outputs | null>();
  readonly outer: Scope | null;

  constructor(outer: Scope | null) {
    this.outer = outer;
  }

  /** Null: a part that reads itself, whose columns are not known yet. */
  nameWithPart(name: string, outputs: Outputs | null): void {
    this.#withParts.set(name, outputs);
  }

  /** What a WITH part returns; undefined for a name that is none. */
  withPart(name: string): Outputs | null | undefined {
    const own = this.#withParts.get(name);
    return own === undefined ? this.outer?.withPart(name) : own;
  }

  /** The column that a name means; null where that cannot be said. */
  column(path: readonly string[]): Column | null {
    const name = path.at(-1) ?? "";
    const qualifier = path.at(-2);
    const asked = this.references.filter(
      ({ alias }) => qualifier === undefined || alias === qualifier,
    );
    for (const of of asked) {
      // Of two with this name USING has made one.
      const column = of.columns.find((own) => own.name === name);
      if (column) return { of, column: column.source };
    }
    if (asked.some(({ open }) => open) || (qualifier !== undefined && asked.length > 0))
      return null;
    return this.outer?.column(path) ?? null;
  }
}

/**
 * The parameters, literals and settings that a term equals in every row that counts. An equality that
 * holds says more than itself: what it is about has a row there, so its own conditions hold too.
 */
export function givenFor(
  term: Term,
  known: Known | null,
  underWay: UnderWay = new Set(),
): ReadonlySet<string> {
  const classes = new Classes();
  const columns = new Map<string, Column>();
  const seen = new Set<Known>();
  const learn = (conditions: Known | null) => {
    for (let some = conditions; some && !seen.has(some); some = some.outer) {
      seen.add(some);
      for (const [left, right] of some.equalities) {
        classes.join(keyOf(left), keyOf(right));
        meet(left);
        meet(right);
      }
    }
  };
  const meet = (about: Term) => {
    if ("given" in about) return;
    columns.set(keyOf(about), about);
    learn(about.of.known);
  };
  meet(term);
  learn(known);

  const found = new Set<string>();
  for (const key of classes.with(keyOf(term))) {
    const about = columns.get(key);
    if (!about) found.add(key);
    else if (!underWay.has(key)) {
      const deeper = about.of.given?.(about.column, new Set([...underWay, key])) ?? [];
      for (const given of deeper) found.add(given);
    }
  }
  return found;
}

const ids = new WeakMap<Reference, number>();
let lastId = 0;

function keyOf(term: Term): string {
  if ("given" in term) return term.given;
  let id = ids.get(term.of);
  if (id === undefined) {
    lastId += 1;
    id = lastId;
    ids.set(term.of, id);
  }
  return `column ${id} ${term.column}`;
}

/** Which keys equal each other. */
class Classes {
  readonly #parents = new Map<string, string>();

  find(key: string): string {
    const parent = this.#parents.get(key);
    if (parent === undefined) this.#parents.set(key, key);
    return parent === undefined || parent === key ? key : this.find(parent);
  }

  join(a: string, b: string): void {
    this.#parents.set(this.find(a), this.find(b));
  }

  /** All that equal this key, itself among them. */
  with(key: string): string[] {
    const own = this.find(key);
    return [...this.#parents.keys()].filter((other) => this.find(other) === own);
  }
}
