import { foreignKey, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { orders } from "../../orders/schema/orders.ts";
import { moment, restaurantId, textLength } from "../../platform/schema/columns.ts";

/** Which screens of the kitchen have shown an order, each kind of them once: the first one counts. */
export const orderSightings = pgTable(
  "order_sightings",
  {
    restaurantId: restaurantId(),
    orderId: uuid("order_id").notNull(),
    /** A station's id; `whole` once all of the order has been shown, at one screen or at several. */
    part: text("part").notNull(),
    at: moment("at").notNull(),
  },
  (t) => [
    primaryKey({ name: "order_sightings_pk", columns: [t.restaurantId, t.orderId, t.part] }),
    foreignKey({
      name: "order_sightings_order_fk",
      columns: [t.restaurantId, t.orderId],
      foreignColumns: [orders.restaurantId, orders.id],
    }),
    textLength("order_sightings_part_length", t.part, 1, 40),
  ],
);
