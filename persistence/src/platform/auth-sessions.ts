import { SESSION_STATUSES } from "@tureen/shared/platform/identity";
import { STAFF_ROLES } from "@tureen/shared/platform/roles";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import type { Database, Queryable } from "./database.ts";
import { readRows } from "./rows.ts";
import { hashToken, newToken, restaurantOfToken } from "./tokens.ts";
import { ofRestaurant } from "./wire/index.ts";

const restaurantRow = z.object({ id: z.string() });

/** Who a refresh token or a staff sign-in belongs to. */
export type AuthSession = Readonly<z.infer<typeof authSession>>;

const signedIn = {
  id: z.string(),
  restaurantId: z.string(),
  userId: z.string(),
  name: z.string().nullable(),
  expiresAt: z.date(),
  /** When it was last noted to be in use. */
  lastSeenAt: z.date(),
  host: z.boolean(),
  gone: z.boolean(),
};
const authSession = z.discriminatedUnion("role", [
  z.object({
    ...signedIn,
    role: z.literal("diner"),
    sessionId: z.string(),
    seat: z.int(),
    diner: z.string(),
    sessionStatus: z.enum(SESSION_STATUSES),
    sessionExpiresAt: z.date(),
  }),
  z.object({
    ...signedIn,
    role: z.enum(STAFF_ROLES),
    sessionId: z.null(),
    seat: z.null(),
    diner: z.null(),
    sessionStatus: z.null(),
    sessionExpiresAt: z.null(),
  }),
]);

/**
 * The user that a token stands for; null when it is malformed, unknown, expired or revoked, or the
 * account has been disabled.
 */
export async function findAuthSession(
  database: Database,
  { token, now }: { readonly token: string; readonly now: Date },
): Promise<AuthSession | null> {
  const restaurantId = restaurantOfToken(token);
  if (restaurantId === null) return null;
  const rows = await readRows(
    ofRestaurant(database, restaurantId),
    authSession,
    `select a.id, a.restaurant_id as "restaurantId", a.user_id as "userId", u.role,
       u.display_name as name, a.expires_at as "expiresAt",
       coalesce(a.last_seen_at, a.created_at) as "lastSeenAt", u.session_id as "sessionId", u.seat,
       u.diner, u.is_host as host, u.left_at is not null as gone, s.status as "sessionStatus",
       s.expires_at as "sessionExpiresAt"
     from auth_sessions a
       join users u on u.restaurant_id = a.restaurant_id and u.id = a.user_id
       left join sessions s on s.restaurant_id = u.restaurant_id and s.id = u.session_id
     where a.restaurant_id = $1 and a.token_hash = $2 and a.revoked_at is null
       and a.expires_at > $3 and u.disabled_at is null`,
    [restaurantId, hashToken(token), now],
  );
  return rows[0] ?? null;
}

/** Signs a user in: makes a token and stores its hash. */
export async function createAuthSession(
  q: Queryable,
  input: {
    readonly restaurantId: string;
    readonly userId: string;
    readonly now: Date;
    readonly expiresAt: Date;
  },
): Promise<string> {
  const token = newToken(input.restaurantId);
  await ofRestaurant(q, input.restaurantId).query(
    `insert into auth_sessions (restaurant_id, id, user_id, token_hash, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [input.restaurantId, uuidv7(), input.userId, hashToken(token), input.now, input.expiresAt],
  );
  return token;
}

/** Removes sign-ins that ended before `before`, at most `limit` per restaurant; returns how many. */
export async function pruneAuthSessions(
  database: Database,
  { before, limit = 1_000 }: { readonly before: Date; readonly limit?: number },
): Promise<number> {
  const restaurants = await readRows(
    database,
    restaurantRow,
    "select tureen_restaurants_with_ended_sign_ins($1, 100) as id",
    [before],
  );
  let removed = 0;
  for (const { id } of restaurants) {
    const { rowCount } = await ofRestaurant(database, id).query(
      `delete from auth_sessions where restaurant_id = $1 and id = any(array(
         select id from auth_sessions where restaurant_id = $1 and expires_at < $2 limit $3))`,
      [id, before, limit],
    );
    removed += rowCount ?? 0;
  }
  return removed;
}
