import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  date,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { minor, moment, oneOf, restaurantId, textLength } from "../../platform/schema/columns.ts";
import { sessions } from "../../table/schema/sessions.ts";
import { billEntries } from "./ledger.ts";
import { payments } from "./payments.ts";

/** "table" sums up the others of a session; no money moved by it. */
export const RECEIPT_KINDS = ["payment", "refund", "table"] as const;

/** Receipts, numbered 1, 2, 3 … per restaurant without gaps, as they were given out. */
export const receipts = pgTable(
  "receipts",
  {
    restaurantId: restaurantId(),
    number: bigint("number", { mode: "number" }).notNull(),
    sessionId: uuid("session_id").notNull(),
    /** Null on a receipt for the whole table. */
    paymentId: uuid("payment_id"),
    kind: text("kind", { enum: RECEIPT_KINDS }).notNull(),
    /** What makes its address impossible to guess. */
    token: text("token").notNull(),
    /** The entry of the ledger that it is about, whose content holds its digest. */
    entryNumber: bigint("entry_number", { mode: "number" }).notNull(),
    /** JSON, as `receiptContent` or `tableReceiptContent` of shared/src/bill/receipt.ts has it. */
    content: text("content").notNull(),
    businessDay: date("business_day", { mode: "string" }).notNull(),
    /** The money that moved: 0 on a receipt for the whole table, whatever it sums up. */
    amountMinor: minor("amount_minor").notNull(),
    at: moment("at").notNull(),
  },
  (t) => [
    primaryKey({ name: "receipts_pk", columns: [t.restaurantId, t.number] }),
    foreignKey({
      name: "receipts_session_fk",
      columns: [t.restaurantId, t.sessionId],
      foreignColumns: [sessions.restaurantId, sessions.id],
    }),
    foreignKey({
      name: "receipts_payment_fk",
      columns: [t.restaurantId, t.paymentId],
      foreignColumns: [payments.restaurantId, payments.id],
    }),
    foreignKey({
      name: "receipts_entry_fk",
      columns: [t.restaurantId, t.entryNumber],
      foreignColumns: [billEntries.restaurantId, billEntries.number],
    }),
    unique("receipts_token_unique").on(t.restaurantId, t.token),
    index("idx_receipts_day").on(t.restaurantId, t.businessDay, t.number),
    index("idx_receipts_session").on(t.restaurantId, t.sessionId),
    oneOf("receipts_kind_known", t.kind, RECEIPT_KINDS),
    check("receipts_payment_unless_table", sql`(${t.kind} = 'table') = (${t.paymentId} is null)`),
    check("receipts_table_moves_nothing", sql`${t.kind} <> 'table' or ${t.amountMinor} = 0`),
    check("receipts_number_positive", sql`${t.number} >= 1`),
    check("receipts_token_shape", sql`${t.token} ~ '^[A-Za-z0-9_-]{22}$'`),
    textLength("receipts_content_length", t.content, 2, 1_000_000),
  ],
);
