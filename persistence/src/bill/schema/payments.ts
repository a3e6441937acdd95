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
  uuid,
} from "drizzle-orm/pg-core";
import { orders } from "../../orders/schema/orders.ts";
import {
  between,
  id,
  MAX_MINOR,
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

/** Money received for a session. Nothing writes it yet; its rules are here from the start. */
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
    index("idx_payments_session").on(t.restaurantId, t.sessionId),
    // For the count of the last day's failures, over all restaurants.
    index("idx_payments_failed").on(t.restaurantId, t.statusAt).where(sql`${t.status} = 'failed'`),
    oneOf("payments_method_known", t.method, PAYMENT_METHODS),
    oneOf("payments_status_known", t.status, PAYMENT_STATUSES),
    check("payments_currency_shape", sql`${t.currency} ~ '^[A-Z]{3}$'`),
    check("payments_diner_shape", sql`${t.diner} ~ '^d[1-9][0-9]{0,2}$'`),
    between("payments_amount_bounds", t.amountMinor, 1, MAX_MINOR * 1000),
    between("payments_tip_bounds", t.tipMinor, 0, MAX_MINOR * 1000),
    textLength("payments_idempotency_length", t.idempotencyKey, 8, 100),
    textLength("payments_provider_reference_length", t.providerReference, 1, 200),
  ],
);
