import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import {
  between,
  bytea,
  id,
  moment,
  oneOf,
  restaurantId,
  textLength,
} from "../../platform/schema/columns.ts";
import { restaurants } from "../../platform/schema/restaurants.ts";
import { STAFF_ROLES, sessions } from "./sessions.ts";

export const CALLS = ["none", "waiter", "bill"] as const;
export const ROLES = ["diner", ...STAFF_ROLES] as const;

/**
 * Diners and staff. A diner belongs to one session and one seat (`diner` is 'd' + seat); staff
 * have a login. The display name is the only personal datum and may be erased at any time.
 */
export const users = pgTable(
  "users",
  {
    restaurantId: restaurantId(),
    id: id(),
    role: text("role", { enum: ROLES }).notNull(),
    displayName: text("display_name"),
    sessionId: uuid("session_id"),
    seat: integer("seat"),
    diner: text("diner"),
    login: text("login"),
    passwordHash: text("password_hash"),
    isHost: boolean("is_host").notNull().default(false),
    // What the diner last signalled, copied from their mark in the document by the statement that
    // logs it, so that the floor of a whole restaurant is one query.
    ready: boolean("ready").notNull().default(false),
    call: text("call", { enum: CALLS }).notNull().default("none"),
    calledAt: moment("called_at"),
    answeredAt: moment("answered_at"),
    /** SHA-256 of what the phone chose to sit down with: asked again, it is given the same seat. */
    arrivalHash: bytea("arrival_hash"),
    createdAt: moment("created_at").notNull(),
    leftAt: moment("left_at"),
    disabledAt: moment("disabled_at"),
  },
  (t) => [
    primaryKey({ name: "users_pk", columns: [t.restaurantId, t.id] }),
    foreignKey({
      name: "users_restaurant_fk",
      columns: [t.restaurantId],
      foreignColumns: [restaurants.id],
    }),
    foreignKey({
      name: "users_session_fk",
      columns: [t.restaurantId, t.sessionId],
      foreignColumns: [sessions.restaurantId, sessions.id],
    }),
    unique("users_seat_unique").on(t.restaurantId, t.sessionId, t.seat),
    unique("users_login_unique").on(t.restaurantId, t.login),
    oneOf("users_role_known", t.role, ROLES),
    oneOf("users_call_known", t.call, CALLS),
    textLength("users_display_name_length", t.displayName, 1, 40),
    between("users_seat_bounds", t.seat, 1, 200),
    check("users_arrival_sha256", sql`octet_length(${t.arrivalHash}) = 32`),
    check("users_login_shape", sql`${t.login} ~ '^[a-z0-9._-]{2,40}@[a-z0-9]{2,16}$'`),
    textLength("users_password_hash_length", t.passwordHash, 32, 400),
    check(
      "users_diner_or_staff",
      sql`case when ${t.role} = 'diner'
        then ${t.sessionId} is not null and ${t.seat} is not null
          and coalesce(${t.diner} = 'd' || ${t.seat}::text, false)
          and ${t.login} is null and ${t.passwordHash} is null
        else ${t.sessionId} is null and ${t.seat} is null and ${t.diner} is null
          and ${t.login} is not null and ${t.passwordHash} is not null
        end`,
    ),
  ],
);

/**
 * What keeps somebody signed in: the refresh tokens of diners and the sign-ins of staff. Only
 * the SHA-256 of the opaque token is kept.
 */
export const authSessions = pgTable(
  "auth_sessions",
  {
    restaurantId: restaurantId(),
    id: id(),
    userId: uuid("user_id").notNull(),
    tokenHash: bytea("token_hash").notNull(),
    createdAt: moment("created_at").notNull(),
    /** When it was last used, to within some minutes; null: only when it was made. */
    lastSeenAt: moment("last_seen_at"),
    expiresAt: moment("expires_at").notNull(),
    revokedAt: moment("revoked_at"),
  },
  (t) => [
    primaryKey({ name: "auth_sessions_pk", columns: [t.restaurantId, t.id] }),
    foreignKey({
      name: "auth_sessions_user_fk",
      columns: [t.restaurantId, t.userId],
      foreignColumns: [users.restaurantId, users.id],
    }),
    unique("auth_sessions_token_unique").on(t.restaurantId, t.tokenHash),
    index("idx_auth_sessions_user").on(t.restaurantId, t.userId),
    index("idx_auth_sessions_expiry").on(t.restaurantId, t.expiresAt),
    check("auth_sessions_token_sha256", sql`octet_length(${t.tokenHash}) = 32`),
    check("auth_sessions_expires_later", sql`${t.expiresAt} > ${t.createdAt}`),
  ],
);
