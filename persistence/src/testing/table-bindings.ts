/**
 * Reads a statement as Postgres' own parser understands it and says of each table in it which
 * restaurant's rows it is about. What this reader does not know it refuses: nothing passes unread.
 */
import type {
  Alias,
  CommonTableExpr,
  DeleteStmt,
  InsertStmt,
  JoinExpr,
  Node,
  RangeFunction,
  RangeVar,
  ReturningClause,
  SelectStmt,
  UpdateStmt,
  WithClause,
} from "libpg-query";
import {
  givenFor,
  type Known,
  type Output,
  type Outputs,
  type Reference,
  Scope,
  type Term,
  within,
} from "./statement-scope.ts";

/** The columns of each table, in their order. */
export type Tables = ReadonlyMap<string, readonly string[]>;

/** A table where a statement reads, changes or writes it. */
export interface TableUse {
  readonly table: string;
  /** What a column of it equals in every row that is touched: parameters, literals, settings. */
  given(column: string): ReadonlySet<string>;
  /** The columns that an UPDATE sets. */
  readonly changes: readonly string[];
}

/** A statement, or a part of one, that the reader has no rule for. */
export class UnreadStatement extends Error {}

/** Statements without rows. */
const ROWLESS = new Set([
  "TransactionStmt",
  "VariableSetStmt",
  "VariableShowStmt",
  "ListenStmt",
  "UnlistenStmt",
  "NotifyStmt",
  "DeallocateStmt",
  "DiscardStmt",
]);

/** Every use of a table in one parsed statement; throws UnreadStatement. */
export function readTableUses(statement: Node, tables: Tables): readonly TableUse[] {
  if (ROWLESS.has(kindOf(statement))) return [];
  const reader = new Reader(tables);
  reader.query(statement, new Scope(null), null);
  return reader.uses;
}

const NOTHING: Outputs = { columns: [], inPlace: true };
const NO_VALUES: ReadonlySet<string> = new Set();

class Reader {
  readonly uses: TableUse[] = [];
  readonly #tables: Tables;

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  /** A whole query or change; `known` holds where it is asked for. */
  query(node: Node, outer: Scope, known: Known | null): Outputs {
    if ("SelectStmt" in node) return this.#select(node.SelectStmt, outer, known);
    if ("InsertStmt" in node) return this.#insert(node.InsertStmt, outer, known);
    if ("UpdateStmt" in node) return this.#update(node.UpdateStmt, outer, known);
    if ("DeleteStmt" in node) return this.#delete(node.DeleteStmt, outer, known);
    throw new UnreadStatement(kindOf(node));
  }

