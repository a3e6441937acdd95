import { CSV_FIELDS, type CsvColumn, columnOf } from "./csv-columns.ts";
import { cellText, isBlank } from "./csv-table.ts";
import type { ReaderContext } from "./reader.ts";

/** Rows among which the header is looked for: above it may be a title. */
const HEAD_ROWS = 20;
/** Values of a column that are shown to whoever says what it is. */
const SAMPLES = 3;
const SAMPLE_LENGTH = 60;

/** A column of a table, for whoever has to say what it is. */
export interface FoundColumn {
  readonly title: string;
  /** What it is taken for: "price", "name:de", or "-" for nothing; null where nobody can tell. */
  readonly field: string | null;
  /** Its first values. */
  readonly samples: readonly string[];
}

/** A table whose header is known. */
export interface HeadedTable {
  readonly header: readonly string[];
  /** What each column is; null for nothing. */
  readonly columns: readonly (CsvColumn | null)[];
  /** The rows below the header that say something, with their numbers. */
  readonly rows: readonly { readonly number: number; readonly cells: readonly string[] }[];
  /** The number of the header's row. */
  readonly headerRow: number;
  /** What is above the header, such as a title. */
  readonly above: readonly { readonly number: number; readonly text: string }[];
  /** The columns that have a title, and "-" for those that somebody said are nothing. */
  readonly found: readonly FoundColumn[];
}

/** Finds the header of a table and what its columns are: as somebody said, else by their titles. */
export function headedTable(
  table: readonly (readonly string[])[],
  mapped: ReaderContext["columns"],
): HeadedTable {
  const numbered = table
    .map((cells, at) => ({ number: at + 1, cells }))
    .filter(({ cells }) => !isBlank(cells));
  const named = numbered
    .slice(0, HEAD_ROWS)
    .findIndex(({ cells }) =>
      cells.some((title) => asColumn(fieldOf(title, mapped))?.field === "name"),
    );
  const at = Math.max(0, named);
  const header = numbered[at]?.cells ?? [];
  const rows = numbered.slice(at + 1);
  const fields = header.map((title) => fieldOf(title, mapped));
  return {
    ...{ header, rows },
    headerRow: numbered[at]?.number ?? 1,
    above: numbered.slice(0, at).map(({ number, cells }) => ({
      number,
      text: cells.filter((cell) => cell !== "").join(" "),
    })),
    columns: fields.map(asColumn),
    found: header.flatMap((title, column) =>
      title === ""
        ? []
        : [{ title, field: fields[column] ?? null, samples: samplesOf(rows, column) }],
    ),
  };
}

function fieldOf(title: string, mapped: ReaderContext["columns"]): string | null {
  const said = Object.hasOwn(mapped, title) ? mapped[title] : undefined;
  if (said !== undefined && (said === "-" || asColumn(said))) return said;
  const known = columnOf(title);
  if (!known) return null;
  return known.language === undefined ? known.field : `${known.field}:${known.language}`;
}

function asColumn(text: string | null): CsvColumn | null {
  const [name, language] = (text ?? "").split(":");
  const field = CSV_FIELDS.find((each) => each === name);
  return field ? { field, ...(language && { language }) } : null;
}

function samplesOf(rows: HeadedTable["rows"], column: number): string[] {
  const values = new Set<string>();
  for (const { cells } of rows) {
    const text = cellText(cells[column]).trim();
    if (text !== "") values.add(text.slice(0, SAMPLE_LENGTH));
    if (values.size === SAMPLES) break;
  }
  return [...values];
}
