import type { Database } from "@tureen/persistence/platform/database";
import {
  addStaff,
  changeStaff,
  listStaff,
  resetPassword,
} from "@tureen/persistence/staff/manage-staff";
import { readActivity } from "@tureen/persistence/staff/read-activity";
import { endSignIn, listSignIns } from "@tureen/persistence/staff/sign-ins";
import { ACTIVITY_PAGE } from "@tureen/shared/staff/endpoints";
import { actorOf } from "../platform/auth/principals.ts";
import { type Api, DONE, route } from "../platform/http/route.ts";
import { STAFF_IDLE_MS } from "./staff-access.ts";

interface Deps {
  readonly database: Database;
  /** For what may be a little late: a read replica, where there is one. */
  readonly reports: Database;
}

/** What managers do about those who work for them: accounts, sign-ins, and who did what. */
export function addAccountRoutes(api: Api<Deps>): void {
  addStaffAccountRoutes(api);
  addSignInRoutes(api);

  route(api, "readActivity", async ({ caller, query }) => {
    const entries = await readActivity(api.deps.reports, {
      restaurantId: caller.restaurantId,
      before: query.before,
      limit: ACTIVITY_PAGE,
    });
    const last = entries.length === ACTIVITY_PAGE ? entries.at(-1) : undefined;
    return { entries, next: last?.id ?? null };
  });
}

function addStaffAccountRoutes(api: Api<Deps>): void {
  const { database } = api.deps;

  route(api, "listStaff", async ({ caller }) => {
    const accounts = await listStaff(database, caller);
    return {
      accounts: accounts.map((account) => ({
        ...account,
        createdAt: account.createdAt.getTime(),
        lastSeenAt: account.lastSeenAt?.getTime() ?? null,
      })),
    };
  });

  route(api, "addStaff", async ({ caller, body, now }) => {
    const { restaurantId } = caller;
    return addStaff(database, { restaurantId, ...body, by: actorOf(caller), now });
  });

  route(api, "changeStaff", async ({ caller, params, body, now }) => {
    const { restaurantId } = caller;
    const by = actorOf(caller);
    await changeStaff(database, { restaurantId, ...params, ...body, by, now });
    return DONE;
  });

  route(api, "resetPassword", async ({ caller, params, now }) => {
    const { restaurantId, authSessionId: keepSignIn } = caller;
    const by = actorOf(caller);
    return resetPassword(database, { restaurantId, ...params, by, now, keepSignIn });
  });
}

function addSignInRoutes(api: Api<Deps>): void {
  const { database } = api.deps;

  route(api, "listSignIns", async ({ caller, now }) => {
    const { restaurantId, authSessionId } = caller;
    const idleSince = new Date(now.getTime() - STAFF_IDLE_MS);
    const signIns = await listSignIns(database, { restaurantId, now, idleSince });
    return {
      signIns: signIns.map((signIn) => ({
        ...signIn,
        own: signIn.id === authSessionId,
        createdAt: signIn.createdAt.getTime(),
        lastSeenAt: signIn.lastSeenAt.getTime(),
        expiresAt: signIn.expiresAt.getTime(),
      })),
      now: now.getTime(),
    };
  });

  route(api, "revokeSignIn", async ({ caller, params, now }) => {
    const { restaurantId } = caller;
    const by = actorOf(caller);
    await endSignIn(database, { restaurantId, ...params, by, action: "staff.revoke", now });
    return DONE;
  });
}
