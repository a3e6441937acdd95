import { readFile } from "node:fs/promises";
import { parseMenuFile } from "@tureen/shared/menu/menu-file";
import { z } from "zod";
import { importMenu } from "../menu/import-menu.ts";
import { type Database, transaction } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { createRestaurant, type NewRestaurant } from "../staff/create-restaurant.ts";
import { type Credentials, createStaffForEveryRole } from "../staff/staff-accounts.ts";

const presence = z.object({ any: z.boolean() });

const DEMO_TABLES = 12;
/** Any number that no other user of the database's advisory locks takes. */
const SEED_LOCK = 7_461_626_903;

/** The demo restaurant as it was made; the passwords are shown once and kept nowhere. */
export interface SeededRestaurant extends NewRestaurant {
  readonly name: string;
  readonly staff: readonly Credentials[];
}

/**
 * Gives an empty database a restaurant to try: a menu of our own, 12 tables with their QR codes and
 * one staff account per role. Null, and nothing done, when there is a restaurant already; two
 * processes that start at once make one restaurant.
 */
export async function seedDemo(
  database: Database,
  { now }: { readonly now: Date },
): Promise<SeededRestaurant | null> {
  const text = await readFile(new URL("menu.json", import.meta.url), "utf8");
  const parsed = parseMenuFile(JSON.parse(text));
  if (!parsed.ok) {
    throw new Error(`the demo menu is wrong at ${parsed.problem.path}: ${parsed.problem.message}`);
  }
  const { file } = parsed;
  return transaction(database, async (tx) => {
    await tx.query("select pg_advisory_xact_lock($1)", [SEED_LOCK]);
    const rows = await readRows(tx, presence, "select tureen_has_restaurants() as any");
    if (rows[0]?.any !== false) return null;
    const { name, currency, locale } = file;
    const made = await createRestaurant(tx, { name, currency, locale, tables: DEMO_TABLES, now });
    const { restaurantId } = made;
    await importMenu(tx, { restaurantId, file, now });
    const staff = await createStaffForEveryRole(tx, { restaurantId, now });
    return { ...made, name, staff };
  });
}
