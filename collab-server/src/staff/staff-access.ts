import { findAuthSession } from "@tureen/persistence/platform/auth-sessions";
import type { Database } from "@tureen/persistence/platform/database";
import { touchSignIn } from "@tureen/persistence/staff/sign-ins";
import { TureenError } from "@tureen/shared/platform/errors";
import { STAFF_ROLES } from "@tureen/shared/platform/roles";
import type { StaffPrincipal } from "../platform/auth/principals.ts";

/** Longer than the longest working day, so that no screen signs itself out during service. */
export const STAFF_SIGN_IN_LIFE_MS = 24 * 60 * 60_000;

/**
 * A sign-in that no page used for so long is over: longer than the pause between lunch and dinner,
 * shorter than a night. An open event stream is use.
 */
export const STAFF_IDLE_MS = 8 * 60 * 60_000;

/** How exactly it is known when a sign-in was last used; bounds how often that is written. */
const SEEN_EVERY_MS = 5 * 60_000;

/**
 * The staff member of a sign-in token, whose use is noted. Throws token-invalid when it is unknown,
 * over or revoked, token-expired when it was not used for too long.
 */
export async function requireStaff(
  database: Database,
  token: string,
  now: Date,
): Promise<StaffPrincipal> {
  const found = await findAuthSession(database, { token, now });
  const role = STAFF_ROLES.find((known) => known === found?.role);
  if (!found || !role) throw new TureenError("token-invalid");
  const { id: authSessionId, restaurantId, userId, lastSeenAt } = found;
  const unusedMs = now.getTime() - lastSeenAt.getTime();
  if (unusedMs > STAFF_IDLE_MS) throw new TureenError("token-expired");
  if (unusedMs > SEEN_EVERY_MS) {
    await touchSignIn(database, { restaurantId, signInId: authSessionId, now });
  }
  return { authSessionId, restaurantId, userId, role };
}
