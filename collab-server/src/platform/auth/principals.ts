/** Who may call: what a token or a sign-in stands for. The domains `table` and `staff` find out. */
import type { Actor } from "@tureen/persistence/platform/actor";
import type { StaffRole } from "@tureen/shared/platform/roles";
import type { DinerClaims } from "./tokens.ts";

/** The cookie that keeps staff signed in; its value is opaque. */
export const STAFF_COOKIE = "tureen_staff";

/** A diner who is at their table now. */
export interface PresentDiner extends DinerClaims {
  readonly host: boolean;
}

/** Somebody of the staff who is signed in. */
export interface StaffPrincipal {
  /** The sign-in, not the person: one person may be signed in on several devices. */
  readonly authSessionId: string;
  readonly restaurantId: string;
  readonly userId: string;
  readonly role: StaffRole;
}

/** How callers are known. Both throw the code that says why not: see diner-access and staff-access. */
export interface Callers {
  diner(accessToken: string, now: Date): Promise<PresentDiner>;
  staff(signInToken: string, now: Date): Promise<StaffPrincipal>;
}

/** The caller as the records of the restaurant name them. */
export function actorOf({ userId, role }: StaffPrincipal): Actor {
  return { kind: "staff", id: userId, role };
}
