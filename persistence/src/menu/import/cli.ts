import { readFile, stat } from "node:fs/promises";
import { parseArgs } from "node:util";
import { CSV_FIELDS } from "@tureen/shared/menu/formats/csv-columns";
import { MENU_FORMATS } from "@tureen/shared/menu/formats/detect-format";
import type { SheetText } from "@tureen/shared/menu/formats/read-csv";
import { type ImportNote, toldText } from "@tureen/shared/menu/formats/report";
import { TureenError } from "@tureen/shared/platform/errors";
import { MAX_MENU_FILE_BYTES } from "@tureen/shared/platform/limits";
import { formatMinor } from "@tureen/shared/platform/money";
import {
  type Environment,
  noteOf,
  runningDatabaseUrl,
  tellingServers,
} from "../../platform/command-line.ts";
import { createPool } from "../../platform/database.ts";
import { migrate } from "../../platform/migrate.ts";
import { errorCode, isTransient } from "../../platform/retry.ts";
import { MAX_TABLES } from "../../staff/create-restaurant.ts";
import type { ImportSummary } from "../import-menu.ts";
import { describeChange } from "./menu-changes.ts";
import { ImportRefused, type ImportResult, runImport } from "./run-import.ts";
import { readSpreadsheet } from "./spreadsheet/read-spreadsheet.ts";
import { SUSPICIOUS_FACTOR } from "./suspicious-prices.ts";

const USAGE = `npm run menu:import -- FILE [--restaurant NAME|ID] [--tables N] [--notices-at PRICE] [--dry-run]

  FILE           a menu, in the JSON shape of persistence/src/menu/import/README.md or another format
  --format       what the file is, where that is not recognised: ${MENU_FORMATS.join(", ")}
  --column       of a table: "HEADER=FIELD", its column HEADER is FIELD (${CSV_FIELDS.join(", ")},
                 name:de), or nothing (-); as often as needed
  --sheet        of a spreadsheet: only this one of its sheets; as often as needed
  --headings     rows of a table that hold nothing but a name are sections
  --sizes        several prices of a dish ("65 - 104 - 170") are sizes of it
  --restaurant   replace the menu of this restaurant; otherwise a new one is made
  --name, --currency, --locale
                 of a new restaurant, where the file does not say it
  --slug         what addresses of a new restaurant begin with (2 to 16 of a-z and 0-9)
  --tables       tables of a new restaurant (12)
  --notices-at   dishes at exactly this price are notices: shown, but never to be ordered
  --dry-run      says what would be renamed, moved, added and dropped, and changes nothing`;

type Print = (line: string) => void;

export interface ImportCli {
  readonly args: readonly string[];
  readonly env: Environment;
  readonly print: Print;
  readonly printError: Print;
}

/** The command `menu:import`: returns its exit code, 0 when the menu was imported. */
export async function importCli({ args, env, print, printError }: ImportCli): Promise<number> {
  try {
    const { path, sheets, ...options } = parseOptions(args);
    const source = await readSource(path, sheets);
    const url = await databaseUrl(env);
    await migrate(url);
    const database = createPool({ url, poolMin: 0, poolMax: 2, applicationName: "tureen-import" });
    try {
      const result = await tellingServers(env, url, database, () =>
        runImport(database, { ...options, source, fileName: path, now: new Date() }),
      );
      if (options.dryRun) print("dry run: nothing is changed");
      report(result, print);
      if (!options.dryRun) reportMade(result, await publicUrl(env), print);
      return 0;
    } finally {
      await database.end();
    }
  } catch (error) {
    printError(explain(error));
    return 1;
  }
}

function parseOptions(args: readonly string[]) {
  const { values, positionals } = parse(args);
  const [path] = positionals;
  if (values.help || path === undefined || positionals.length > 1) throw new ImportRefused(USAGE);
  const tables = Number(values.tables ?? 12);
  if (!Number.isInteger(tables) || tables < 1 || tables > MAX_TABLES) {
    throw new ImportRefused(`--tables: a whole number from 1 to ${MAX_TABLES}`);
  }
  const { restaurant, name, currency, locale, slug, sizes } = values;
  const { "notices-at": noticesAt, "dry-run": dryRun } = values;
  const format = MENU_FORMATS.find((each) => each === values.format);
  if (values.format !== undefined && !format) {
    throw new ImportRefused(`--format: one of ${MENU_FORMATS.join(", ")}`);
  }
  const { headings, sheet: sheets } = values;
  const reading = { format, sizes, headings, columns: columnsOf(values.column ?? []) };
  const made = { name, currency, locale, slug };
  return { path, sheets, tables, restaurant, noticesAt, dryRun, reading, ...made };
}

/** "Preis=price" by header. */
function columnsOf(mapped: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    mapped.map((text) => {
      const at = text.lastIndexOf("=");
      const field = text.slice(at + 1);
      const isKnown = field === "-" || CSV_FIELDS.some((each) => each === field.split(":")[0]);
      if (at < 1 || !isKnown) throw new ImportRefused(`--column: "HEADER=FIELD", not "${text}"`);
      return [text.slice(0, at), field];
    }),
  );
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: "string" },
        column: { type: "string", multiple: true },
        sizes: { type: "boolean" },
        sheet: { type: "string", multiple: true },
        headings: { type: "boolean" },
        restaurant: { type: "string" },
        name: { type: "string" },
        currency: { type: "string" },
        locale: { type: "string" },
        slug: { type: "string" },
        tables: { type: "string" },
        "notices-at": { type: "string" },
        "dry-run": { type: "boolean" },
        help: { type: "boolean" },
      },
    });
  } catch (error) {
    if (error instanceof TypeError) throw new ImportRefused(`${error.message}\n\n${USAGE}`);
    throw error;
  }
}

