import {
  MAX_PRINTER_NAME,
  PRINT_KINDS,
  PRINT_STATES,
  PRINTER_KINDS,
  PRINTER_LANGUAGES,
  PRINTER_TROUBLES,
} from "@tureen/shared/kitchen/printers";
import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import {
  between,
  bytea,
  id,
  moment,
  oneOf,
  restaurantId,
  textLength,
} from "../../platform/schema/columns.ts";
import { restaurants } from "../../platform/schema/restaurants.ts";

/** The printers of a kitchen: how each is reached, what it prints, how far it is and how it does. */
export const kitchenPrinters = pgTable(
  "kitchen_printers",
  {
    restaurantId: restaurantId(),
    id: id(),
    name: text("name").notNull(),
    kind: text("kind", { enum: PRINTER_KINDS }).notNull(),
    host: text("host"),
    port: integer("port"),
    /** SHA-256 of the token in the address that it asks, where it asks us. */
    tokenHash: bytea("token_hash"),
    /** Ids of the stations whose dishes it prints; none: whole tickets. */
    stations: uuid("stations").array().notNull(),
    /** Another printer, which takes over; without a foreign key: one that is gone is none. */
    fallback: uuid("fallback"),
    dots: integer("dots").notNull(),
    language: text("language", { enum: PRINTER_LANGUAGES }).notNull(),
    on: boolean("is_on").notNull(),
    /** The last of the kitchen's events of which its slips are made. */
    lastEvent: bigint("last_event", { mode: "number" }).notNull(),
    trouble: text("trouble", { enum: PRINTER_TROUBLES }),
    troubleSince: moment("trouble_since"),
    /** When it last answered or asked. */
    seenAt: moment("seen_at"),
    /** When it is tried next. */
    nextTryAt: moment("next_try_at").notNull(),
    tries: integer("tries").notNull(),
    /** Who prints with it at this moment, and until when that holds if they die. */
    lease: uuid("lease"),
    leaseUntil: moment("lease_until"),
    createdAt: moment("created_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "kitchen_printers_pk", columns: [t.restaurantId, t.id] }),
    unique("kitchen_printers_name_unique").on(t.restaurantId, t.name),
    foreignKey({
      name: "kitchen_printers_restaurant_fk",
      columns: [t.restaurantId],
      foreignColumns: [restaurants.id],
    }),
    textLength("kitchen_printers_name_length", t.name, 1, MAX_PRINTER_NAME),
    textLength("kitchen_printers_host_length", t.host, 1, 253),
    between("kitchen_printers_port_bounds", t.port, 1, 65_535),
    between("kitchen_printers_dots_bounds", t.dots, 100, 2000),
    oneOf("kitchen_printers_kind_known", t.kind, PRINTER_KINDS),
    oneOf("kitchen_printers_language_known", t.language, PRINTER_LANGUAGES),
    oneOf("kitchen_printers_trouble_known", t.trouble, PRINTER_TROUBLES),
    check(
      "kitchen_printers_reached",
      sql`(${t.kind} = 'escpos') = (${t.host} is not null and ${t.port} is not null)
        and (${t.kind} = 'cloudprnt') = (${t.tokenHash} is not null)`,
    ),
    check(
      "kitchen_printers_trouble_since",
      sql`(${t.trouble} is null) = (${t.troubleSince} is null)`,
    ),
    check("kitchen_printers_lease_until", sql`(${t.lease} is null) = (${t.leaseUntil} is null)`),
    check("kitchen_printers_counts_positive", sql`${t.lastEvent} >= 0 and ${t.tries} >= 0`),
  ],
);

/**
 * Slips for paper, made of the kitchen's events, one for each printer that an event concerns. What is on
 * them is read when they are printed, so that nothing about guests is kept here.
 */
export const printJobs = pgTable(
  "print_jobs",
  {
    restaurantId: restaurantId(),
    id: id(),
    /** The printer that it was made for. */
    printer: uuid("printer_id").notNull(),
    /** The one that prints it: another where it was handed on. */
    at: uuid("at_printer_id").notNull(),
    kind: text("kind", { enum: PRINT_KINDS }).notNull(),
    /** The event that it tells; null for a test. */
    event: bigint("event_number", { mode: "number" }),
    /** Whether a manager asked for it once more. */
    again: boolean("again").notNull(),
    state: text("state", { enum: PRINT_STATES }).notNull(),
    /** How often its first byte may have left. */
    begun: integer("begun").notNull(),
    createdAt: moment("created_at").notNull(),
    printedAt: moment("printed_at"),
  },
  (t) => [
    primaryKey({ name: "print_jobs_pk", columns: [t.restaurantId, t.id] }),
    foreignKey({
      name: "print_jobs_printer_fk",
      columns: [t.restaurantId, t.printer],
      foreignColumns: [kitchenPrinters.restaurantId, kitchenPrinters.id],
    }),
    foreignKey({
      name: "print_jobs_at_printer_fk",
      columns: [t.restaurantId, t.at],
      foreignColumns: [kitchenPrinters.restaurantId, kitchenPrinters.id],
    }),
    /** What makes each slip once. */
    uniqueIndex("print_jobs_event_unique")
      .on(t.restaurantId, t.printer, t.event)
      .where(sql`not ${t.again}`),
    index("idx_print_jobs_open")
      .on(t.restaurantId, t.at)
      .where(sql`${t.state} in ('waiting', 'begun')`),
    index("idx_print_jobs_created").on(t.restaurantId, t.createdAt),
    oneOf("print_jobs_kind_known", t.kind, PRINT_KINDS),
    oneOf("print_jobs_state_known", t.state, PRINT_STATES),
    check("print_jobs_test_or_event", sql`(${t.kind} = 'test') = (${t.event} is null)`),
    check("print_jobs_begun_positive", sql`${t.begun} >= 0`),
  ],
);
