import { DEFAULT_DAYS, MAX_DAY_START } from "@tureen/shared/platform/business-day";
import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  char,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { between, bytea, id, moment, oneOf, restaurantId, textLength } from "./columns.ts";

/** Who may open a table: the first diner who scans, or only staff. */
export const OPENING = ["diner", "staff"] as const;

/**
 * The tenants. `slug` is the short public name that prefixes QR codes and staff logins, so that
 * both lead to one restaurant without searching the others.
 */
export const restaurants = pgTable(
  "restaurants",
  {
    id: id(),
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    currency: char("currency", { length: 3 }).notNull(),
    locale: text("locale").notNull(),
    timezone: text("timezone").notNull().default(DEFAULT_DAYS.timezone),
    /** The hour at which a business day begins: what is ordered before it belongs to the day before. */
    dayStartsAt: integer("day_starts_at").notNull().default(DEFAULT_DAYS.dayStartsAt),
    opening: text("opening", { enum: OPENING }).notNull().default("diner"),
    /** Whether anybody reads the menu without a table, and search engines do. */
    publicMenu: boolean("public_menu").notNull().default(true),
    /** The courses of a meal as its next menu has them (shared/src/menu/courses.ts); null: none. */
    courses: jsonb("courses"),
    /** When orders are taken (shared/src/menu/timing/rules.ts); null: always. */
    openingHours: jsonb("opening_hours"),
    /** The latest time in which the kitchen takes no orders; both null when it was called off. */
    pausedFrom: moment("paused_from"),
    pausedUntil: moment("paused_until"),
    menuVersion: integer("menu_version").notNull().default(0),
    cacheVersion: bigint("cache_version", { mode: "number" }).notNull().default(0),
    createdAt: moment("created_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "restaurants_pk", columns: [t.id] }),
    unique("restaurants_slug_unique").on(t.slug),
    check("restaurants_slug_shape", sql`${t.slug} ~ '^[a-z0-9]{2,16}$'`),
    check("restaurants_currency_shape", sql`${t.currency} ~ '^[A-Z]{3}$'`),
    textLength("restaurants_name_length", t.name, 1, 200),
    textLength("restaurants_locale_length", t.locale, 2, 35),
    textLength("restaurants_timezone_length", t.timezone, 1, 64),
    between("restaurants_day_starts_at_bounds", t.dayStartsAt, 0, MAX_DAY_START),
    oneOf("restaurants_opening_known", t.opening, OPENING),
    check("restaurants_pause", sql`(${t.pausedFrom} is null) = (${t.pausedUntil} is null)`),
    check("restaurants_menu_version_positive", sql`${t.menuVersion} >= 0`),
    check("restaurants_cache_version_positive", sql`${t.cacheVersion} >= 0`),
  ],
);

/** The next numbers a restaurant gives out; one row each, so that numbers have no gaps. */
export const restaurantCounters = pgTable(
  "restaurant_counters",
  {
    restaurantId: restaurantId(),
    nextOrderNumber: bigint("next_order_number", { mode: "number" }).notNull().default(1),
    nextEventNumber: bigint("next_event_number", { mode: "number" }).notNull().default(1),
    /** Hash of the last row of the order history; 32 zero bytes before the first. */
    lastEventHash: bytea("last_event_hash").notNull().default(sql`decode(repeat('00', 32), 'hex')`),
  },
  (t) => [
    primaryKey({ name: "restaurant_counters_pk", columns: [t.restaurantId] }),
    foreignKey({
      name: "restaurant_counters_restaurant_fk",
      columns: [t.restaurantId],
      foreignColumns: [restaurants.id],
    }),
    check(
      "restaurant_counters_positive",
      sql`${t.nextOrderNumber} >= 1 and ${t.nextEventNumber} >= 1`,
    ),
    check("restaurant_counters_sha256", sql`octet_length(${t.lastEventHash}) = 32`),
  ],
);

/** The tables guests sit at. */
export const tables = pgTable(
  "tables",
  {
    restaurantId: restaurantId(),
    id: id(),
    label: text("label").notNull(),
    position: integer("position").notNull(),
    archivedAt: moment("archived_at"),
    createdAt: moment("created_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "tables_pk", columns: [t.restaurantId, t.id] }),
    foreignKey({
      name: "tables_restaurant_fk",
      columns: [t.restaurantId],
      foreignColumns: [restaurants.id],
    }),
    unique("tables_label_unique").on(t.restaurantId, t.label),
    textLength("tables_label_length", t.label, 1, 40),
    between("tables_position_bounds", t.position, 0, 9999),
  ],
);

/** The codes printed on tables: `<slug>-<random>`; a replaced code stays, revoked. */
export const qrCodes = pgTable(
  "qr_codes",
  {
    restaurantId: restaurantId(),
    id: id(),
    tableId: uuid("table_id").notNull(),
    code: text("code").notNull(),
    createdAt: moment("created_at").notNull(),
    revokedAt: moment("revoked_at"),
  },
  (t) => [
    primaryKey({ name: "qr_codes_pk", columns: [t.restaurantId, t.id] }),
    foreignKey({
      name: "qr_codes_table_fk",
      columns: [t.restaurantId, t.tableId],
      foreignColumns: [tables.restaurantId, tables.id],
    }),
    unique("qr_codes_code_unique").on(t.restaurantId, t.code),
    index("idx_qr_codes_table").on(t.restaurantId, t.tableId),
    textLength("qr_codes_code_length", t.code, 12, 64),
  ],
);