async function readSource(
  path: string,
  wanted: readonly string[] | undefined,
): Promise<string | SheetText[]> {
  const file = await readMenuFile(path);
  if (!/\.xlsx$/i.test(path)) return file.toString("utf8");
  const sheets = await readSpreadsheet(file);
  if (!wanted) return sheets;
  const missing = wanted.find((name) => sheets.every((each) => each.name !== name));
  if (missing === undefined) return sheets.filter(({ name }) => wanted.includes(name));
  const there = sheets.map(({ name }) => `"${name}"`).join(", ");
  throw new ImportRefused(
    `--sheet: there is no "${missing}" in ${path}, but ${there || "nothing"}`,
  );
}

async function readMenuFile(path: string): Promise<Buffer> {
  try {
    const { size } = await stat(path);
    if (size > MAX_MENU_FILE_BYTES) {
      throw new ImportRefused(`${path}: larger than ${MAX_MENU_FILE_BYTES} bytes`);
    }
    return await readFile(path);
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    throw new ImportRefused(`${path}: cannot be read (${code})`, { cause: error });
  }
}

async function databaseUrl(env: Environment): Promise<string> {
  const url = await runningDatabaseUrl(env);
  if (url) return url;
  throw new ImportRefused(
    "there is no database to import into: start Tureen with npm start, or set DATABASE_URL",
  );
}

/** Where guests reach the web app, for the tables' addresses. */
async function publicUrl(env: Environment): Promise<string> {
  return (
    env.PUBLIC_URL ||
    (await noteOf(env, "public-url")) ||
    `http://localhost:${env.WEB_PORT || 3000}`
  );
}

function report({ restaurant, summary, format, notes, made }: ImportResult, print: Print): void {
  print(`${restaurant.name} (${restaurant.id})`);
  if (format !== "json") print(`  read as ${format}`);
  const { categories, items, options, notices, version } = summary;
  print(
    `  menu version ${version}: ${items} dishes in ${categories} categories, ${options} option groups`,
  );
  print(`  its days begin at ${summary.dayStartsAt}:00, ${summary.timezone} time`);
  if (summary.timezone === "UTC") {
    print(
      '  Where that is wrong, set "timezone" in the file ("Europe/Berlin") or in the settings.',
    );
  }
  // Of a new restaurant everything is new.
  if (!made) reportChanges(summary, print);
  if (summary.unpriced.length > 0) {
    print(
      `  ${summary.unpriced.length} dishes without a price are left out: ${summary.unpriced.join(", ")}`,
    );
  }
  if (notices > 0) print(`  ${notices} dishes are notices and cannot be ordered`);
  reportNotes(notes, print);
  for (const dish of summary.unknownPhotos) {
    print(`  Warning: the photo of "${dish}" is not one of this restaurant and is left out`);
  }
  for (const station of summary.unknownStations) {
    print(
      `  Warning: the kitchen has no station "${station}": what it alone makes goes to the default station`,
    );
  }
  for (const category of summary.unknownTax) {
    print(
      `  Warning: the settings of bills have no tax category "${category}": its dishes are taxed as those that name none`,
    );
  }
  if (summary.suspicious.length > 0) {
    print(
      `  Warning: ${summary.suspicious.length} dishes cost over ${SUSPICIOUS_FACTOR} times the median, such as`,
    );
    for (const { name, price } of summary.suspicious.slice(0, 3)) {
      print(`    ${name}: ${formatMinor(price, summary.currency, "en")}`);
    }
    print(
      "  If they are notices rather than dishes, import again with --restaurant and --notices-at.",
    );
  }
}

function reportChanges({ changed, changes }: ImportSummary, print: Print): void {
  const { recognised, list } = changes;
  const known = recognised.id + recognised.code + recognised.name;
  print(
    `  ${known} dishes recognised: ${recognised.id} by id, ${recognised.code} by code, ${recognised.name} by name`,
  );
  if (!changed) print("  the menu itself had not changed");
  for (const change of list) print(`    ${describeChange(change)}`);
  if (list.some((change) => change.undecided)) {
    print(
      '  Several of one name cannot be told apart, so that their stock and sold-out marks are lost: give each an "id".',
    );
  }
}

const HEADS = {
  "not-kept": "not kept",
  "no-price": "left out",
  question: "to decide",
  changed: "changed",
  fault: "wrong",
} as const;

function reportNotes(notes: readonly ImportNote[], print: Print): void {
  for (const note of notes) {
    const { kind, path, more } = note;
    const alike = more ? ` (and ${more} more like it)` : "";
    print(`  ${HEADS[kind]}: ${path}${alike}: ${toldText(note)}`);
  }
}

function reportMade({ made }: ImportResult, webUrl: string, print: Print): void {
  if (!made) return;
  print("  tables:");
  for (const table of made.tables) print(`    ${table.label}: ${webUrl}/t/${table.code}`);
  print("  staff (shown only now):");
  for (const { role, login, password } of made.staff) print(`    ${role}: ${login}  ${password}`);
}

function explain(error: unknown): string {
  if (error instanceof ImportRefused) return error.message;
  if (error instanceof TureenError)
    return error.field ? `${error.field}: ${error.message}` : error.message;
  if (isTransient(error)) return "the database does not answer: is Tureen running? (npm start)";
  throw error;
}
