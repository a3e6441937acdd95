import { present } from "../../platform/json.ts";
import { CSV_FIELDS, type CsvColumn, columnOf } from "./csv-columns.ts";
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
import { nameOf, textOf } from "./text-of.ts";

/** Where dishes are that no section is said of. */
const NO_SECTION = "Menu";

/**
 * A table with a row for each dish; one of our own export has rows for options and choices too, told by
 * its column `kind`. Columns are recognised by their headers, or mapped by hand.
 */
export function readCsv(text: string, context: ReaderContext): Reading | null {
  const { notes } = context;
  const [header = [], ...rows] = csvTable(text);
  const columns = columnsOf(header, context);
  const has = (field: CsvColumn["field"]) => columns.some((column) => column?.field === field);
  if (!has("name")) {
    const found = header.map((each) => `"${each}"`).join(", ");
    notes.add("fault", "row 1", `no column is recognised as the dishes' name: there are ${found}`);
    return null;
  }
  if (!has("price")) notes.add("question", "row 1", "no column is recognised as the price");
  const sections: RawSection[] = [];
  let [section, dish, option]: [RawSection?, RawDish?, RawOption?] = [];
  for (const [i, cells] of rows.entries()) {
    const row = readRow(cells, columns, `row ${i + 2}`);
    switch (row.get("kind").toLowerCase() || "dish") {
      case "option": {
        option = optionOf(row, context);
        if (dish) dish.options = [...(dish.options ?? []), option];
        else notes.add("fault", row.path, "is an option before any dish");
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
        else notes.add("fault", row.path, "is a choice before any option");
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
          const wanted = name ?? NO_SECTION;
          section = sections.find((each) => each.name === wanted) ?? { name: wanted, items: [] };
          if (!sections.includes(section)) sections.push(section);
        }
        dish = dishOf(row, context);
        option = dish.options?.at(-1);
        section.items.push(dish);
      }
    }
  }
  const menu = { categories: sections.filter(({ items }) => items.length > 0) };
  return { menu, keeps: keptBy(columns) };
}

type Column = CsvColumn | null;

function columnsOf(header: readonly string[], { notes, columns }: ReaderContext): Column[] {
  return header.map((title, at) => {
    const [field, language] = (Object.hasOwn(columns, title) ? (columns[title] ?? "") : "").split(
      ":",
    );
    if (field === "-") return null;
    const byHand = CSV_FIELDS.find((each) => each === field);
    const column = byHand ? { field: byHand, ...(language && { language }) } : columnOf(title);
    if (!column && title !== "") {
      notes.add("not-kept", `column ${at + 1}, ${title}`, "nobody knows what this column is");
    }
    return column;
  });
}

interface Row {
  readonly path: string;
  readonly price: string;
  get(field: CsvColumn["field"]): string;
  /** Where a field stands. */
  at(field: CsvColumn["field"]): string;
  translations(field: "name" | "description"): Record<string, string> | undefined;
}

function readRow(cells: readonly string[], columns: readonly Column[], path: string): Row {
  const of = (field: string) =>
    columns.flatMap((column, at) =>
      column?.field === field ? [{ ...column, text: cellText(cells[at]) }] : [],
    );
  const get = (field: CsvColumn["field"]) =>
    of(field).find(({ language, text }) => language === undefined && text !== "")?.text ?? "";
  return {
    path,
    get,
    at: (field) => `${path}, ${field}`,
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
  if (text !== "") notes.add("fault", row.at(field), `"${text.slice(0, 20)}" is not a number`);
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
