import { MAX_MINOR } from "@tureen/shared/platform/limits";
import { sql } from "drizzle-orm";
import {
  char,
  check,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { orders } from "../../orders/schema/orders.ts";
import {
  between,
  id,
  minor,
  moment,
  oneOf,
  restaurantId,
  textLength,
} from "../../platform/schema/columns.ts";
import { sessions } from "../../table/schema/sessions.ts";

export const PAYMENT_STATUSES = [
  "pending",
  "authorised",
  "captured",
  "failed",
  "refunded",
] as const;

export const PAYMENT_METHODS = ["cash", "card", "online", "other"] as const;

/**
 * Money for a table's bill. Where it stands may change, and what was given back; who pays how much
 * for what never does. Only a tab has its amount and tip once it is closed: until then the amount is
 * what its card was asked to hold.
 */
export const payments = pgTable(
  "payments",
  {
    restaurantId: restaurantId(),
    id: id(),
    sessionId: uuid("session_id").notNull(),
    orderId: uuid("order_id"),
    diner: text("diner"),
    method: text("method", { enum: PAYMENT_METHODS }).notNull(),
    currency: char("currency", { length: 3 }).notNull(),
    amountMinor: minor("amount_minor").notNull(),
    tipMinor: minor("tip_minor").notNull().default(0),
    status: text("status", { enum: PAYMENT_STATUSES }).notNull(),
    idempotencyKey: text("idempotency_key").notNull(),
    providerReference: text("provider_reference"),
    createdAt: moment("created_at").notNull(),
    statusAt: moment("status_at").notNull(),
    /** The key of its wish in the document, or its own id when staff took it. */
    wishId: text("wish_id"),
    provider: text("provider"),
    roundingMinor: minor("rounding_minor").notNull().default(0),
    refundedMinor: minor("refunded_minor").notNull().default(0),
    tipRefundedMinor: minor("tip_refunded_minor").notNull().default(0),
    expiresAt: moment("expires_at"),
    /** Of a tab: what its card was asked to hold at first. */
    holdMinor: minor("hold_minor"),
    /** Of a tab: what the provider holds; only ever raised. */
    authorisedMinor: minor("authorised_minor"),
    /** When a tab was closed to be charged: from then on its amount and tip are what is captured. */
    tabClosedAt: moment("tab_closed_at"),
  },
  (t) => [
    primaryKey({ name: "payments_pk", columns: [t.restaurantId, t.id] }),
    foreignKey({
      name: "payments_session_fk",
      columns: [t.restaurantId, t.sessionId],
      foreignColumns: [sessions.restaurantId, sessions.id],
    }),
    foreignKey({
      name: "payments_order_fk",
      columns: [t.restaurantId, t.orderId],
      foreignColumns: [orders.restaurantId, orders.id],
    }),
    unique("payments_idempotency_unique").on(t.restaurantId, t.idempotencyKey),
    uniqueIndex("payments_wish_unique").on(t.restaurantId, t.sessionId, t.wishId),
    index("idx_payments_session").on(t.restaurantId, t.sessionId),
    // For the count of the last day's failures, over all restaurants.
    index("idx_payments_failed").on(t.restaurantId, t.statusAt).where(sql`${t.status} = 'failed'`),
    oneOf("payments_method_known", t.method, PAYMENT_METHODS),
    oneOf("payments_status_known", t.status, PAYMENT_STATUSES),
    check("payments_currency_shape", sql`${t.currency} ~ '^[A-Z]{3}$'`),
    check("payments_diner_shape", sql`${t.diner} ~ '^d[1-9][0-9]{0,2}$'`),
    between("payments_amount_bounds", t.amountMinor, 1, MAX_MINOR * 1000),
    between("payments_tip_bounds", t.tipMinor, 0, MAX_MINOR * 1000),
    between("payments_refunded_bounds", t.refundedMinor, 0, MAX_MINOR * 1000),
    between("payments_tip_refunded_bounds", t.tipRefundedMinor, 0, MAX_MINOR * 1000),
    check(
      "payments_refunded_of_it",
      sql`${t.refundedMinor} <= ${t.amountMinor} and ${t.tipRefundedMinor} <= ${t.tipMinor}`,
    ),
    textLength("payments_wish_length", t.wishId, 4, 40),
    textLength("payments_provider_length", t.provider, 1, 40),
    textLength("payments_idempotency_length", t.idempotencyKey, 8, 100),
    textLength("payments_provider_reference_length", t.providerReference, 1, 200),
  ],
);
