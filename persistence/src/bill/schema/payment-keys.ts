import { sql } from "drizzle-orm";
import { check, foreignKey, pgTable, primaryKey } from "drizzle-orm/pg-core";
import { bytea, moment, restaurantId } from "../../platform/schema/columns.ts";
import { restaurants } from "../../platform/schema/restaurants.ts";

/** A restaurant's own keys for its payment provider, encrypted (providers/stripe/keys.ts). */
export const paymentKeys = pgTable(
  "payment_keys",
  {
    restaurantId: restaurantId(),
    sealed: bytea("sealed").notNull(),
    at: moment("at").notNull(),
  },
  (t) => [
    primaryKey({ name: "payment_keys_pk", columns: [t.restaurantId] }),
    foreignKey({
      name: "payment_keys_restaurant_fk",
      columns: [t.restaurantId],
      foreignColumns: [restaurants.id],
    }),
    check("payment_keys_size", sql`octet_length(${t.sealed}) between 30 and 4000`),
  ],
);
