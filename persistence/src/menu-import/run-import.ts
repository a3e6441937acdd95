import { parseMenuFile } from "@tureen/shared/menu/menu-file";
import { type Database, transaction } from "../database.ts";
import { createRestaurant, type NewRestaurant } from "../operations/create-restaurant.ts";
import { type ImportSummary, importMenu } from "../operations/import-menu.ts";
import { type Credentials, createStaffForEveryRole } from "../operations/staff-accounts.ts";
import { enterRestaurant } from "../restaurant-scope.ts";

/** Something the person who imports can put right; the message says what. */
export class ImportRefused extends Error {
  override readonly name = "ImportRefused";
}

export interface ImportResult {
  readonly restaurant: { readonly id: string; readonly name: string };
  readonly summary: ImportSummary;
  /** Tables and accounts, when the restaurant was made by this import. */
  readonly made: (NewRestaurant & { readonly staff: readonly Credentials[] }) | null;
}

/**
 * Imports a menu file into the named restaurant, or into a new one that is named after the file and
 * gets tables and staff. One transaction: it happens wholly or not at all. Throws ImportRefused,
 * for a malformed file with the path of its first wrong field.
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
    readonly now: Date;
  },
): Promise<ImportResult> {
  const { now, noticesAt } = input;
  const parsed = parseMenuFile(parseJson(input.text));
  if (!parsed.ok) throw new ImportRefused(`${parsed.problem.path}: ${parsed.problem.message}`);
  const { file } = parsed;
  const { name, currency, locale } = file;
  return transaction(database, async (tx) => {
    if (input.restaurant !== undefined) {
      const { rows } = await tx.query<{ id: string; name: string }>(
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
      return { restaurant, summary, made: null };
    }
    const { tables } = input;
    const created = await createRestaurant(tx, { name, currency, locale, tables, now });
    const { restaurantId } = created;
    const summary = await importMenu(tx, { restaurantId, file, noticesAt, now });
    const staff = await createStaffForEveryRole(tx, { restaurantId, now });
    return { restaurant: { id: restaurantId, name }, summary, made: { ...created, staff } };
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new ImportRefused(`not JSON: ${error.message}`);
    throw error;
  }
}
