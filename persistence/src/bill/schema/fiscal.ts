import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
} from "drizzle-orm/pg-core";
import { z } from "zod";
import { between, moment, oneOf, restaurantId, textLength } from "../../platform/schema/columns.ts";
import { receipts } from "./receipts.ts";

export const FISCAL_STATES = ["pending", "signed"] as const;

/** What a record says of a receipt's signature, as it is read; all null where no device signs. */
export const signatureColumns = {
  state: z.enum(FISCAL_STATES).nullable(),
  device: z.string().nullable(),
  transaction: z.string().nullable(),
  signature: z.string().nullable(),
};

/** The longest signature that a device may answer with: base64 of a few kilobytes. */
const MAX_SIGNATURE = 8_000;

/**
 * Receipts for the signing device: one row for each, queued in the receipt's own transaction and signed
 * in the order of the numbers. What is signed never changes.
 */
export const fiscalRecords = pgTable(
  "fiscal_records",
  {
    restaurantId: restaurantId(),
    receiptNumber: bigint("receipt_number", { mode: "number" }).notNull(),
    state: text("state", { enum: FISCAL_STATES }).notNull().default("pending"),
    /** The device, as it names itself, and what it calls the signing. */
    device: text("device"),
    transaction: text("transaction"),
    signature: text("signature"),
    /** The device's count of its signatures with this one; null from one that does not count. */
    signatureCounter: bigint("signature_counter", { mode: "number" }),
    /** The signature of the restaurant's record before this one; null for its first. */
    previous: text("previous"),
    attempts: integer("attempts").notNull().default(0),
    nextAttemptAt: moment("next_attempt_at").notNull(),
    error: text("error"),
    /** By the device's clock. */
    signedAt: moment("signed_at"),
  },
  (t) => [
    primaryKey({ name: "fiscal_records_pk", columns: [t.restaurantId, t.receiptNumber] }),
    foreignKey({
      name: "fiscal_records_receipt_fk",
      columns: [t.restaurantId, t.receiptNumber],
      foreignColumns: [receipts.restaurantId, receipts.number],
    }),
    index("idx_fiscal_records_pending")
      .on(t.restaurantId, t.receiptNumber)
      .where(sql`${t.state} = 'pending'`),
    oneOf("fiscal_records_state_known", t.state, FISCAL_STATES),
    check(
      "fiscal_records_signed_whole",
      sql`(${t.state} = 'signed') = (${t.signature} is not null and ${t.device} is not null
        and ${t.transaction} is not null and ${t.signedAt} is not null)`,
    ),
    between("fiscal_records_attempts_bounds", t.attempts, 0, 1_000_000),
    textLength("fiscal_records_device_length", t.device, 1, 200),
    textLength("fiscal_records_transaction_length", t.transaction, 1, 200),
    textLength("fiscal_records_signature_length", t.signature, 1, MAX_SIGNATURE),
    textLength("fiscal_records_error_length", t.error, 0, 2000),
  ],
);

/**
 * Closes of business days, numbered 1, 2, 3 … per restaurant without gaps, as many for a day as it takes.
 * Each takes up the receipts after those of the close before, up to the last of its own day, so that none
 * is left out and none counted twice, and the closes of a day are what its receipts come to.
 */
export const fiscalCloses = pgTable(
  "fiscal_closes",
  {
    restaurantId: restaurantId(),
    businessDay: date("business_day", { mode: "string" }).notNull(),
    number: bigint("number", { mode: "number" }).notNull(),
    /**
     * Which close of its day it is: 1, 2, 3 … Null for one from before a day could have several, which may
     * hold receipts of earlier days too; it counts as one of its day.
     */
    ofDay: integer("of_day"),
    firstReceipt: bigint("first_receipt", { mode: "number" }).notNull(),
    lastReceipt: bigint("last_receipt", { mode: "number" }).notNull(),
    /** JSON as it is signed, character by character: text, since jsonb would write it anew. */
    totals: text("totals").notNull(),
    /** Null until the device has answered. */
    signature: text("signature"),
    /** Who closed the day: a member of staff, or null when it closed by itself. */
    closedBy: text("closed_by"),
    at: moment("at").notNull(),
    signedAt: moment("signed_at"),
  },
  (t) => [
    primaryKey({ name: "fiscal_closes_pk", columns: [t.restaurantId, t.number] }),
    foreignKey({
      name: "fiscal_closes_last_fk",
      columns: [t.restaurantId, t.lastReceipt],
      foreignColumns: [fiscalRecords.restaurantId, fiscalRecords.receiptNumber],
    }),
    unique("fiscal_closes_of_day_unique").on(t.restaurantId, t.businessDay, t.ofDay),
    index("idx_fiscal_closes_unsigned")
      .on(t.restaurantId, t.number)
      .where(sql`${t.signature} is null`),
    check("fiscal_closes_number_positive", sql`${t.number} >= 1`),
    check("fiscal_closes_of_day_positive", sql`${t.ofDay} >= 1`),
    check("fiscal_closes_range", sql`${t.firstReceipt} between 1 and ${t.lastReceipt}`),
    textLength("fiscal_closes_totals_length", t.totals, 2, 100_000),
    textLength("fiscal_closes_closed_by_length", t.closedBy, 1, 64),
    textLength("fiscal_closes_signature_length", t.signature, 1, MAX_SIGNATURE),
  ],
);
