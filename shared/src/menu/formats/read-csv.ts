import { present } from "../../platform/json.ts";
import type { CsvColumn } from "./csv-columns.ts";
import { cellText, csvTable } from "./csv-table.ts";
import { priceOf } from "./price-of.ts";
import {
  allBut,
  type KeptField,
  type RawDish,
  type RawOption,
  type RawSection,
} from "./raw-menu.ts";
import type { ReaderContext, Reading } from "./reader.ts";
import { type FoundColumn, type HeadedTable, headedTable } from "./table-columns.ts";
import { type TablePlace, tablePlace } from "./table-place.ts";
import { nameOf, textOf } from "./text-of.ts";

/** Where dishes are that no section is said of. */
const NO_SECTION = "Menu";

/** What spreadsheet programs call a sheet that nobody has named. */
const UNNAMED =
  /^(?:sheet|tabelle|table|feuil|hoja|foglio|planilha|blad|arkusz|лист|シート|工作表|ورقة)?\s*\d*$/i;

/** A sheet of a spreadsheet, as CSV. */
export interface SheetText {
  readonly name: string;
  readonly text: string;
}

/** What tables came to, and what their columns are taken for. */
export interface TableReading {
  /** Null, with a fault noted, where no column is the dishes' name. */
  readonly reading: Reading | null;
  /** Of all sheets, each title once. */
  readonly columns: readonly FoundColumn[];
}

/**
 * A table with a row for each dish; one of our own export has rows for options and choices too, told by
 * its column `kind`. Columns are recognised by their headers, or mapped by hand. Of several sheets, each
 * is a section unless it has a column that says others.
 */
export function readCsv(
  source: string | readonly SheetText[],
  context: ReaderContext,
): TableReading {
  const { notes } = context;
  const sheets = typeof source === "string" ? [{ name: "", text: source }] : source;
  const isOne = sheets.length === 1;
  const tables = sheets.map(({ name, text }) => ({
    ...{ name: textOf(name, { path: "", notes, max: 200 }) ?? NO_SECTION },
    sheet: isOne ? undefined : name,
    table: headedTable(csvTable(text), context.columns),
  }));
  const columns = [
    ...new Map(
      tables.flatMap(({ table }) => table.found.map((each) => [each.title, each] as const)),
    ).values(),
  ];
  const readable = tables.filter(({ table }) => has(table, "name"));
  for (const { table, sheet } of tables) {
    if (has(table, "name")) continue;
    const titles = table.header.map((each) => `"${each}"`).join(", ");
    // A sheet of opening hours keeps nobody from bringing the others.
    const kind = readable.length === 0 ? "fault" : "not-kept";
    const path = tablePlace({ sheet, row: table.headerRow });
    if (titles) notes.add(kind, path, "no-name-column", { titles });
    else notes.add(kind, path, "no-columns");
  }
  if (readable.length === 0) return { reading: null, columns };
  const sections: RawSection[] = [];
  for (const { name, table, sheet } of readable) {
    readRows(table, {
      ...context,
      sections,
      sheet,
      otherwise: isOne && UNNAMED.test(name) ? NO_SECTION : name,
    });
  }
  const menu = { categories: sections.filter(({ items }) => items.length > 0) };
  const keeps = keptBy(readable.flatMap(({ table }) => table.columns));
  return { reading: { menu, keeps }, columns };
}

function has({ columns }: HeadedTable, field: CsvColumn["field"]): boolean {
  return columns.some((column) => column?.field === field);
}

/** Adds what a table's rows say to the sections. */
function readRows(
  table: HeadedTable,
  context: ReaderContext & {
    readonly sections: RawSection[];
    /** Of several, the one. */
    readonly sheet: string | undefined;
    /** Where dishes are that no section is said of. */
    readonly otherwise: string;
  },
): void {
  const { notes, sections, sheet, otherwise } = context;
  const { columns } = table;
  for (const { number, text } of table.above) {
    const shown = text.length > 60 ? `${text.slice(0, 60)} …` : text;
    notes.add("not-kept", tablePlace({ sheet, row: number }), "above-columns", { text: shown });
  }
  for (const [at, title] of table.header.entries()) {
    if (columns[at] || title === "" || context.columns[title] === "-") continue;
    notes.add("not-kept", tablePlace({ sheet, column: at + 1, field: title }), "column-unknown");
  }
  if (!has(table, "price")) {
    const path = tablePlace({ sheet, row: table.headerRow });
    notes.add("question", path, "no-price-column");
  }
  const headings = headingsOf(table);
  let [section, dish, option]: [RawSection?, RawDish?, RawOption?] = [];
  const sectionOf = (name: string) => {
    const known = sections.find((each) => each.name === name);
    if (known) return known;
    const made = { name, items: [] };
    sections.push(made);
    return made;
  };
  for (const { number, cells } of table.rows) {
    const row = readRow(cells, columns, { sheet, row: number });
    if (headings.has(number) && context.headings === undefined) {
      notes.ask("headings", row.path, "is-section", { text: row.get("name").slice(0, 60) });
    }
    if (headings.has(number) && context.headings) {
      section = sectionOf(namedOf(row, context).name);
      continue;
    }
    switch (row.get("kind").toLowerCase() || "dish") {
      case "option": {
        option = optionOf(row, context);
        if (dish) dish.options = [...(dish.options ?? []), option];
        else notes.add("fault", row.path, "option-first");
        break;
      }
      case "choice": {
        const { price } = row;
        const delta = price === "" ? "0" : price.replace(/^\+/, "");
        const value = present({
          ...namedOf(row, context),
          price_delta: delta,
          default_quantity: countOf(row, "default quantity", context),
          max_quantity: countOf(row, "max quantity", context),
          ...wordsOf(row, "allergens"),
        });
        if (option) option.values.push(value);
        else notes.add("fault", row.path, "choice-first");
        break;
      }
      case "section": {
        section = { ...namedOf(row, context), items: [] };
        sections.push(section);
        break;
      }
      default: {
        const name = textOf(row.get("section"), { path: row.at("section"), notes, max: 200 });
        // The section above, or the one of this name.
        if (!section || (name !== undefined && name !== section.name)) {
          section = sectionOf(name ?? otherwise);
        }
        dish = dishOf(row, context);
        option = dish.options?.at(-1);
        section.items.push(dish);
      }
    }
  }
}

