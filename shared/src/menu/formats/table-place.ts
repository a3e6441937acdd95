/** Where something stands in a table, as notes name it: "sheet Drinks, row 7, price". */
export interface TablePlace {
  /** Of several. */
  readonly sheet?: string | undefined;
  /** A row or a column, counted from 1. */
  readonly row?: number | undefined;
  readonly column?: number | undefined;
  /** What stands there: a field of ours, or the title of a column. */
  readonly field?: string | undefined;
}

/** The whole of a file, as notes name it. */
export const WHOLE_FILE = "(the file)";

export function tablePlace({ sheet, row, column, field }: TablePlace): string {
  return [
    ...(sheet === undefined ? [] : [`sheet ${sheet}`]),
    ...(row === undefined ? [] : [`row ${row}`]),
    ...(column === undefined ? [] : [`column ${column}`]),
    ...(field === undefined ? [] : [field]),
  ].join(", ");
}

/** The place that a path names, for who says it in another language; null where it is none in a table. */
export function readTablePlace(path: string): TablePlace | null {
  // A sheet may be called anything, and a title hold anything: the first row or column after it counts.
  const match = /^(?:sheet (.*?), )?(?:row|(column)) (\d+)(?:, (.*))?$/s.exec(path);
  if (!match) return null;
  const [, sheet, column, count, field] = match;
  return {
    ...(sheet !== undefined && { sheet }),
    ...(column ? { column: Number(count) } : { row: Number(count) }),
    ...(field !== undefined && { field }),
  };
}
