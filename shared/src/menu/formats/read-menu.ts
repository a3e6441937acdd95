import { isCurrency } from "../../platform/currencies.ts";
import { present } from "../../platform/json.ts";
import { type MenuFile, parseMenuFile } from "../menu-file.ts";
import { detectFormat, type MenuFormat } from "./detect-format.ts";
import type { KeptField } from "./raw-menu.ts";
import { readCsv, type SheetText } from "./read-csv.ts";
import { readFoodMenus } from "./read-food-menus.ts";
import { readSchemaOrg } from "./read-schema-org.ts";
import { readSquare } from "./read-square.ts";
import { readSquareCsv } from "./read-square-csv.ts";
import { readToast } from "./read-toast.ts";
import { readUberEats } from "./read-uber-eats.ts";
import { jsonOf, type ReaderContext, type Reading } from "./reader.ts";
import { type ImportNote, Notes } from "./report.ts";
import type { FoundColumn } from "./table-columns.ts";
import { WHOLE_FILE } from "./table-place.ts";

/** What a file came to. */
export interface BroughtMenu {
  /** Null when nobody can tell what the file is. */
  readonly format: MenuFormat | null;
  /** Checked; null when there are faults. */
  readonly file: MenuFile | null;
  /** What the format cannot say: dishes that are recognised keep it. */
  readonly keeps: readonly KeptField[];
  /** Everything there is to tell, faults first. */
  readonly notes: readonly ImportNote[];
  /** Of a table: what its columns are taken for. */
  readonly columns?: readonly FoundColumn[];
}

export interface BringOptions {
  /** Left out: recognised. */
  readonly format?: MenuFormat | undefined;
  readonly sizes?: boolean | undefined;
  readonly headings?: boolean | undefined;
  readonly columns?: ReaderContext["columns"] | undefined;
}

const READERS: Readonly<
  Record<
    Exclude<MenuFormat, "json" | "csv">,
    (text: string, context: ReaderContext) => Reading | null
  >
> = {
  square: readSquare,
  "square-csv": readSquareCsv,
  "uber-eats": readUberEats,
  toast: readToast,
  "schema-org": readSchemaOrg,
  "food-menus": readFoodMenus,
};

/**
 * Reads a menu in any of the formats: a file's text, or the sheets of a spreadsheet. What the file does
 * not say of the restaurant (name, currency, language) is taken from `restaurant`. Pure.
 */
export function bringMenu(
  source: string | readonly SheetText[],
  input: {
    readonly fileName: string;
    readonly restaurant: {
      readonly name?: string | undefined;
      readonly currency?: string | undefined;
      readonly locale?: string | undefined;
    };
    readonly options?: BringOptions;
  },
): BroughtMenu {
  const { fileName, restaurant, options = {} } = input;
  const notes = new Notes();
  const [text, format] =
    typeof source === "string"
      ? [source, options.format ?? detectFormat(source, fileName)]
      : ["", "csv" as const];
  const failed = { format, file: null, keeps: [] };
  if (format === null) {
    notes.add("fault", WHOLE_FILE, "format-unknown");
    return { ...failed, notes: notes.list() };
  }
  if (format === "json") return { format, keeps: [], ...ownFile(text, notes) };

  const { currency = "", locale = "en" } = restaurant;
  const { sizes = false, headings, columns: mapped = {} } = options;
  const context = { notes, currency, locale, sizes, headings, columns: mapped };
  const { reading, columns } =
    format === "csv"
      ? readCsv(source, context)
      : { reading: READERS[format](text, context), columns: undefined };
  const told = columns && { columns };
  if (!reading) return { ...failed, ...told, notes: notes.list() };
  const { menu, keeps } = reading;
  const whole = { name: "Menu", ...present({ ...restaurant, locale }), ...menu };
  if (!isCurrency(whole.currency ?? "")) {
    notes.add("fault", "currency", "currency-missing");
  } else check(whole, notes);
  const list = notes.list();
  const isFaulty = list.some(({ kind }) => kind === "fault");
  const parsed = isFaulty ? null : parseMenuFile(whole);
  return { format, file: parsed?.ok ? parsed.file : null, keeps, ...told, notes: list };
}

/** A file in our own format, whose faults are its fields'. */
function ownFile(text: string, notes: Notes): Pick<BroughtMenu, "file" | "notes"> {
  const json = jsonOf(text, notes);
  if (json === null) {
    if (notes.list().length === 0) notes.add("fault", WHOLE_FILE, "file-empty");
    return { file: null, notes: notes.list() };
  }
  const parsed = parseMenuFile(json);
  if (!parsed.ok) {
    for (const { path, code, params } of parsed.problems) notes.add("fault", path, code, params);
    return { file: null, notes: notes.list() };
  }
  for (const { path, meant } of parsed.unknown) {
    if (meant) notes.add("not-kept", path, "no-field-meant", { meant });
    else notes.add("not-kept", path, "no-field");
  }
  for (const [c, { items }] of parsed.file.categories.entries()) {
    for (const [i, { name, price }] of items.entries()) {
      const path = `categories[${c}].items[${i}].price`;
      if (price === undefined) notes.add("no-price", path, "no-price-of", { name });
    }
  }
  return { file: parsed.file, notes: notes.list() };
}

/** What of a foreign menu no menu file may hold, such as more choices than a group may have. */
function check(whole: object, notes: Notes): void {
  const parsed = parseMenuFile(whole);
  if (parsed.ok) return;
  for (const { path, code, params } of parsed.problems) notes.add("fault", path, code, params);
}
