import { TureenError } from "@tureen/shared/platform/errors";
import { uuidv7 } from "uuidv7";
import type { Transaction } from "../platform/database.ts";
import { randomSigns } from "../platform/tokens.ts";
import { enterRestaurant } from "../platform/wire/index.ts";

export interface NewRestaurant {
  readonly restaurantId: string;
  readonly slug: string;
  readonly tables: readonly {
    readonly id: string;
    readonly label: string;
    readonly code: string;
  }[];
}

const SLUG = /^[a-z0-9]{2,16}$/;

/** Tables that one call makes at most. */
export const MAX_TABLES = 1_000;

/**
 * Creates a restaurant with numbered tables, a QR code for each, and its counters. It has no menu
 * and no staff yet. The transaction is bound to it from here on. Throws "field-invalid" for a slug that
 * is none, or another restaurant's.
 */
export async function createRestaurant(
  tx: Transaction,
  input: {
    readonly name: string;
    /** ISO 4217. */
    readonly currency: string;
    readonly locale: string;
    readonly tables: number;
    readonly opening?: "diner" | "staff";
    /** What addresses of its tables begin with, 2 to 16 of a-z and 0-9; left out: made of the name. */
    readonly slug?: string | undefined;
    readonly now: Date;
  },
): Promise<NewRestaurant> {
  if (!Number.isInteger(input.tables) || input.tables < 0 || input.tables > MAX_TABLES) {
    throw new RangeError(`a restaurant has 0 to ${MAX_TABLES} tables, not ${input.tables}`);
  }
  const restaurantId = uuidv7();
  await enterRestaurant(tx, restaurantId);
  const slug = await insertRestaurant(tx, restaurantId, input);
  await tx.query("insert into restaurant_counters (restaurant_id) values ($1)", [restaurantId]);
  const tables = Array.from({ length: input.tables }, (_, i) => ({
    id: uuidv7(),
    label: String(i + 1),
    code: `${slug}-${randomSigns(20)}`,
  }));
  await tx.query(
    `insert into tables (restaurant_id, id, label, position, created_at)
     select k.restaurant_id, t.id, t.label, t.position - 1, $4
     from restaurant_counters k,
       unnest($2::uuid[], $3::text[]) with ordinality as t (id, label, position)
     where k.restaurant_id = $1`,
    [restaurantId, tables.map((t) => t.id), tables.map((t) => t.label), input.now],
  );
  await tx.query(
    `insert into qr_codes (restaurant_id, id, table_id, code, created_at)
     select k.restaurant_id, q.id, q.table_id, q.code, $5
     from restaurant_counters k,
       unnest($2::uuid[], $3::uuid[], $4::text[]) as q (id, table_id, code)
     where k.restaurant_id = $1`,
    [
      restaurantId,
      tables.map(() => uuidv7()),
      tables.map((t) => t.id),
      tables.map((t) => t.code),
      input.now,
    ],
  );
  return { restaurantId, slug, tables };
}

/** Inserts the restaurant under its slug, or one made of its name, or of chance where that is taken. */
async function insertRestaurant(
  tx: Transaction,
  id: string,
  input: Parameters<typeof createRestaurant>[1],
): Promise<string> {
  const { slug: wanted } = input;
  if (wanted !== undefined && !SLUG.test(wanted)) {
    throw new TureenError("field-invalid", { field: "slug", detail: "2 to 16 of a-z and 0-9" });
  }
  const base = slugOf(input.name);
  const made = [base, `${base.slice(0, 11)}${randomSigns(5)}`, randomSigns(12)];
  const candidates = wanted === undefined ? made : [wanted];
  for (const slug of candidates.filter((candidate) => candidate.length >= 2)) {
    const { rowCount } = await tx.query(
      `insert into restaurants (id, slug, name, currency, locale, opening, created_at)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict (slug) do nothing`,
      [id, slug, input.name, input.currency, input.locale, input.opening ?? "diner", input.now],
    );
    if (rowCount === 1) return slug;
  }
  if (wanted !== undefined) {
    throw new TureenError("field-invalid", { field: "slug", detail: `"${wanted}" is taken` });
  }
  throw new Error("found no free short name for the restaurant");
}

/** Latin letters and digits of a name, at most 16; may be empty for other scripts. */
function slugOf(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "")
    .slice(0, 16);
}
