import type { Billing } from "@tureen/shared/bill/endpoints";
import { sql } from "drizzle-orm";
import { check, foreignKey, integer, jsonb, pgTable, primaryKey, uuid } from "drizzle-orm/pg-core";
import { moment, restaurantId } from "../../platform/schema/columns.ts";
import { restaurants } from "../../platform/schema/restaurants.ts";

/**
 * How a restaurant makes its bills, every version of it: a change is a new row, in force from a
 * moment on, so that rates can be set before the day on which they change and nobody can rewrite
 * what held in the past.
 */
export const billingSettings = pgTable(
  "billing_settings",
  {
    restaurantId: restaurantId(),
    version: integer("version").notNull(),
    billing: jsonb("billing").$type<Billing>().notNull(),
    validFrom: moment("valid_from").notNull(),
    /** The member of staff; null for the server. */
    byUser: uuid("by_user"),
    at: moment("at").notNull(),
  },
  (t) => [
    primaryKey({ name: "billing_settings_pk", columns: [t.restaurantId, t.version] }),
    foreignKey({
      name: "billing_settings_restaurant_fk",
      columns: [t.restaurantId],
      foreignColumns: [restaurants.id],
    }),
    check("billing_settings_version_positive", sql`${t.version} >= 1`),
  ],
);
