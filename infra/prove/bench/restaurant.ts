/** A restaurant at full tables, made with the same operations that the servers use. */
import { readFile } from "node:fs/promises";
import { issueDinerToken } from "@tureen/collab-server/platform/auth/tokens";
import { importMenu } from "@tureen/persistence/menu/import-menu";
import { readMenu } from "@tureen/persistence/menu/read-menu";
import { createPool, type Database, transaction } from "@tureen/persistence/platform/database";
import { createRestaurant } from "@tureen/persistence/staff/create-restaurant";
import { createStaff } from "@tureen/persistence/staff/staff-accounts";
import { joinSession } from "@tureen/persistence/table/join-session";
import { openSession } from "@tureen/persistence/table/open-session";
import { parseMenuFile } from "@tureen/shared/menu/menu-file";
import type { BillTerms } from "@tureen/shared/table/document/types";

const DAY_MS = 86_400_000;

export interface FullRestaurant {
  readonly restaurantId: string;
  /** One place for each diner: those of a table follow each other. */
  readonly places: {
    readonly document: string;
    readonly diner: string;
    readonly token: () => Promise<string>;
  }[];
  /** A dish that can be ordered without choosing options. */
  readonly dish: { readonly item: string; readonly price: number; readonly menuVersion: number };
  readonly staff: { readonly login: string; readonly password: string };
}

/**
 * Creates a restaurant in the database at this address, whose planner then knows what is in it, as it
 * would within a minute (autovacuum). `secret` signs diners' tokens.
 */
export async function fillDatabase(
  databaseUrl: string,
  secret: string,
  sizes: readonly number[],
  terms?: BillTerms,
): Promise<FullRestaurant> {
  const database = createPool({ url: databaseUrl, poolMax: 8 });
  // The application's role may not.
  const owner = createPool({ url: databaseUrl, role: null, poolMax: 1 });
  try {
    const full = await fillRestaurant(database, new TextEncoder().encode(secret), sizes, terms);
    await owner.query("analyze");
    return full;
  } finally {
    await Promise.all([database.end(), owner.end()]);
  }
}

/** Tables that are filled at the same time. */
const FILLED_AT_ONCE = 4;

/**
 * Creates a restaurant with every table open; `sizes` says how many sit at each, `terms` how its
 * bills are made, if it makes them here.
 */
export async function fillRestaurant(
  database: Database,
  jwtKey: Uint8Array,
  sizes: readonly number[],
  terms?: BillTerms,
): Promise<FullRestaurant> {
  const now = new Date();
  const later = new Date(now.getTime() + DAY_MS);
  const menuFile = new URL("../../../persistence/src/demo/menu.json", import.meta.url);
  const parsed = parseMenuFile(JSON.parse(await readFile(menuFile, "utf8")));
  if (!parsed.ok) throw new Error(`the demo menu is broken at ${parsed.problem.path}`);
  const { name, currency, locale } = parsed.file;
  const { restaurantId, made, staff } = await transaction(database, async (tx) => {
    const { restaurantId, tables: made } = await createRestaurant(tx, {
      name,
      currency,
      locale,
      tables: sizes.length,
      now,
    });
    await importMenu(tx, { restaurantId, file: parsed.file, now });
    const account = {
      restaurantId,
      role: "kitchen",
      login: "kitchen",
      name: "Kitchen",
      now,
    } as const;
    return { restaurantId, made, staff: await createStaff(tx, account) };
  });
  const { menu } = await readMenu(database, { restaurantId });
  const item = menu.categories.flatMap((c) => c.items).find((i) => i.options.length === 0);
  if (!item) throw new Error("the demo menu has no dish without options");

  const fillTable = async (tableId: string, diners: number): Promise<FullRestaurant["places"]> => {
    const places: FullRestaurant["places"] = [];
    const { sessionId, pin } = await openSession(database, {
      restaurantId,
      tableId,
      by: { kind: "staff", id: null },
      pinLength: 6,
      now,
      expiresAt: later,
      ...(terms && { terms }),
    });
    for (let n = 0; n < diners; n++) {
      const seat = await joinSession(database, {
        restaurantId,
        sessionId,
        pin,
        name: `Diner ${n + 1}`,
        now,
        expiresAt: later,
        refreshExpiresAt: later,
      });
      const { diner } = seat;
      const token = async () =>
        (await issueDinerToken(jwtKey, { restaurantId, sessionId, diner })).token;
      places.push({ document: sessionId, token, diner });
    }
    return places;
  };
  const places: FullRestaurant["places"] = [];
  for (let i = 0; i < made.length; i += FILLED_AT_ONCE) {
    const some = made.slice(i, i + FILLED_AT_ONCE);
    const filled = await Promise.all(some.map(({ id }, n) => fillTable(id, sizes[i + n] ?? 0)));
    places.push(...filled.flat());
  }
  return {
    restaurantId,
    places,
    dish: { item: item.id, price: item.price, menuVersion: menu.version },
    staff,
  };
}
