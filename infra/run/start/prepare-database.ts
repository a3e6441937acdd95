import { seedDemo } from "@tureen/persistence/demo/seed";
import { createPool } from "@tureen/persistence/platform/database";
import { migrate } from "@tureen/persistence/platform/migrate";
import { readRows } from "@tureen/persistence/platform/rows";
import pg from "pg";
import { z } from "zod";
import { ensureAppLogin } from "./app-login.ts";
import { encodeDemoPictures } from "./demo-pictures.ts";
import type { Settings } from "./settings.ts";

const shownRestaurant = z.object({ id: z.string(), name: z.string(), slug: z.string() });
const shownTable = z.object({ label: z.string(), code: z.string() });

/** Where to find the restaurants of a database that is already set up. */
export type Place = { restaurant: string; slug: string; tables: { label: string; code: string }[] };

const TABLES_SHOWN = 3;
const RESTAURANTS_SHOWN = 5;

/** A staff account of the demo restaurant; the password exists in clear only here. */
export type Staff = { role: string; login: string; password: string };

/**
 * Brings the schema of its owner's `url` up to date, makes the application's login where one is set,
 * and fills an empty database with the demo restaurant unless that is switched off. Returns the
 * demo's staff accounts; none when there is a restaurant already.
 */
export async function prepareDatabase(
  url: string,
  settings: Partial<Pick<Settings, "APP_DATABASE_URL" | "DEMO_RESTAURANT">> = {},
): Promise<readonly Staff[]> {
  await migrate(url);
  if (settings.APP_DATABASE_URL) await ensureAppLogin(url, settings.APP_DATABASE_URL);
  if (settings.DEMO_RESTAURANT === "no") return [];
  const database = createPool({ url, poolMin: 0, poolMax: 1, applicationName: "tureen-start" });
  try {
    const seeded = await seedDemo(database, { now: new Date(), pictures: encodeDemoPictures });
    return seeded?.staff ?? [];
  } finally {
    await database.end();
  }
}

/** The first restaurants with the codes of their first tables, for the addresses shown at start. */
export async function readPlaces(url: string): Promise<Place[]> {
  const client = new pg.Client({ connectionString: url, query_timeout: 10_000 });
  await client.connect();
  try {
    const restaurants = await readRows(
      client,
      shownRestaurant,
      "select id, name, slug from restaurants order by created_at, id limit $1",
      [RESTAURANTS_SHOWN],
    );
    const places: Place[] = [];
    // One by one: spread over several machines, their tables are not all at the same place.
    for (const { id, name: restaurant, slug } of restaurants) {
      const tables = await readRows(
        client,
        shownTable,
        `select t.label, q.code from tables t
           join qr_codes q on q.restaurant_id = $1 and q.table_id = t.id and q.revoked_at is null
         where t.restaurant_id = $1 and t.archived_at is null
         order by t.position limit $2`,
        [id, TABLES_SHOWN],
      );
      if (tables.length > 0) places.push({ restaurant, slug, tables });
    }
    return places;
  } finally {
    await client.end();
  }
}
