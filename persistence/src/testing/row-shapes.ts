/**
 * Holds the rows that statements return against the shapes that the code says they have (rows.ts): the
 * names and types of the columns, also when there are no rows, and every value of every row.
 */
import pg from "pg";
import type { z } from "zod";
import { type InspectRows, inspectRows } from "../platform/rows.ts";

/** What pg makes of a column, as far as shapes tell it apart. */
type Kind = "string" | "number" | "boolean" | "date" | "bytes" | "structure";

const { builtins } = pg.types;

/** By Postgres' type, with the parsers that createPool sets; any other type is known by its values. */
const KINDS: ReadonlyMap<number, Kind> = new Map<number, Kind>([
  ...([builtins.TEXT, builtins.VARCHAR, builtins.BPCHAR, builtins.UUID] as const).map(
    asKind("string"),
  ),
  // It may not fit into a number: pg leaves it as it is.
  ...[builtins.NUMERIC].map(asKind("string")),
  ...[builtins.INT2, builtins.INT4, builtins.INT8, builtins.FLOAT4, builtins.FLOAT8].map(
    asKind("number"),
  ),
  ...[builtins.BOOL].map(asKind("boolean")),
  ...[builtins.TIMESTAMPTZ].map(asKind("date")),
  ...[builtins.BYTEA].map(asKind("bytes")),
]);

function asKind(kind: Kind): (oid: number) => [number, Kind] {
  return (oid) => [oid, kind];
}

/** What is wrong with an answer: one sentence per column or value that is not as the shape says. */
export function rowFaults(
  shape: z.ZodType,
  { rows, fields }: Parameters<InspectRows>[2],
): readonly string[] {
  const faults = new Set<string>();
  for (const columns of columnsOf(shape)) {
    const returned = new Map(fields.map((field) => [field.name, field.dataTypeID]));
    for (const [name, column] of Object.entries(columns)) {
      const oid = returned.get(name);
      if (oid === undefined) faults.add(`there is no column ${name}`);
      const kind = KINDS.get(oid ?? 0);
      // What is always null may be so in a column of any type.
      const { type } = (column as unknown as Definition).def;
      if (kind && type !== "null" && !mayBe(column, kind))
        faults.add(`the column ${name} is a ${kind}`);
    }
    for (const name of returned.keys()) {
      if (!(name in columns)) faults.add(`the column ${name} is not in the shape`);
    }
  }
  for (const row of rows) {
    const { error } = shape.safeParse(row);
    for (const { path, message } of error?.issues ?? [])
      faults.add(`${path.join(".")}: ${message}`);
  }
  return [...faults];
}

/** The columns that a shape names; of several for one that leaves a choice. */
function columnsOf(shape: z.ZodType): readonly Readonly<Record<string, z.ZodType>>[] {
  const { def } = shape as unknown as Definition;
  if (def.type === "object") return [def.shape ?? {}];
  if (def.type === "union") return (def.options ?? []).flatMap(columnsOf);
  throw new Error(`a row is an object, not a ${def.type}`);
}

/** The parts of a zod schema that tell what it is; their types differ from class to class. */
interface Definition {
  readonly def: {
    readonly type: string;
    readonly shape?: Readonly<Record<string, z.ZodType>>;
    readonly options?: readonly z.ZodType[];
    readonly innerType?: z.ZodType;
    readonly values?: readonly unknown[];
  };
}

function mayBe(column: z.ZodType, kind: Kind): boolean {
  const { def } = column as unknown as Definition;
  switch (def.type) {
    case "any":
    case "unknown":
      return true;
    case "null":
      return false;
    case "union":
      return (def.options ?? []).some((option) => mayBe(option, kind));
    case "nullable":
    case "optional":
    case "readonly":
      return def.innerType !== undefined && mayBe(def.innerType, kind);
    case "enum":
      return kind === "string";
    case "literal":
      return (def.values ?? []).some((value) => typeof value === kind);
    case "int":
      return kind === "number";
    case "custom":
      return kind === "bytes";
    case "string":
    case "number":
    case "boolean":
    case "date":
      return def.type === kind;
    default:
      return kind === "structure";
  }
}

const faults = new Set<string>();

/**
 * From now on, refuses every answer in this process that is not as its shape says. Some who ask carry
 * on after an error, so that it is also kept for `wrongRows`.
 */
export function watchRows(): void {
  inspectRows((shape, statement, answer) => {
    const found = rowFaults(shape, answer);
    if (found.length === 0) return;
    const fault = `${found.join("; ")}: ${statement.replaceAll(/\s+/g, " ").trim()}`;
    faults.add(fault);
    throw new Error(fault);
  });
}

/** The answers refused since it was last called. */
export function wrongRows(): readonly string[] {
  const found = [...faults];
  faults.clear();
  return found;
}
