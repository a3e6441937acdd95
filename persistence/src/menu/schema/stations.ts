import { MAX_STATION_NAME, MAX_WAIT_S, MIN_WAIT_S } from "@tureen/shared/menu/stations";
import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { between, id, restaurantId, textLength } from "../../platform/schema/columns.ts";
import { restaurants } from "../../platform/schema/restaurants.ts";

/**
 * The places of a kitchen at which dishes are made. Menus, whose versions never change, name them by id
 * without a foreign key: what names one that is gone goes to the default.
 */
export const kitchenStations = pgTable(
  "kitchen_stations",
  {
    restaurantId: restaurantId(),
    id: id(),
    name: text("name").notNull(),
    /** Their order, from 0; one that was removed leaves a gap. */
    position: integer("position").notNull(),
    /** Whether it makes what no other station does: one of them does, as soon as there are any. */
    isDefault: boolean("is_default").notNull(),
    /** Seconds after which a ticket of it is yellow, and red; null: as everywhere. */
    warnAfterS: integer("warn_after_s"),
    lateAfterS: integer("late_after_s"),
  },
  (t) => [
    primaryKey({ name: "kitchen_stations_pk", columns: [t.restaurantId, t.id] }),
    unique("kitchen_stations_name_unique").on(t.restaurantId, t.name),
    uniqueIndex("kitchen_stations_default_unique").on(t.restaurantId).where(sql`${t.isDefault}`),
    foreignKey({
      name: "kitchen_stations_restaurant_fk",
      columns: [t.restaurantId],
      foreignColumns: [restaurants.id],
    }),
    textLength("kitchen_stations_name_length", t.name, 1, MAX_STATION_NAME),
    check("kitchen_stations_position_positive", sql`${t.position} >= 0`),
    between("kitchen_stations_warn_bounds", t.warnAfterS, MIN_WAIT_S, MAX_WAIT_S),
    between("kitchen_stations_late_bounds", t.lateAfterS, MIN_WAIT_S, MAX_WAIT_S),
  ],
);
