import { readFile } from "node:fs/promises";
import { toldText } from "@tureen/shared/menu/formats/report";
import { type MenuFile, parseMenuFile } from "@tureen/shared/menu/menu-file";
import { PHOTO_CENTRE } from "@tureen/shared/menu/photo";
import { z } from "zod";
import { addBilling } from "../bill/billing-settings.ts";
import { importMenu } from "../menu/import-menu.ts";
import { keepPhoto } from "../menu/photos/add-photo.ts";
import type { EncodedPhoto } from "../menu/photos/encoded-photo.ts";
import { SERVER } from "../platform/actor.ts";
import {
  type Database,
  type Queryable,
  type Transaction,
  transaction,
} from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { createRestaurant, type NewRestaurant } from "../staff/create-restaurant.ts";
import { type Credentials, createStaffForEveryRole } from "../staff/staff-accounts.ts";
import { DEMO_BILLING } from "./billing.ts";

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
  input: {
    readonly now: Date;
    /** The pictures of dishes by their codes; asked for only when there is a restaurant to make. */
    readonly pictures?: () => Promise<ReadonlyMap<string, EncodedPhoto>>;
  },
): Promise<SeededRestaurant | null> {
  const { now } = input;
  const text = await readFile(new URL("menu.json", import.meta.url), "utf8");
  const parsed = parseMenuFile(JSON.parse(text));
  if (!parsed.ok) {
    throw new Error(
      `the demo menu is wrong at ${parsed.problem.path}: ${toldText(parsed.problem)}`,
    );
  }
  const { file } = parsed;
  if (await hasRestaurants(database)) return null;
  const pictures = (await input.pictures?.()) ?? new Map<string, EncodedPhoto>();
  return transaction(database, async (tx) => {
    await tx.query("select pg_advisory_xact_lock($1)", [SEED_LOCK]);
    if (await hasRestaurants(tx)) return null;
    const { name, currency, locale } = file;
    const made = await createRestaurant(tx, { name, currency, locale, tables: DEMO_TABLES, now });
    const { restaurantId } = made;
    await addBilling(tx, {
      ...{ restaurantId, billing: DEMO_BILLING, version: 0, validFrom: now, by: SERVER, now },
    });
    await addPictures(tx, { restaurantId, file, pictures, now });
    await importMenu(tx, { restaurantId, file, now });
    const staff = await createStaffForEveryRole(tx, { restaurantId, now });
    return { ...made, name, staff };
  });
}

/** Keeps pictures for a restaurant and names them in the file of its menu, by the codes of the dishes. */
export async function addPictures(
  tx: Transaction,
  input: {
    readonly restaurantId: string;
    readonly file: MenuFile;
    readonly pictures: ReadonlyMap<string, EncodedPhoto>;
    readonly now: Date;
  },
): Promise<void> {
  const { restaurantId, file, pictures, now } = input;
  for (const [code, photo] of pictures) {
    const { hash } = await keepPhoto(tx, { restaurantId, photo, now });
    const dish = file.categories.flatMap(({ items }) => items).find((item) => item.code === code);
    if (!dish) throw new Error(`the demo menu has no dish ${code}`);
    dish.photo = { hash, focus: [...PHOTO_CENTRE] };
  }
}

async function hasRestaurants(q: Queryable): Promise<boolean> {
  const rows = await readRows(q, presence, "select tureen_has_restaurants() as any");
  return rows[0]?.any !== false;
}
