import { sql } from "drizzle-orm";
import {
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { id, moment, oneOf, restaurantId, textLength } from "../../platform/schema/columns.ts";
import { restaurants } from "../../platform/schema/restaurants.ts";

/**
 * A restore of the database to an earlier moment; an order that phones know of and the database lacks;
 * a payment that phones or the provider know of and the database lacks.
 */
export const RESTORE_FINDINGS = ["restore", "order", "payment"] as const;

/**
 * What a restore took away, as far as others know of it, until staff have dealt with each. `subject` is
 * what makes it the same finding whoever tells it: the confirm's id of an order, a payment's id.
 * Sessions and tables may be lost themselves, and are named without a foreign key.
 */
export const restoreFindings = pgTable(
  "restore_findings",
  {
    restaurantId: restaurantId(),
    id: id(),
    kind: text("kind", { enum: RESTORE_FINDINGS }).notNull(),
    subject: text("subject").notNull(),
    sessionId: uuid("session_id"),
    tableId: uuid("table_id"),
    /** Ids, numbers and kinds only; never names. */
    details: jsonb("details").notNull(),
    /** When it was written down. */
    at: moment("at").notNull(),
    /** Of a restore: when the provider need not be asked any more. */
    settledAt: moment("settled_at"),
    /** The account that dealt with it. */
    settledBy: uuid("settled_by"),
  },
  (t) => [
    primaryKey({ name: "restore_findings_pk", columns: [t.restaurantId, t.id] }),
    unique("restore_findings_subject_unique").on(t.restaurantId, t.kind, t.subject),
    foreignKey({
      name: "restore_findings_restaurant_fk",
      columns: [t.restaurantId],
      foreignColumns: [restaurants.id],
    }),
    index("idx_restore_findings_open")
      .on(t.restaurantId, t.kind, t.at)
      .where(sql`${t.settledAt} is null`),
    oneOf("restore_findings_kind_known", t.kind, RESTORE_FINDINGS),
    textLength("restore_findings_subject_length", t.subject, 1, 64),
  ],
);
