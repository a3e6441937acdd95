/** The restaurant of a run. */
import { readFile } from "node:fs/promises";
import { changeBilling } from "@tureen/persistence/bill/billing-settings";
import { runImport } from "@tureen/persistence/menu/import/run-import";
import { setCourses } from "@tureen/persistence/menu/set-courses";
import { SERVER } from "@tureen/persistence/platform/actor";
import { createPool } from "@tureen/persistence/platform/database";
import { migrate } from "@tureen/persistence/platform/migrate";
import type { BillTerms } from "@tureen/shared/table/document/types";

/** Two rates, a service charge and coins of five, so that nothing is round. */
const TERMS: BillTerms = {
  prices: "exclusive",
  categories: {
    food: { name: "Food", rates: { "dine-in": 700, takeaway: 700 } },
    drinks: { name: "Drinks", rates: { "dine-in": 1900, takeaway: 1900 } },
  },
  category: "food",
  service: { rate: { percent: 1250 }, fromGuests: 2, of: "gross", category: "drinks" },
  tips: [500, 1000],
  cashStep: 5,
  online: true,
  tab: { hold: 3000, step: 1000 },
};

/** What a table is served one after the other; drinks are of none. */
const COURSES = [{ name: "Starters" }, { name: "Mains" }, { name: "Desserts" }];
/** The sections of the demo menu that are of a course, which is named by its place. */
const COURSE_OF: Readonly<Record<string, number>> = {
  ...{ "From the Tureen": 1, "Small Plates": 1 },
  ...{ Mains: 2, "Wood-fired Flatbreads": 2, Desserts: 3 },
};

/** The demo menu with courses. */
async function readMenuFile(): Promise<string> {
  const file = new URL("../../../persistence/src/demo/menu.json", import.meta.url);
  const menu = JSON.parse(await readFile(file, "utf8")) as { categories: { name: string }[] };
  const categories = menu.categories.map((section) => ({
    ...section,
    course: COURSE_OF[section.name],
  }));
  return JSON.stringify({ ...menu, categories });
}

/** A table and the code of its QR code. */
export interface SimulatedTable {
  readonly id: string;
  readonly code: string;
}

export interface SimulatedRestaurant {
  readonly restaurantId: string;
  readonly tables: readonly SimulatedTable[];
  readonly staff: Readonly<
    Record<"manager" | "waiter" | "kitchen", { readonly login: string; readonly password: string }>
  >;
}

/** Brings the schema up to date and makes a restaurant with the demo menu and its courses. */
export async function buildRestaurant(
  databaseUrl: string,
  tables: number,
): Promise<SimulatedRestaurant> {
  await migrate(databaseUrl);
  const database = createPool({ url: databaseUrl, poolMin: 0, poolMax: 2 });
  try {
    const { made } = await runImport(database, {
      source: await readMenuFile(),
      tables,
      now: new Date(),
    });
    if (!made) throw new Error("the import made no restaurant");
    await setCourses(database, {
      ...{ restaurantId: made.restaurantId, courses: COURSES, by: SERVER, now: new Date() },
    });
    const account = (role: "manager" | "waiter" | "kitchen") => {
      const found = made.staff.find((staff) => staff.role === role);
      if (!found) throw new Error(`the restaurant has no ${role}`);
      return { login: found.login, password: found.password };
    };
    const { restaurantId } = made;
    const header = { header: "The restaurant of the run", taxNumber: "" };
    await changeBilling(database, {
      ...{ restaurantId, billing: { terms: TERMS, receipt: header }, version: 0 },
      ...{ by: SERVER, now: new Date() },
    });
    return {
      restaurantId: made.restaurantId,
      tables: made.tables.map(({ id, code }) => ({ id, code })),
      staff: {
        manager: account("manager"),
        waiter: account("waiter"),
        kitchen: account("kitchen"),
      },
    };
  } finally {
    await database.end();
  }
}