/**
 * Numbers of the rows that may be headings: they have nothing but a name, what follows has more, and no
 * column says what is in which section.
 */
function headingsOf(table: HeadedTable): ReadonlySet<number> {
  if (has(table, "section") || has(table, "kind") || !has(table, "price")) return new Set();
  const isName = table.columns.map((column) => column?.field === "name");
  const isBare = table.rows.map(({ cells }) =>
    cells.every((cell, at) => (cell !== "") === (isName[at] === true) || cell === ""),
  );
  return new Set(
    table.rows.flatMap(({ number }, at) =>
      isBare[at] && isBare[at + 1] === false ? [number] : [],
    ),
  );
}

type Column = CsvColumn | null;

interface Row {
  readonly path: string;
  readonly price: string;
  get(field: CsvColumn["field"]): string;
  /** Where a field stands. */
  at(field: CsvColumn["field"]): string;
  translations(field: "name" | "description"): Record<string, string> | undefined;
}

function readRow(cells: readonly string[], columns: readonly Column[], place: TablePlace): Row {
  const of = (field: string) =>
    columns.flatMap((column, at) =>
      column?.field === field ? [{ ...column, text: cellText(cells[at]) }] : [],
    );
  const get = (field: CsvColumn["field"]) =>
    of(field).find(({ language, text }) => language === undefined && text !== "")?.text ?? "";
  return {
    path: tablePlace(place),
    get,
    at: (field) => tablePlace({ ...place, field }),
    // Prices of several columns, such as small and large, are several prices.
    price: of("price")
      .flatMap(({ text }) => (text === "" ? [] : [text]))
      .join(" / "),
    translations: (field) => {
      const found = of(field).flatMap(({ language, text }) =>
        language === undefined || text === "" ? [] : [[language, text] as const],
      );
      return found.length > 0 ? Object.fromEntries(found) : undefined;
    },
  };
}

function namedOf(row: Row, { notes }: ReaderContext) {
  return present({
    id: row.get("id") || undefined,
    name: nameOf(row.get("name"), { path: row.at("name"), notes }),
    translations: row.translations("name"),
  });
}

function wordsOf(row: Row, field: "allergens" | "additives") {
  const words = row
    .get(field)
    .split(/[,;|/\n]/)
    .map((word) => word.trim())
    .filter((word) => word !== "");
  return words.length > 0 ? { [field]: words } : {};
}

function dishOf(row: Row, context: ReaderContext): RawDish {
  const { notes } = context;
  return present({
    ...namedOf(row, context),
    description: textOf(row.get("description"), { path: row.at("description"), notes }),
    description_translations: row.translations("description"),
    code: textOf(row.get("code"), { path: row.at("code"), notes, max: 40 }),
    ...priceOf(row.price, { ...context, path: row.at("price") }),
    ...wordsOf(row, "allergens"),
    ...wordsOf(row, "additives"),
  });
}

function optionOf(row: Row, context: ReaderContext): RawOption {
  return present({
    ...namedOf(row, context),
    min: countOf(row, "min", context) ?? 0,
    max: countOf(row, "max", context) ?? 1,
    included: countOf(row, "included", context),
    values: [],
  });
}

/** A number in a column; undefined where it is empty. */
function countOf(
  row: Row,
  field: CsvColumn["field"],
  { notes }: ReaderContext,
): number | undefined {
  const text = row.get(field);
  if (/^\d{1,2}$/.test(text)) return Number(text);
  if (text !== "") notes.add("fault", row.at(field), "not-a-number", { text: text.slice(0, 20) });
  return undefined;
}

/** What a table without such a column leaves as it was. */
function keptBy(columns: readonly Column[]): KeptField[] {
  const said = columns.flatMap((column): KeptField[] => {
    switch (column?.field) {
      case "kind":
        return ["options"];
      case "name":
        return column.language === undefined ? [] : ["translations"];
      case "description":
        return [column.language === undefined ? "description" : "descriptionTranslations"];
      case "code":
      case "allergens":
      case "additives":
      case "included":
        return [column.field];
      case "default quantity":
        return ["defaultQuantity"];
      case "max quantity":
        return ["maxQuantity"];
      default:
        return [];
    }
  });
  return allBut(...said);
}