  #select(select: SelectStmt, outer: Scope, around: Known | null): Outputs {
    if (select.intoClause) throw new UnreadStatement("SELECT INTO");
    const { larg, rarg, sortClause, limitCount, limitOffset } = select;
    const parts = this.#with(select.withClause, outer, around);
    const scope = new Scope(parts);
    const known = within(around);
    if (larg && rarg) {
      this.#expressions([sortClause, limitCount, limitOffset], scope, known);
      return inAll([larg, rarg].map((arm) => this.#select(arm, parts, around)));
    }
    this.#from(select.fromClause, scope, known);
    learn(known, select.whereClause, scope);
    const { targetList, valuesLists, fromClause: _from, withClause: _with, ...rest } = select;
    this.#expressions([targetList, valuesLists, rest], scope, known);
    if (!valuesLists) return this.#outputs(targetList, scope, known);
    return inAll(valuesLists.map((row) => this.#row(row, scope, known)));
  }

  #row(row: Node, scope: Scope, known: Known): Outputs {
    const items = "List" in row ? (row.List.items ?? []) : [];
    const columns = items.map((item, i) => outputOf(`column${i + 1}`, termOf(item, scope), known));
    return { columns, inPlace: true };
  }

  #insert(insert: InsertStmt, outer: Scope, around: Known | null): Outputs {
    const parts = this.#with(insert.withClause, outer, around);
    const scope = new Scope(parts);
    const rows = insert.selectStmt ? this.query(insert.selectStmt, parts, around) : NOTHING;
    const { relname = "", alias } = insert.relation ?? {};
    const columns = this.#tables.get(relname) ?? [];
    const written = insert.cols?.map((col) => ("ResTarget" in col ? col.ResTarget.name : ""));
    const given: Reference["given"] = (column, underWay) => {
      const place = (written ?? columns).indexOf(column);
      return (rows.inPlace ? rows.columns[place]?.given(underWay) : undefined) ?? NO_VALUES;
    };
    const target = this.#table(relname, alias, within(around), { given });
    const changes = insert.onConflictClause?.targetList;
    if (target) this.#use(target, relname, changes);
    if (target) scope.references.push(target);
    const ofTarget = within(around);
    const returned = this.#returning(insert.returningClause, scope, ofTarget);
    if (target) scope.references.push({ ...target, alias: "excluded" });
    this.#expressions([insert.onConflictClause], scope, ofTarget);
    return returned;
  }

  #update(update: UpdateStmt, outer: Scope, around: Known | null): Outputs {
    const { relation, fromClause, whereClause, targetList, returningClause } = update;
    const scope = new Scope(this.#with(update.withClause, outer, around));
    const change = { relation, others: fromClause, whereClause, targetList, returningClause };
    return this.#change(change, scope, within(around));
  }

  #delete(gone: DeleteStmt, outer: Scope, around: Known | null): Outputs {
    const { relation, usingClause, whereClause, returningClause } = gone;
    const scope = new Scope(this.#with(gone.withClause, outer, around));
    const change = { relation, others: usingClause, whereClause, targetList: [], returningClause };
    return this.#change(change, scope, within(around));
  }

  #change(
    change: {
      readonly relation: RangeVar | undefined;
      readonly others: Node[] | undefined;
      readonly whereClause: Node | undefined;
      readonly targetList: Node[] | undefined;
      readonly returningClause: ReturningClause | undefined;
    },
    scope: Scope,
    known: Known,
  ): Outputs {
    const { relname = "", alias } = change.relation ?? {};
    const target = this.#table(relname, alias, known);
    if (target) this.#use(target, relname, change.targetList);
    if (target) scope.references.push(target);
    this.#from(change.others, scope, known);
    learn(known, change.whereClause, scope);
    this.#expressions([change.targetList, change.whereClause], scope, known);
    return this.#returning(change.returningClause, scope, known);
  }

