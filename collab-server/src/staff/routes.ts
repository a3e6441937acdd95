import type { Database } from "@tureen/persistence/platform/database";
import { changeSettings } from "@tureen/persistence/staff/change-settings";
import { signInStaff } from "@tureen/persistence/staff/sign-in-staff";
import { endSignIn } from "@tureen/persistence/staff/sign-ins";
import { readStaff, type StaffMember } from "@tureen/persistence/staff/staff-accounts";
import { TureenError } from "@tureen/shared/platform/errors";
import { deleteCookie, setCookie } from "hono/cookie";
import { actorOf, STAFF_COOKIE } from "../platform/auth/principals.ts";
import { type Api, DONE, route } from "../platform/http/route.ts";
import type { SignInLimit } from "./sign-in-limits.ts";
import { STAFF_SIGN_IN_LIFE_MS } from "./staff-access.ts";

/** The web app's pages do not need the cookie, only its calls do. */
const COOKIE_PATH = "/api";

/** Staff sign in, see who they are, and set how their restaurant works. */
export function addStaffRoutes(
  api: Api<{ readonly database: Database; readonly limits: { readonly signIn: SignInLimit } }>,
): void {
  const { database, limits } = api.deps;

  route(api, "signIn", async ({ body, client, now, context }) => {
    const expiresAt = new Date(now.getTime() + STAFF_SIGN_IN_LIFE_MS);
    const { token, staff } = await limits.signIn(body.login.trim(), client.address, () =>
      signInStaff(database, { ...body, now, expiresAt }),
    );
    context.set("caller", { restaurantId: staff.restaurantId, userId: staff.userId });
    setCookie(context, STAFF_COOKIE, token, {
      path: COOKIE_PATH,
      httpOnly: true,
      sameSite: "Strict",
      secure: client.secure,
      maxAge: STAFF_SIGN_IN_LIFE_MS / 1000,
    });
    return describeStaff(staff);
  });

  route(api, "signOut", async ({ caller, now, context, client }) => {
    const { restaurantId, authSessionId: signInId } = caller;
    const action = "staff.sign-out";
    await endSignIn(database, { restaurantId, signInId, by: actorOf(caller), action, now });
    deleteCookie(context, STAFF_COOKIE, { path: COOKIE_PATH, secure: client.secure });
    return DONE;
  });

  route(api, "readStaff", async ({ caller }) => {
    const staff = await readStaff(database, caller);
    if (!staff) throw new TureenError("token-invalid");
    return describeStaff(staff);
  });

  route(api, "changeSettings", async ({ caller, body, now }) => {
    const { restaurantId } = caller;
    await changeSettings(database, { restaurantId, ...body, by: actorOf(caller), now });
    return DONE;
  });
}

function describeStaff({ name, role, restaurant, opening, days, publicMenu }: StaffMember) {
  return { name, role, restaurant, opening, days, publicMenu };
}
