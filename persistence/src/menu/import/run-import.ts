import type { MenuFormat } from "@tureen/shared/menu/formats/detect-format";
import type { SheetText } from "@tureen/shared/menu/formats/read-csv";
import { type BringOptions, bringMenu } from "@tureen/shared/menu/formats/read-menu";
import { type ImportNote, toldText } from "@tureen/shared/menu/formats/report";
import { TureenError } from "@tureen/shared/platform/errors";
import { z } from "zod";
import { type Database, type Transaction, transaction } from "../../platform/database.ts";
import { readRows } from "../../platform/rows.ts";
import { enterRestaurant } from "../../platform/wire/index.ts";
import { createRestaurant, type NewRestaurant } from "../../staff/create-restaurant.ts";
import { type Credentials, createStaffForEveryRole } from "../../staff/staff-accounts.ts";
import { type ImportSummary, importMenu } from "../import-menu.ts";

const namedRestaurant = z.object({ id: z.string(), name: z.string() });
const ownWords = z.object({ name: z.string(), currency: z.string(), locale: z.string() });

/** Something the person who imports can put right; the message says what. */
export class ImportRefused extends Error {
  override readonly name = "ImportRefused";
}

export interface ImportResult {
  readonly restaurant: { readonly id: string; readonly name: string };
  readonly summary: ImportSummary;
  readonly format: MenuFormat;
  /** What there is to tell about the file. */
  readonly notes: readonly ImportNote[];
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
 * malformed file with the path of each wrong field.
 */
export async function runImport(
  database: Database,
  input: {
    /** The file's content, or the sheets of a spreadsheet. */
    readonly source: string | readonly SheetText[];
    /** Helps to tell what the file is. */
    readonly fileName?: string;
    readonly reading?: BringOptions | undefined;
    /** Of a new restaurant, where the file does not say it. */
    readonly name?: string | undefined;
    readonly currency?: string | undefined;
    readonly locale?: string | undefined;
    /** Of a new restaurant: what its addresses begin with; left out: made of its name. */
    readonly slug?: string | undefined;
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
  const bring = (restaurant: Parameters<typeof bringMenu>[1]["restaurant"]) => {
    const { fileName = "", reading = {} } = input;
    const { file, format, ...rest } = bringMenu(input.source, {
      fileName,
      restaurant,
      options: reading,
    });
    if (file && format) return { file, format, ...rest };
    const faults = rest.notes.filter(({ kind }) => kind === "fault");
    throw new ImportRefused(faults.map((fault) => `${fault.path}: ${toldText(fault)}`).join("\n"));
  };
  const imported = async (tx: Transaction): Promise<ImportResult> => {
    if (input.restaurant !== undefined) {
      const restaurant = await onlyRestaurant(tx, input.restaurant);
      const restaurantId = restaurant.id;
      await enterRestaurant(tx, restaurantId);
      const [own] = await readRows(
        tx,
        ownWords,
        "select name, currency, locale from restaurants where id = $1",
        [restaurantId],
      );
      const { file, format, keeps, notes } = bring(own ?? {});
      const summary = await importMenu(tx, { restaurantId, file, keeps, noticesAt, now });
      return { restaurant, summary, format, notes, made: null };
    }
    const { tables, slug } = input;
    const { file, format, notes } = bring({
      name: input.name,
      currency: input.currency,
      locale: input.locale,
    });
    const { currency, locale } = file;
    const name = input.name ?? file.name;
    const created = await makeRestaurant(tx, { name, currency, locale, tables, slug, now });
    const { restaurantId } = created;
    const summary = await importMenu(tx, { restaurantId, file, noticesAt, now });
    const staff = await createStaffForEveryRole(tx, { restaurantId, now });
    const restaurant = { id: restaurantId, name };
    return { restaurant, summary, format, notes, made: { ...created, staff } };
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

async function onlyRestaurant(tx: Transaction, named: string) {
  const rows = await readRows(
    tx,
    namedRestaurant,
    "select id, name from tureen_restaurants_named($1)",
    [named],
  );
  const [restaurant, another] = rows;
  if (!restaurant) throw new ImportRefused(`there is no restaurant "${named}"`);
  if (another) {
    throw new ImportRefused(`several restaurants are called "${restaurant.name}": use an id`);
  }
  return restaurant;
}

async function makeRestaurant(tx: Transaction, input: Parameters<typeof createRestaurant>[1]) {
  try {
    return await createRestaurant(tx, input);
  } catch (error) {
    if (!(error instanceof TureenError) || error.field !== "slug") throw error;
    throw new ImportRefused(`--slug: ${error.message}`, { cause: error });
  }
}
