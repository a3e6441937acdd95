import type { Actor } from "@tureen/persistence/platform/actor";
import type { Database } from "@tureen/persistence/platform/database";
import { recordActivity } from "@tureen/persistence/platform/record-activity";
import type { SecretKeys } from "@tureen/persistence/platform/secret-keys";
import { answerCall } from "@tureen/persistence/table/answer-call";
import { eraseDiner } from "@tureen/persistence/table/erase-diner";
import { leaveSession } from "@tureen/persistence/table/leave-session";
import { readHead, type SessionKey } from "@tureen/persistence/table/load-document";
import { openSession } from "@tureen/persistence/table/open-session";
import { readCart } from "@tureen/persistence/table/read-cart";
import { readFloor } from "@tureen/persistence/table/read-floor";
import { rotatePin } from "@tureen/persistence/table/rotate-pin";
import { itemsById } from "@tureen/shared/menu/menu";
import { decisionClock, menuByClock } from "@tureen/shared/menu/timing/decision-clock";
import { TureenError } from "@tureen/shared/platform/errors";
import { YJS_PATH } from "@tureen/shared/platform/protocol/addresses";
import { unsentByDiner } from "@tureen/shared/table/document/unsent";
import type { MenuCatalog } from "../menu/menu-catalog.ts";
import { actorOf } from "../platform/auth/principals.ts";
import { eventRoute } from "../platform/http/event-route.ts";
import { type Api, DONE, route } from "../platform/http/route.ts";
import type { StaffStreams } from "../platform/http/staff-streams.ts";
import type { FloorFeed } from "./floor-feed.ts";
import { issueReaderToken } from "./live-tokens.ts";
import type { TermsOf } from "./terms-of.ts";

interface Deps {
  readonly database: Database;
  readonly catalog: MenuCatalog;
  readonly floorFeed: FloorFeed;
  readonly streams: StaffStreams;
  readonly jwtKeys: SecretKeys;
  readonly pinLength: number;
  readonly sessionExpiryMs: number;
  /** Closes a table whose bill is settled; bills come after tables and are not known here. */
  readonly closeTable: (
    database: Database,
    input: SessionKey & { readonly by: Actor; readonly now: Date },
  ) => Promise<void>;
  readonly termsOf: TermsOf;
}

/** Staff look after the floor: every table, its session, and its guests. */
export function addFloorRoutes(api: Api<Deps>): void {
  const { database, catalog, floorFeed, jwtKeys, pinLength, sessionExpiryMs } = api.deps;
  const { closeTable, termsOf } = api.deps;

  route(api, "readFloor", async ({ caller, now }) => {
    const { restaurantId } = caller;
    return { tables: await readFloor(database, { restaurantId, now }), now: now.getTime() };
  });

  eventRoute(
    api,
    "followFloor",
    ({ staff }) =>
      (stream) =>
        floorFeed.follow(staff.restaurantId, stream),
  );

  route(api, "staffOpenTable", async ({ caller, params, now }) => {
    const { restaurantId } = caller;
    const opened = await openSession(database, {
      restaurantId,
      tableId: params.tableId,
      by: actorOf(caller),
      pinLength,
      now,
      expiresAt: new Date(now.getTime() + sessionExpiryMs),
      terms: await termsOf(restaurantId, now),
    });
    return { sessionId: opened.sessionId, pin: opened.pin };
  });

  route(api, "readCart", async ({ caller, params, now }) => {
    const { restaurantId } = caller;
    const { lines, names } = await readCart(database, { restaurantId, ...params });
    const { menu, service } = await catalog.current(restaurantId);
    const priced = menuByClock(menu, decisionClock(service, now.getTime())).menu;
    const unsent = unsentByDiner(lines, itemsById(priced));
    return { diners: unsent.map((each) => ({ ...each, name: names.get(each.diner) ?? null })) };
  });

  route(api, "closeSession", async ({ caller, params, now }) => {
    const { restaurantId } = caller;
    const { sessionId } = params;
    const by = actorOf(caller);
    await closeTable(database, { restaurantId, sessionId, by, now });
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
    const { token, expiresAt } = await issueReaderToken(jwtKeys[0], reader, now.getTime());
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
