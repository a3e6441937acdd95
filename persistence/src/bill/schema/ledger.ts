import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { HISTORY_ACTORS } from "../../orders/schema/orders.ts";
import {
  bytea,
  minor,
  moment,
  oneOf,
  restaurantId,
  textLength,
} from "../../platform/schema/columns.ts";
import { restaurants } from "../../platform/schema/restaurants.ts";
import { sessions } from "../../table/schema/sessions.ts";

/** What an entry of the ledger records. */
export const LEDGER_KINDS = [
  "adjusted",
  "reserved",
  "captured",
  "failed",
  "lapsed",
  "refunded",
  "refund-failed",
  /** A receipt for the whole table was given out; the bill is as it was. */
  "receipted",
  "authorising",
  "authorised",
  "raise-refused",
  "released",
] as const;

export type LedgerKind = (typeof LEDGER_KINDS)[number];

/** The next numbers of a restaurant's ledger and receipts; one row each, so that they have no gaps. */
export const billCounters = pgTable(
  "bill_counters",
  {
    restaurantId: restaurantId(),
    nextEntry: bigint("next_entry", { mode: "number" }).notNull().default(1),
    nextReceipt: bigint("next_receipt", { mode: "number" }).notNull().default(1),
    /** Hash of the last entry; 32 zero bytes before the first. */
    lastHash: bytea("last_hash").notNull().default(sql`decode(repeat('00', 32), 'hex')`),
  },
  (t) => [
    primaryKey({ name: "bill_counters_pk", columns: [t.restaurantId] }),
    foreignKey({
      name: "bill_counters_restaurant_fk",
      columns: [t.restaurantId],
      foreignColumns: [restaurants.id],
    }),
    check("bill_counters_positive", sql`${t.nextEntry} >= 1 and ${t.nextReceipt} >= 1`),
    check("bill_counters_sha256", sql`octet_length(${t.lastHash}) = 32`),
  ],
);

/**
 * Everything that changed a bill beside orders, of a restaurant in one sequence numbered 1, 2, 3 …
 * without gaps, and chained. `content` is the JSON that was hashed, character by character.
 */
export const billEntries = pgTable(
  "bill_entries",
  {
    restaurantId: restaurantId(),
    number: bigint("number", { mode: "number" }).notNull(),
    sessionId: uuid("session_id").notNull(),
    kind: text("kind", { enum: LEDGER_KINDS }).notNull(),
    paymentId: uuid("payment_id"),
    /** What makes a repeated call find the entry that it made. */
    once: uuid("once"),
    content: text("content").notNull(),
    actorKind: text("actor_kind", { enum: HISTORY_ACTORS }).notNull(),
    actorId: text("actor_id"),
    reason: text("reason"),
    at: moment("at").notNull(),
    previousHash: bytea("previous_hash").notNull(),
    hash: bytea("hash").notNull(),
  },
  (t) => [
    primaryKey({ name: "bill_entries_pk", columns: [t.restaurantId, t.number] }),
    foreignKey({
      name: "bill_entries_session_fk",
      columns: [t.restaurantId, t.sessionId],
      foreignColumns: [sessions.restaurantId, sessions.id],
    }),
    index("idx_bill_entries_session").on(t.restaurantId, t.sessionId, t.number),
    index("idx_bill_entries_at").on(t.restaurantId, t.at),
    index("idx_bill_entries_once").on(t.restaurantId, t.once).where(sql`${t.once} is not null`),
    check("bill_entries_number_positive", sql`${t.number} >= 1`),
    oneOf("bill_entries_kind_known", t.kind, LEDGER_KINDS),
    oneOf("bill_entries_actor_known", t.actorKind, HISTORY_ACTORS),
    textLength("bill_entries_content_length", t.content, 2, 1_000_000),
    textLength("bill_entries_actor_length", t.actorId, 1, 64),
    textLength("bill_entries_reason_length", t.reason, 1, 300),
    check(
      "bill_entries_sha256",
      sql`octet_length(${t.previousHash}) = 32 and octet_length(${t.hash}) = 32`,
    ),
    check(
      "bill_entries_payment_when_about_one",
      sql`(${t.kind} in ('adjusted', 'receipted')) = (${t.paymentId} is null)`,
    ),
  ],
);

/**
 * The ledger's anchors: each commits to a range of entries by the root of a tree over their hashes, and
 * to the anchor before, so that a receipt can be proven to somebody without showing them the entries of
 * other tables. Anybody may read and keep them (`readAnchors`).
 */
export const ledgerAnchors = pgTable(
  "ledger_anchors",
  {
    restaurantId: restaurantId(),
    number: bigint("number", { mode: "number" }).notNull(),
    firstEntry: bigint("first_entry", { mode: "number" }).notNull(),
    lastEntry: bigint("last_entry", { mode: "number" }).notNull(),
    root: bytea("root").notNull(),
    /** The hash of the last entry. */
    head: bytea("head").notNull(),
    at: moment("at").notNull(),
    previousHash: bytea("previous_hash").notNull(),
    hash: bytea("hash").notNull(),
  },
  (t) => [
    primaryKey({ name: "ledger_anchors_pk", columns: [t.restaurantId, t.number] }),
    unique("ledger_anchors_last_unique").on(t.restaurantId, t.lastEntry),
    foreignKey({
      name: "ledger_anchors_entry_fk",
      columns: [t.restaurantId, t.lastEntry],
      foreignColumns: [billEntries.restaurantId, billEntries.number],
    }),
    check("ledger_anchors_number_positive", sql`${t.number} >= 1`),
    check("ledger_anchors_range", sql`${t.firstEntry} between 1 and ${t.lastEntry}`),
    check(
      "ledger_anchors_sha256",
      sql`octet_length(${t.root}) = 32 and octet_length(${t.head}) = 32
        and octet_length(${t.previousHash}) = 32 and octet_length(${t.hash}) = 32`,
    ),
  ],
);

/** What a table owes and has paid, as of its last change: for the floor. A cache of the document. */
export const bills = pgTable(
  "bills",
  {
    restaurantId: restaurantId(),
    sessionId: uuid("session_id").notNull(),
    totalMinor: minor("total_minor").notNull(),
    paidMinor: minor("paid_minor").notNull(),
    reservedMinor: minor("reserved_minor").notNull(),
    balanceMinor: minor("balance_minor").notNull(),
    overpaidMinor: minor("overpaid_minor").notNull(),
    /** What each entry that holds does to the bill, by its number; null until the bill changes again. */
    changes: jsonb("changes").$type<Readonly<Record<string, number>>>(),
    at: moment("at").notNull(),
  },
  (t) => [
    primaryKey({ name: "bills_pk", columns: [t.restaurantId, t.sessionId] }),
    foreignKey({
      name: "bills_session_fk",
      columns: [t.restaurantId, t.sessionId],
      foreignColumns: [sessions.restaurantId, sessions.id],
    }),
    index("idx_bills_open")
      .on(t.restaurantId, t.sessionId)
      .where(sql`${t.balanceMinor} > 0 or ${t.reservedMinor} > 0`),
  ],
);
