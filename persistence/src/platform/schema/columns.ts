import { type SQL, sql } from "drizzle-orm";
import { bigint, check, customType, type PgColumn, timestamp, uuid } from "drizzle-orm/pg-core";

/** Binary column; a Node `Buffer` both ways. */
export const bytea = customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => "bytea",
});

/** Every row of every table belongs to one restaurant, and says so first. */
export const restaurantId = () => uuid("restaurant_id").notNull();

/** A UUIDv7 made by the application. */
export const id = () => uuid("id").notNull();

/** A moment, computed by the application, never by the database. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** An amount in the minor units of the restaurant's currency. */
export const minor = (name: string) => bigint(name, { mode: "number" });

/** A check that a column holds one of a closed list of values. */
export function oneOf(name: string, column: PgColumn, values: readonly string[]) {
  const list: SQL = sql.raw(values.map((value) => `'${value}'`).join(", "));
  return check(name, sql`${column} in (${list})`);
}

/** A check that a text column has between `min` and `max` characters; null passes. */
export function textLength(name: string, column: PgColumn, min: number, max: number) {
  return check(
    name,
    sql`char_length(${column}) between ${sql.raw(String(min))} and ${sql.raw(String(max))}`,
  );
}

/** A check that a number lies between `min` and `max`, both included; null passes. */
export function between(name: string, column: PgColumn, min: number, max: number) {
  return check(name, sql`${column} between ${sql.raw(String(min))} and ${sql.raw(String(max))}`);
}