  #returning(clause: ReturningClause | undefined, scope: Scope, known: Known): Outputs {
    this.#expressions([clause], scope, known);
    return this.#outputs(clause?.exprs, scope, known);
  }

  /** The scope around a query's own: its WITH parts. */
  #with(clause: WithClause | undefined, outer: Scope, around: Known | null): Scope {
    const scope = new Scope(outer);
    for (const node of clause?.ctes ?? []) {
      if (!("CommonTableExpr" in node)) throw new UnreadStatement(kindOf(node));
      const { ctename = "", ctequery, aliascolnames }: CommonTableExpr = node.CommonTableExpr;
      if (!ctequery) continue;
      if (clause?.recursive) scope.nameWithPart(ctename, null);
      const outputs = this.query(ctequery, scope, around);
      scope.nameWithPart(ctename, renamed(outputs, aliascolnames));
    }
    return scope;
  }

  /** `known` holds for all of them: a comma is an inner join. */
  #from(items: Node[] | undefined, scope: Scope, known: Known): void {
    for (const item of items ?? []) this.#fromItem(item, scope, known);
  }

  #fromItem(item: Node, scope: Scope, known: Known): void {
    if ("RangeVar" in item) this.#rangeVar(item.RangeVar, scope, known);
    else if ("JoinExpr" in item) this.#join(item.JoinExpr, scope, known);
    else if ("RangeFunction" in item) this.#function(item.RangeFunction, scope, known);
    else if ("RangeSubselect" in item) {
      const { subquery, lateral, alias } = item.RangeSubselect;
      if (!subquery) return;
      const outputs = this.query(subquery, seenFrom(scope, lateral ?? false), known);
      scope.references.push(
        derived(alias?.aliasname ?? "", renamed(outputs, alias?.colnames), known),
      );
    } else throw new UnreadStatement(kindOf(item));
  }

  #rangeVar(range: RangeVar, scope: Scope, known: Known): void {
    const { relname = "", schemaname, alias } = range;
    const part = schemaname === undefined ? scope.withPart(relname) : undefined;
    if (part !== undefined) {
      const called = alias?.aliasname ?? relname;
      const outputs = part && renamed(part, alias?.colnames);
      scope.references.push(outputs ? derived(called, outputs, known) : unknown(called, known));
      return;
    }
    const inPublic = schemaname === undefined || schemaname === "public";
    const table = inPublic ? this.#table(relname, alias, known) : null;
    if (table) this.#use(table, relname);
    scope.references.push(table ?? unknown(alias?.aliasname ?? relname, known));
  }

  #join(join: JoinExpr, scope: Scope, known: Known): void {
    const { larg, rarg, jointype, quals, usingClause, isNatural, alias } = join;
    if (!larg || !rarg || alias || isNatural) throw new UnreadStatement("JOIN");
    // The one column that USING makes of two is then neither's.
    if (jointype === "JOIN_FULL" && usingClause) throw new UnreadStatement("FULL JOIN … USING");
    // Of an outer join only the side that may be missing has rows under the condition alone.
    const on = within(known);
    const bound = { left: jointype !== "JOIN_LEFT", right: jointype !== "JOIN_RIGHT" };
    if (jointype === "JOIN_FULL") bound.left = bound.right = false;
    const start = scope.references.length;
    this.#fromItem(larg, scope, bound.left ? on : known);
    const middle = scope.references.length;
    this.#fromItem(rarg, scope, bound.right ? on : known);
    const arms = [scope.references.slice(start, middle), scope.references.slice(middle)] as const;
    for (const node of usingClause ?? []) {
      const [left, right] = arms.map((references) => {
        const arm = new Scope(null);
        arm.references.push(...references);
        return arm.column([textOf(node)]);
      });
      if (left && right) on.equalities.push([left, right]);
    }
    learn(on, quals, scope);
    this.#expressions([quals], scope, on);
  }

  #function(call: RangeFunction, scope: Scope, known: Known): void {
    this.#expressions([call.functions], scope, known);
    const { alias, coldeflist } = call;
    const named = coldeflist?.map((node) => ("ColumnDef" in node ? node.ColumnDef.colname : ""));
    const names = named ?? alias?.colnames?.map(textOf) ?? [];
    scope.references.push({
      ...unknown(alias?.aliasname ?? "", known),
      columns: names.map((name = "") => ({ name, source: name })),
      open: named === undefined,
    });
  }

  #table(
    name: string,
    alias: Alias | undefined,
    known: Known,
    more: Pick<Reference, "given"> = {},
  ): Reference | null {
    const own = this.#tables.get(name);
    if (!own) return null;
    const columns = own.map((source, i) => {
      const renaming = alias?.colnames?.[i];
      return { name: renaming ? textOf(renaming) : source, source };
    });
    return { alias: alias?.aliasname ?? name, columns, open: false, known, ...more };
  }

  #use(of: Reference, table: string, targetList: Node[] = []): void {
    this.uses.push({
      table,
      given: (column) => givenFor({ of, column }, of.known),
      changes: targetList.flatMap((node) =>
        "ResTarget" in node ? (node.ResTarget.name ?? []) : [],
      ),
    });
  }

  #outputs(targets: Node[] | undefined, scope: Scope, known: Known): Outputs {
    const columns: Output[] = [];
    let inPlace = true;
    for (const node of targets ?? []) {
      if (!("ResTarget" in node)) throw new UnreadStatement(kindOf(node));
      const { name, val } = node.ResTarget;
      const path = val && "ColumnRef" in val ? (val.ColumnRef.fields ?? []) : [];
      const last = path.at(-1);
      if (last && "A_Star" in last) {
        const [qualifier] = path.length > 1 ? path.slice(-2, -1).map(textOf) : [];
        // USING has one column where two tables have it each.
        if (qualifier === undefined && scope.references.length > 1) inPlace = false;
        for (const of of scope.references) {
          if (qualifier !== undefined && of.alias !== qualifier) continue;
          if (of.open) inPlace = false;
          columns.push(
            ...of.columns.map((own) => outputOf(own.name, { of, column: own.source }, known)),
          );
        }
      } else {
        const term = val ? termOf(val, scope) : null;
        columns.push(outputOf(name ?? (last ? textOf(last) : ""), term, known));
      }
    }
    return { columns, inPlace };
  }

  /** Finds the queries in expressions, however deep. */
  #expressions(part: unknown, scope: Scope, known: Known): void {
    if (typeof part !== "object" || part === null) return;
    if (Array.isArray(part)) {
      for (const one of part) this.#expressions(one, scope, known);
      return;
    }
    for (const [key, value] of Object.entries(part)) {
      // Names of tables that stand in FROM.
      if (key === "lockingClause") continue;
      if (key === "SelectStmt") this.#select(value as SelectStmt, scope, known);
      else if (key === "RangeVar") throw new UnreadStatement("a table in an expression");
      else this.#expressions(value, scope, known);
    }
  }
}

