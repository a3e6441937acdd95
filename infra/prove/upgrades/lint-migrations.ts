import type { Migration } from "@tureen/persistence/platform/migrations";

/** Tables that grow with every edit or order: building an index on one keeps its writers waiting. */
const GROWING = new Set([
  ...["session_updates", "session_snapshots", "session_activity_log", "sync_queue", "users"],
  ...["orders", "order_items", "order_item_customizations", "order_item_shares"],
  ...["order_status_history", "payments"],
]);

/** A step that takes away what only earlier versions use says so, and why nothing running needs it. */
const CONTRACT = /^\s*-- contract: \S.{20,}$/m;

/** What a migration has made itself, and may therefore narrow: no running version knows of it. */
interface Own {
  readonly tables: Set<string>;
  /** `table.column` */
  readonly columns: Set<string>;
}

/**
 * One sentence for each statement that the version still running may not survive (infra/deploy/upgrades.md).
 * It reads statements as drizzle and people here write them; what it cannot see, such as a new trigger
 * that refuses old rows, is for the run of the old version against the new schema.
 */
export function lintMigration({
  tag,
  statements,
}: Pick<Migration, "tag" | "statements">): string[] {
  const own: Own = { tables: new Set(), columns: new Set() };
  const problems: string[] = [];
  for (const statement of statements) {
    const sql = plain(statement);
    noteOwn(sql, own);
    if (CONTRACT.test(statement)) continue;
    for (const problem of problemsOf(sql, own)) problems.push(`${tag}: ${problem}`);
  }
  return problems;
}

/** One line without comments, quotes around names, and the bodies of functions. */
function plain(statement: string): string {
  const code = statement.replaceAll(/--[^\n]*/g, " ");
  const body = /^\s*create\s+(?:or\s+replace\s+)?function\b/i.test(code)
    ? code.replace(/\$(\w*)\$[\s\S]*\$\1\$/, "''")
    : code;
  return body.replaceAll('"', "").replaceAll(/\s+/g, " ").trim().toLowerCase();
}

function noteOwn(sql: string, { tables, columns }: Own): void {
  for (const [, table = ""] of sql.matchAll(/\bcreate table (?:if not exists )?(\w+)/g)) {
    tables.add(table);
  }
  for (const [, table, column] of sql.matchAll(
    /\balter table (\w+) add column (?:if not exists )?(\w+)/g,
  )) {
    columns.add(`${table}.${column}`);
  }
}

function* problemsOf(sql: string, own: Own): Generator<string> {
  const table =
    /\b(?:alter table|create (?:unique )?index .* on) (?:only )?(\w+)/.exec(sql)?.[1] ?? "";
  const isOwn = (name: string) => own.tables.has(name);
  const namesOwnColumn = [...own.columns].some(
    (name) =>
      name.startsWith(`${table}.`) && new RegExp(`\\b${name.slice(table.length + 1)}\\b`).test(sql),
  );
  const dropped = /\bdrop (table|column|constraint|index|function|view|schema|type|policy)\b/.exec(
    sql,
  );
  if (dropped) yield `drops a ${dropped[1]} that a running version may use`;
  if (/\brename\b/.test(sql)) yield "renames what a running version knows by its old name";
  if (/\balter column \w+ (?:set data )?type\b/.test(sql)) {
    yield "changes a column's type: rewrites the table, and a running version expects the old one";
  }
  if (/\balter column \w+ set not null\b/.test(sql)) {
    yield "makes a column required that a running version may leave out";
  }
  if (/\balter column \w+ drop default\b/.test(sql)) {
    yield "takes away a default that a running version may rely on";
  }
  const added = /\badd column (?:if not exists )?(\w+)(.*)/.exec(sql);
  if (
    added &&
    !isOwn(table) &&
    /\bnot null\b/.test(added[2] ?? "") &&
    !/\bdefault\b|\bgenerated\b/.test(added[2] ?? "")
  ) {
    yield `adds ${table}.${added[1]}, required and without a default: a running version leaves it out`;
  }
  if (/\badd constraint\b/.test(sql) && !isOwn(table) && !namesOwnColumn) {
    yield `adds a constraint to ${table} that rows of a running version may break`;
  }
  if (/\bcreate unique index\b/.test(sql) && !isOwn(table) && !namesOwnColumn) {
    yield `adds a unique index to ${table} that rows of a running version may break`;
  } else if (
    // One that may be there already was built by hand, without keeping anybody waiting.
    /\bcreate (?:unique )?index (?!if not exists)/.test(sql) &&
    GROWING.has(table) &&
    !isOwn(table)
  ) {
    yield `builds an index on ${table}, whose writers wait meanwhile`;
  }
  const secured = /\balter table (\w+) enable row level security\b/.exec(sql)?.[1];
  if (secured !== undefined && !isOwn(secured)) {
    yield `puts ${secured} under row-level security that a running version does not serve`;
  }
  const revoked = /\brevoke\b.* on (?!function)(?:table )?(\w+).* from .*\btureen_app\b/.exec(
    sql,
  )?.[1];
  if (revoked !== undefined && !isOwn(revoked))
    yield `takes rights on ${revoked} away from a running version`;
  if (
    /\b(?:truncate|delete from)\b/.test(sql) &&
    !/^create trigger\b|^do\b.*create trigger/.test(sql)
  ) {
    yield "removes rows";
  }
}
