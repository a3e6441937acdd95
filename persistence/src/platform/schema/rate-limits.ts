import { sql } from "drizzle-orm";
import { bigint, check, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { textLength } from "./columns.ts";

/**
 * How often something was tried, where servers share no Redis. Of the system, not of a restaurant:
 * one address may try its luck at several. Names and order of the columns are those of the library
 * that counts (rate-limiter-flexible); `expire` is in ms since the epoch, null for never.
 */
export const rateLimits = pgTable(
  "rate_limits",
  {
    key: text("key").notNull(),
    points: integer("points").notNull().default(0),
    expire: bigint("expire", { mode: "number" }),
  },
  (t) => [
    primaryKey({ name: "rate_limits_pk", columns: [t.key] }),
    textLength("rate_limits_key_length", t.key, 1, 255),
    check("rate_limits_expire_positive", sql`${t.expire} > 0`),
  ],
);
