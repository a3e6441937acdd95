import { setAvailability } from "@tureen/persistence/menu/set-availability";
import { recordActivity } from "@tureen/persistence/platform/record-activity";
import { changeSettings } from "@tureen/persistence/staff/change-settings";
import { signInStaff } from "@tureen/persistence/staff/sign-in-staff";
import { endSignIn } from "@tureen/persistence/staff/sign-ins";
import { readStaff, type StaffMember } from "@tureen/persistence/staff/staff-accounts";
import { answerCall } from "@tureen/persistence/table/answer-call";
import { closeSession } from "@tureen/persistence/table/close-session";
import { eraseDiner } from "@tureen/persistence/table/erase-diner";
import { leaveSession } from "@tureen/persistence/table/leave-session";
import { readHead } from "@tureen/persistence/table/load-document";
import { openSession } from "@tureen/persistence/table/open-session";
import { readCart } from "@tureen/persistence/table/read-cart";
import { readFloor } from "@tureen/persistence/table/read-floor";
import { rotatePin } from "@tureen/persistence/table/rotate-pin";
import { FLOOR_EVENTS_PATH } from "@tureen/shared/http/endpoints";
import { TureenError } from "@tureen/shared/platform/errors";
import { YJS_PATH } from "@tureen/shared/platform/protocol/addresses";
import { unsentByDiner } from "@tureen/shared/table/document/unsent";
import { deleteCookie, setCookie } from "hono/cookie";
import { answerMenu } from "../menu/menu-answer.ts";
import { eventRoute } from "../platform/http/event-route.ts";
import { type Api, route } from "../platform/http/route.ts";
import { issueReaderToken } from "../table/live-tokens.ts";
import { actorOf, STAFF_COOKIE, STAFF_SIGN_IN_LIFE_MS } from "./staff-access.ts";

const DONE = { ok: true } as const;
/** The web app's pages do not need the cookie, only its calls do. */
const COOKIE_PATH = "/api";

/** What staff do: sign in, look after the floor, its settings and what can be had. */
export function addStaffRoutes(api: Api): void {
  addSignInRoutes(api);
  addFloorRoutes(api);
  addSessionRoutes(api);
  addMenuRoutes(api);
}

function addSignInRoutes(api: Api): void {
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
}

function addFloorRoutes(api: Api): void {
  const { database, floorFeed, pinLength, sessionExpiryMs } = api.deps;

  route(api, "readFloor", async ({ caller, now }) => {
    const { restaurantId } = caller;
    return { tables: await readFloor(database, { restaurantId, now }), now: now.getTime() };
  });

  eventRoute(api, {
    path: FLOOR_EVENTS_PATH,
    role: "waiter",
    summary: "Hints that the floor has changed",
    description: "Events named `floor`, at most two per second; `ping` every ten seconds.",
    feed: (staff) => (stream) => floorFeed.follow(staff.restaurantId, stream),
  });

  route(api, "staffOpenTable", async ({ caller, params, now }) => {
    const { restaurantId } = caller;
    const opened = await openSession(database, {
      restaurantId,
      tableId: params.tableId,
      by: actorOf(caller),
      pinLength,
      now,
      expiresAt: new Date(now.getTime() + sessionExpiryMs),
    });
    return { sessionId: opened.sessionId, pin: opened.pin };
  });

  route(api, "changeSettings", async ({ caller, body, now }) => {
    const { restaurantId } = caller;
    await changeSettings(database, { restaurantId, ...body, by: actorOf(caller), now });
    return DONE;
  });
}

function addSessionRoutes(api: Api): void {
  const { database, catalog, pinLength, jwtKey } = api.deps;

  route(api, "readCart", async ({ caller, params }) => {
    const { restaurantId } = caller;
    const { lines, names } = await readCart(database, { restaurantId, ...params });
    const { items } = await catalog.currentItems(restaurantId);
    const unsent = unsentByDiner(lines, items);
    return { diners: unsent.map((each) => ({ ...each, name: names.get(each.diner) ?? null })) };
  });

  route(api, "closeSession", async ({ caller, params, now }) => {
    const { restaurantId } = caller;
    const { sessionId } = params;
    const by = actorOf(caller);
    await closeSession(database, { restaurantId, sessionId, by, now });
    return DONE;
  });

  route(api, "rotatePin", async ({ caller, params, now }) => {
    const { restaurantId } = caller;
    const { sessionId } = params;
    const by = actorOf(caller);
    const rotated = await rotatePin(database, { restaurantId, sessionId, by, pinLength, now });
    return { pin: rotated.pin };
  });

  route(api, "eraseDiner", async ({ caller, params, body, now }) => {
    const { restaurantId } = caller;
    const { sessionId } = params;
    const by = actorOf(caller);
    const { diner } = body;
    await eraseDiner(database, { restaurantId, sessionId, diner, by, now });
    return DONE;
  });

  route(api, "issueReaderToken", async ({ caller, params, now }) => {
    const { restaurantId, userId } = caller;
    const { sessionId } = params;
    const head = await readHead(database, { restaurantId, sessionId });
    if (!head) throw new TureenError("session-unknown");
    if (!head.kept) throw new TureenError("log-gone");
    const reader = { restaurantId, sessionId, userId };
    const { token, expiresAt } = await issueReaderToken(jwtKey, reader, now.getTime());
    await recordActivity(database, {
      restaurantId,
      sessionId,
      by: actorOf(caller),
      action: "session.reader-token",
      details: { expiresAt },
      now,
    });
    return { path: `${YJS_PATH}/${sessionId}`, token, expiresAt };
  });

  route(api, "answerCall", async ({ caller, params, body, now }) => {
    const { restaurantId } = caller;
    const { sessionId } = params;
    const by = actorOf(caller);
    const { diner } = body;
    await answerCall(database, { restaurantId, sessionId, diner, by, now });
    return DONE;
  });

  route(api, "staffRemoveDiner", async ({ caller, params, body, now }) => {
    const { restaurantId } = caller;
    const { sessionId } = params;
    const by = actorOf(caller);
    const { diner } = body;
    await leaveSession(database, { restaurantId, sessionId, diner, by, now });
    return DONE;
  });
}

function addMenuRoutes(api: Api): void {
  const { database, catalog } = api.deps;

  route(api, "readStaffMenu", async ({ caller, context }) =>
    answerMenu(context, await catalog.current(caller.restaurantId)),
  );

  route(api, "setAvailability", async ({ caller, body, now }) => {
    const { restaurantId } = caller;
    const by = actorOf(caller);
    await setAvailability(database, { restaurantId, ...body, by, now });
    return DONE;
  });
}

function describeStaff({ name, role, restaurant, opening, days }: StaffMember) {
  return { name, role, restaurant, opening, days };
}
