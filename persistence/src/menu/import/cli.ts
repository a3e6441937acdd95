import { readFile, stat } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { UnknownField } from "@tureen/shared/menu/unknown-fields";
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
import { SUSPICIOUS_FACTOR } from "./suspicious-prices.ts";

const USAGE = `npm run menu:import -- FILE [--restaurant NAME|ID] [--tables N] [--notices-at PRICE] [--dry-run]

  FILE           a menu in the JSON shape of persistence/src/menu/import/README.md
  --restaurant   replace the menu of this restaurant; otherwise a new one is made
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
    const { path, ...options } = parseOptions(args);
    const text = await readMenuText(path);
    const url = await databaseUrl(env);
    await migrate(url);
    const database = createPool({ url, poolMin: 0, poolMax: 2, applicationName: "tureen-import" });
    try {
      const result = await tellingServers(env, url, database, () =>
        runImport(database, { ...options, text, now: new Date() }),
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
  const { restaurant, "notices-at": noticesAt, "dry-run": dryRun } = values;
  return { path, tables, restaurant, noticesAt, dryRun };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        restaurant: { type: "string" },
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

async function readMenuText(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > MAX_MENU_FILE_BYTES) {
      throw new ImportRefused(`${path}: larger than ${MAX_MENU_FILE_BYTES} bytes`);
    }
    return await readFile(path, "utf8");
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

function report({ restaurant, summary, unknown, made }: ImportResult, print: Print): void {
  print(`${restaurant.name} (${restaurant.id})`);
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
  if (notices > 0) print(`  ${notices} dishes are notices and cannot be ordered`);
  reportUnknown(unknown, print);
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

/** Each unknown field once, however many dishes have it. */
function reportUnknown(unknown: readonly UnknownField[], print: Print): void {
  const alike = Map.groupBy(unknown, ({ path }) => path.replace(/\[\d+\]/g, "[]"));
  for (const [field, ...others] of alike.values()) {
    const more = others.length > 0 ? ` (and ${others.length} more like it)` : "";
    const meant = field?.meant === undefined ? "" : `: did you mean "${field.meant}"?`;
    print(`  Warning: unknown field ${field?.path}${more} is left out${meant}`);
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
