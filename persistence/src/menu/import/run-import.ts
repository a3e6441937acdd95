import { parseMenuFile } from "@tureen/shared/menu/menu-file";
import type { UnknownField } from "@tureen/shared/menu/unknown-fields";
import { z } from "zod";
import { type Database, type Transaction, transaction } from "../../platform/database.ts";
import { readRows } from "../../platform/rows.ts";
import { enterRestaurant } from "../../platform/wire/index.ts";
import { createRestaurant, type NewRestaurant } from "../../staff/create-restaurant.ts";
import { type Credentials, createStaffForEveryRole } from "../../staff/staff-accounts.ts";
import { type ImportSummary, importMenu } from "../import-menu.ts";

const namedRestaurant = z.object({ id: z.string(), name: z.string() });

/** Something the person who imports can put right; the message says what. */
export class ImportRefused extends Error {
  override readonly name = "ImportRefused";
}

export interface ImportResult {
  readonly restaurant: { readonly id: string; readonly name: string };
  readonly summary: ImportSummary;
  /** Fields of the file that nothing reads. */
  readonly unknown: readonly UnknownField[];
  /** Tables and accounts, when the restaurant was made by this import. */
  readonly made: (NewRestaurant & { readonly staff: readonly Credentials[] }) | null;
}

/** Takes back what a dry run did, and carries out what it came to. */
class DryRun extends Error {
  override readonly name = "DryRun";
  readonly result: ImportResult;

  constructor(result: ImportResult) {
    super("a dry run changes nothing");
    this.result = result;
  }
}

/**
 * Imports a menu file into the named restaurant, or into a new one that is named after the file and
 * gets tables and staff. One transaction: it happens wholly or not at all, and a dry run is the same
 * transaction taken back, so that it tells what an import will do. Throws ImportRefused, for a
 * malformed file with the path of its first wrong field.
 */
export async function runImport(
  database: Database,
  input: {
    /** The file's content. */
    readonly text: string;
    /** Name or id of an existing restaurant. */
    readonly restaurant?: string | undefined;
    /** Tables of a new restaurant. */
    readonly tables: number;
    readonly noticesAt?: string | undefined;
    readonly dryRun?: boolean | undefined;
    readonly now: Date;
  },
): Promise<ImportResult> {
  const { now, noticesAt } = input;
  const parsed = parseMenuFile(parseJson(input.text));
  if (!parsed.ok) throw new ImportRefused(`${parsed.problem.path}: ${parsed.problem.message}`);
  const { file, unknown } = parsed;
  const imported = async (tx: Transaction): Promise<ImportResult> => {
    if (input.restaurant !== undefined) {
      const rows = await readRows(
        tx,
        namedRestaurant,
        "select id, name from tureen_restaurants_named($1)",
        [input.restaurant],
      );
      const [restaurant, another] = rows;
      if (!restaurant) throw new ImportRefused(`there is no restaurant "${input.restaurant}"`);
      if (another) {
        throw new ImportRefused(`several restaurants are called "${restaurant.name}": use an id`);
      }
      const restaurantId = restaurant.id;
      await enterRestaurant(tx, restaurantId);
      const summary = await importMenu(tx, { restaurantId, file, noticesAt, now });
      return { restaurant, summary, unknown, made: null };
    }
    const { tables } = input;
    const { name, currency, locale } = file;
    const created = await createRestaurant(tx, { name, currency, locale, tables, now });
    const { restaurantId } = created;
    const summary = await importMenu(tx, { restaurantId, file, noticesAt, now });
    const staff = await createStaffForEveryRole(tx, { restaurantId, now });
    const restaurant = { id: restaurantId, name };
    return { restaurant, summary, unknown, made: { ...created, staff } };
  };
  if (!input.dryRun) return transaction(database, imported);
  try {
    return await transaction(database, async (tx) => {
      throw new DryRun(await imported(tx));
    });
  } catch (error) {
    if (error instanceof DryRun) return error.result;
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new ImportRefused(`not JSON: ${error.message}`);
    throw error;
  }
}
