import type { Database } from "@tureen/persistence/database";
import { findAuthSession } from "@tureen/persistence/operations/auth-sessions";
import { TureenError } from "@tureen/shared/errors";

/** What staff may do, each including the ones before it. */
export const STAFF_ROLES = ["kitchen", "waiter", "manager"] as const;

export type StaffRole = (typeof STAFF_ROLES)[number];

/** The cookie that keeps staff signed in; its value is opaque. */
export const STAFF_COOKIE = "tureen_staff";

/** Longer than the longest working day, so that no screen signs itself out during service. */
export const STAFF_SIGN_IN_LIFE_MS = 24 * 60 * 60_000;

/** Somebody of the staff who is signed in. */
export interface StaffPrincipal {
  /** The sign-in, not the person: one person may be signed in on several devices. */
  readonly authSessionId: string;
  readonly restaurantId: string;
  readonly userId: string;
  readonly role: StaffRole;
}

/** Whether a member of staff may do what needs a role. */
export function mayAct(has: StaffRole, needs: StaffRole): boolean {
  return STAFF_ROLES.indexOf(has) >= STAFF_ROLES.indexOf(needs);
}

/** The staff member of a sign-in token. Throws token-invalid when it is unknown, over or revoked. */
export async function requireStaff(
  database: Database,
  token: string,
  now: Date,
): Promise<StaffPrincipal> {
  const found = await findAuthSession(database, { token, now });
  const role = STAFF_ROLES.find((known) => known === found?.role);
  if (!found || !role) throw new TureenError("token-invalid");
  const { id: authSessionId, restaurantId, userId } = found;
  return { authSessionId, restaurantId, userId, role };
}
