import { TureenError } from "@tureen/shared/platform/errors";
import { STAFF_ROLES } from "@tureen/shared/platform/roles";
import { z } from "zod";
import type { Actor } from "../platform/actor.ts";
import { type Database, inRestaurant } from "../platform/database.ts";
import { recordActivity } from "../platform/record-activity.ts";
import { readRows } from "../platform/rows.ts";
import { ofRestaurant } from "../platform/wire/index.ts";

const itsUser = z.object({ userId: z.string() });

/** A sign-in of staff that is good for use. */
export type SignIn = Readonly<z.infer<typeof signIn>>;

const signIn = z.object({
  id: z.string(),
  userId: z.string(),
  name: z.string().nullable(),
  login: z.string(),
  role: z.enum(STAFF_ROLES),
  createdAt: z.date(),
  lastSeenAt: z.date(),
  expiresAt: z.date(),
});

/** The sign-ins of a restaurant's staff that are neither over nor unused since `idleSince`. */
export async function listSignIns(
  database: Database,
  input: { readonly restaurantId: string; readonly now: Date; readonly idleSince: Date },
): Promise<SignIn[]> {
  const rows = await readRows(
    ofRestaurant(database, input.restaurantId),
    signIn,
    `select a.id, a.user_id as "userId", u.display_name as name, u.login, u.role,
       a.created_at as "createdAt", coalesce(a.last_seen_at, a.created_at) as "lastSeenAt",
       a.expires_at as "expiresAt"
     from auth_sessions a join users u on u.restaurant_id = a.restaurant_id and u.id = a.user_id
     where a.restaurant_id = $1 and u.role <> 'diner' and u.disabled_at is null
       and a.revoked_at is null and a.expires_at > $2
       and coalesce(a.last_seen_at, a.created_at) > $3
     order by "lastSeenAt" desc, a.id desc limit 1000`,
    [input.restaurantId, input.now, input.idleSince],
  );
  return rows;
}

/**
 * Ends a sign-in of the restaurant's staff, by whoever signed in ("staff.sign-out") or by a manager
 * ("staff.revoke"). Throws "sign-in-unknown" when there is none or it is over.
 */
export async function endSignIn(
  database: Database,
  input: {
    readonly restaurantId: string;
    readonly signInId: string;
    readonly by: Actor;
    readonly action: "staff.sign-out" | "staff.revoke";
    readonly now: Date;
  },
): Promise<void> {
  const { restaurantId, signInId, by, action, now } = input;
  await inRestaurant(database, restaurantId, async (tx) => {
    const rows = await readRows(
      tx,
      itsUser,
      `update auth_sessions a set revoked_at = $3
       from users u
       where a.restaurant_id = $1 and a.id = $2 and a.revoked_at is null
         and u.restaurant_id = a.restaurant_id and u.id = a.user_id and u.role <> 'diner'
       returning a.user_id as "userId"`,
      [restaurantId, signInId, now],
    );
    if (!rows[0]) throw new TureenError("sign-in-unknown");
    const details = { signInId, userId: rows[0].userId };
    await recordActivity(tx, { restaurantId, sessionId: null, by, action, details, now });
    tx.tell({ kind: "staff", restaurantId });
  });
}

/** Notes that a sign-in is in use. */
export async function touchSignIn(
  database: Database,
  input: { readonly restaurantId: string; readonly signInId: string; readonly now: Date },
): Promise<void> {
  await ofRestaurant(database, input.restaurantId).query(
    `update auth_sessions set last_seen_at = $3
     where restaurant_id = $1 and id = $2 and revoked_at is null`,
    [input.restaurantId, input.signInId, input.now],
  );
}
