import { TureenError } from "@tureen/shared/platform/errors";
import { z } from "zod";
import type { Database } from "../platform/database.ts";
import { restaurantOfSlug } from "../platform/restaurant-of-slug.ts";
import { readRows } from "../platform/rows.ts";
import { ofRestaurant } from "../platform/wire/index.ts";

/** What a QR code leads to. */
export interface TablePlace {
  readonly restaurant: {
    readonly id: string;
    readonly name: string;
    readonly currency: string;
    readonly locale: string;
    readonly opening: "diner" | "staff";
    readonly menuVersion: number;
  };
  readonly tableId: string;
  readonly label: string;
  readonly code: string;
  /** The session that is going on there, if any. */
  readonly session: {
    readonly id: string;
    readonly expiresAt: Date;
    /** For the server alone; whoever asks has to bring it. */
    readonly pin: string;
  } | null;
}

const placeRow = z.object({
  restaurantId: z.string(),
  name: z.string(),
  currency: z.string(),
  locale: z.string(),
  opening: z.enum(["diner", "staff"]),
  menuVersion: z.int(),
  tableId: z.string(),
  label: z.string(),
  sessionId: z.string().nullable(),
  expiresAt: z.date().nullable(),
  pin: z.string().nullable(),
});

/**
 * The table of a QR code, `<slug>-<random>`: the slug finds the restaurant, the whole code its
 * table. Throws "table-unknown" for anything else, revoked codes included.
 */
export async function findTable(
  database: Database,
  { code, now }: { readonly code: string; readonly now: Date },
): Promise<TablePlace> {
  const slug = code.split("-", 1)[0] ?? "";
  const restaurantId = await restaurantOfSlug(database, slug);
  if (restaurantId === null) throw new TureenError("table-unknown");
  const rows = await readRows(
    ofRestaurant(database, restaurantId),
    placeRow,
    `select r.id as "restaurantId", r.name, r.currency, r.locale, r.opening,
       r.menu_version as "menuVersion", t.id as "tableId", t.label,
       s.id as "sessionId", s.expires_at as "expiresAt", s.pin
     from restaurants r
       join qr_codes q on q.restaurant_id = r.id and q.code = $2 and q.revoked_at is null
       join tables t on t.restaurant_id = r.id and t.id = q.table_id and t.archived_at is null
       left join sessions s on s.restaurant_id = r.id and s.table_id = t.id
         and s.status = 'active' and s.expires_at > $3
     where r.id = $1`,
    [restaurantId, code, now],
  );
  const row = rows[0];
  if (!row) throw new TureenError("table-unknown");
  const { restaurantId: id, name, currency, locale, opening, menuVersion } = row;
  return {
    restaurant: { id, name, currency, locale, opening, menuVersion },
    tableId: row.tableId,
    label: row.label,
    code,
    session:
      row.sessionId && row.expiresAt && row.pin
        ? { id: row.sessionId, expiresAt: row.expiresAt, pin: row.pin }
        : null,
  };
}