/** Adds the equalities that hold whenever the condition does. */
function learn(known: Known, condition: Node | undefined, scope: Scope): void {
  if (!condition) return;
  if ("BoolExpr" in condition) {
    const { boolop, args } = condition.BoolExpr;
    // Of alternatives only one need hold, of what is denied none.
    if (boolop === "AND_EXPR") for (const arg of args ?? []) learn(known, arg, scope);
    return;
  }
  if (!("A_Expr" in condition)) return;
  const { kind, name, lexpr, rexpr } = condition.A_Expr;
  const operator = name?.at(-1);
  if (kind !== "AEXPR_OP" || !operator || textOf(operator) !== "=" || !lexpr || !rexpr) return;
  if ("RowExpr" in lexpr && "RowExpr" in rexpr) {
    const others = rexpr.RowExpr.args ?? [];
    for (const [i, one] of (lexpr.RowExpr.args ?? []).entries()) {
      equate(known, termOf(one, scope), others[i] ? termOf(others[i], scope) : null);
    }
    return;
  }
  equate(known, termOf(lexpr, scope), termOf(rexpr, scope));
}

function equate(known: Known, left: Term | null, right: Term | null): void {
  if (left && right) known.equalities.push([left, right]);
}

/** A column, a parameter, a text or a setting, the last three also cast. */
function termOf(node: Node, scope: Scope): Term | null {
  if ("ColumnRef" in node) {
    const fields = node.ColumnRef.fields ?? [];
    return fields.every((field) => "String" in field) ? scope.column(fields.map(textOf)) : null;
  }
  const given = givenIn(node);
  return given === null ? null : { given };
}

function givenIn(node: Node): string | null {
  if ("TypeCast" in node) return node.TypeCast.arg ? givenIn(node.TypeCast.arg) : null;
  if ("ParamRef" in node) return `$${node.ParamRef.number ?? 0}`;
  if ("A_Const" in node) {
    const { sval } = node.A_Const;
    return sval ? `'${sval.sval ?? ""}'` : null;
  }
  if ("FuncCall" in node && textOf(node.FuncCall.funcname?.at(-1)) === "current_setting") {
    const [setting] = node.FuncCall.args ?? [];
    const name = setting ? givenIn(setting) : null;
    return name === null ? null : `current_setting(${name})`;
  }
  return null;
}

function outputOf(name: string, term: Term | null, known: Known): Output {
  return { name, given: (underWay) => (term ? givenFor(term, known, underWay) : NO_VALUES) };
}

/** What holds for the rows of all of these alike, column by column. */
function inAll(all: readonly Outputs[]): Outputs {
  const [first, ...others] = all;
  if (!first) return NOTHING;
  const inPlace = all.every((one) => one.inPlace);
  const columns = first.columns.map(
    ({ name, given }, i): Output => ({
      name,
      given: (underWay) => {
        if (!inPlace) return NO_VALUES;
        const rest = others.map(({ columns }) => columns[i]?.given(underWay) ?? NO_VALUES);
        return new Set([...given(underWay)].filter((value) => rest.every((set) => set.has(value))));
      },
    }),
  );
  return { columns, inPlace };
}

function renamed(outputs: Outputs, names: Node[] | undefined): Outputs {
  if (!names) return outputs;
  const { inPlace, columns } = outputs;
  return {
    inPlace,
    columns: columns.map((output, i) => {
      const name = names[i];
      if (!inPlace) return { name: name ? textOf(name) : output.name, given: () => NO_VALUES };
      return name ? { ...output, name: textOf(name) } : output;
    }),
  };
}

function derived(alias: string, { columns, inPlace }: Outputs, known: Known): Reference {
  return {
    alias,
    columns: columns.map(({ name }) => ({ name, source: name })),
    // An expression may be called as Postgres likes.
    open: !inPlace || columns.some(({ name }) => name === ""),
    known,
    given: (name, underWay) =>
      columns.find((column) => column.name === name)?.given(underWay) ?? NO_VALUES,
  };
}

function unknown(alias: string, known: Known): Reference {
  return { alias, columns: [], open: true, known };
}

/** What a subquery in FROM sees: with LATERAL what stands before it, otherwise only what is around. */
function seenFrom(scope: Scope, lateral: boolean): Scope {
  const seen = new Scope(scope.outer);
  if (lateral) seen.references.push(...scope.references);
  return seen;
}

function textOf(node: Node | undefined): string {
  return node && "String" in node ? (node.String.sval ?? "") : "";
}

function kindOf(node: Node): string {
  return Object.keys(node)[0] ?? "nothing";
}
