import { seedDemo } from "@tureen/persistence/demo/seed";
import { createPool } from "@tureen/persistence/platform/database";
import { migrate } from "@tureen/persistence/platform/migrate";
import { readRows } from "@tureen/persistence/platform/rows";
import pg from "pg";
import { z } from "zod";
import { ensureAppLogin } from "./app-login.ts";
import type { Settings } from "./settings.ts";

const shownTable = z.object({
  name: z.string(),
  slug: z.string(),
  label: z.string(),
  code: z.string(),
});

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
    const seeded = await seedDemo(database, { now: new Date() });
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
    const rows = await readRows(
      client,
      shownTable,
      `SELECT r.name, r.slug, t.label, q.code
         FROM (SELECT * FROM restaurants ORDER BY created_at, id LIMIT $1) r
         CROSS JOIN LATERAL (
           SELECT * FROM tables WHERE restaurant_id = r.id AND archived_at IS NULL
            ORDER BY position LIMIT $2) t
         JOIN qr_codes q
           ON q.restaurant_id = r.id AND q.table_id = t.id AND q.revoked_at IS NULL
        ORDER BY r.created_at, r.id, t.position`,
      [RESTAURANTS_SHOWN, TABLES_SHOWN],
    );
    const places = new Map<string, Place>();
    for (const { name, slug, label, code } of rows) {
      const place = places.get(slug) ?? { restaurant: name, slug, tables: [] };
      place.tables.push({ label, code });
      places.set(slug, place);
    }
    return [...places.values()];
  } finally {
    await client.end();
  }
}
