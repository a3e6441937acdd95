import { sql } from "drizzle-orm";
import {
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { between, moment, oneOf, restaurantId, textLength } from "../../platform/schema/columns.ts";
import { QUEUE_STATUSES, sessions } from "../../table/schema/sessions.ts";

/**
 * Wishes to pay waiting for their one outcome. `payload` is the wish as the diner wrote it; `result`
 * keeps what the decision was made from and what it was.
 */
export const paymentWishes = pgTable(
  "payment_wishes",
  {
    restaurantId: restaurantId(),
    sessionId: uuid("session_id").notNull(),
    wishId: text("wish_id").notNull(),
    payload: jsonb("payload").notNull(),
    status: text("status", { enum: QUEUE_STATUSES }).notNull().default("pending"),
    attempts: integer("attempts").notNull().default(0),
    nextAttemptAt: moment("next_attempt_at").notNull(),
    error: text("error"),
    result: jsonb("result"),
    createdAt: moment("created_at").notNull(),
    finishedAt: moment("finished_at"),
  },
  (t) => [
    primaryKey({ name: "payment_wishes_pk", columns: [t.restaurantId, t.sessionId, t.wishId] }),
    foreignKey({
      name: "payment_wishes_session_fk",
      columns: [t.restaurantId, t.sessionId],
      foreignColumns: [sessions.restaurantId, sessions.id],
    }),
    index("idx_payment_wishes_due")
      .on(t.restaurantId, t.nextAttemptAt)
      .where(sql`${t.status} = 'pending'`),
    oneOf("payment_wishes_status_known", t.status, QUEUE_STATUSES),
    textLength("payment_wishes_id_length", t.wishId, 4, 40),
    between("payment_wishes_attempts_bounds", t.attempts, 0, 1000),
    textLength("payment_wishes_error_length", t.error, 0, 2000),
  ],
);
