import type { Database } from "@tureen/persistence/platform/database";
import type { SecretKeys } from "@tureen/persistence/platform/secret-keys";
import { sharedNow } from "@tureen/persistence/platform/shared-clock";
import { secretsEqual } from "@tureen/persistence/platform/tokens";
import { findTable, type TablePlace } from "@tureen/persistence/table/find-table";
import { joinSession } from "@tureen/persistence/table/join-session";
import type { SessionKey } from "@tureen/persistence/table/load-document";
import { openSession } from "@tureen/persistence/table/open-session";
import { recordPinAlarm } from "@tureen/persistence/table/record-pin-alarm";
import { TureenError } from "@tureen/shared/platform/errors";
import type { Logger } from "pino";
import { answerMenu } from "../menu/menu-answer.ts";
import type { MenuCatalog } from "../menu/menu-catalog.ts";
import type { Client } from "../platform/http/client.ts";
import { type Api, route } from "../platform/http/route.ts";
import { isRefusal } from "../platform/limiter.ts";
import { grantSeat, REFRESH_TOKEN_LIFE_MS } from "./grant.ts";
import { joinKeyOf, pinKeyOf } from "./join-key.ts";
import type { PinAlarm } from "./pin-limits.ts";
import type { TableLimits } from "./table-limits.ts";
import type { TermsOf } from "./terms-of.ts";

interface Deps {
  readonly database: Database;
  readonly limits: Pick<TableLimits, "lookup" | "opening" | "pin">;
  readonly catalog: MenuCatalog;
  readonly jwtKeys: SecretKeys;
  readonly pinLength: number;
  readonly sessionExpiryMs: number;
  readonly log: Logger;
  /** While true nobody new is seated; who is at a table goes on. */
  readonly isOverloaded: () => boolean;
  readonly termsOf: TermsOf;
}

/** What a QR code leads to: the table, its menu, and a seat at it. */
export function addArrivalRoutes(api: Api<Deps>): void {
  const { database, limits, catalog, jwtKeys, pinLength, sessionExpiryMs, log, termsOf } = api.deps;
  const [jwtKey] = jwtKeys;

  route(api, "readTable", async ({ params, client, now }) => {
    const { restaurant, label, session } = await find(params.code, client, now);
    const { id, name, currency, locale, opening } = restaurant;
    return {
      restaurant: { id, name, currency, locale },
      table: label,
      state: session ? "open" : "free",
      opening,
      pinLength,
    };
  });

  route(api, "readTableMenu", async ({ params, client, now, context }) => {
    const { restaurant } = await find(params.code, client, now);
    return answerMenu(context, await catalog.current(restaurant.id));
  });

  route(api, "openTable", async ({ params, body, client, now, context }) => {
    requireRoom();
    await limits.opening(client.address);
    const place = await find(params.code, client, now);
    if (place.session && body.arrival === undefined) throw new TureenError("table-taken");
    const restaurantId = place.restaurant.id;
    const opened = await openSession(database, {
      restaurantId,
      tableId: place.tableId,
      by: { kind: "diner", id: "d1" },
      pinLength,
      now,
      expiresAt: new Date(now.getTime() + sessionExpiryMs),
      host: { ...body, refreshExpiresAt: new Date(now.getTime() + REFRESH_TOKEN_LIFE_MS) },
      terms: await termsOf(restaurantId, now),
    });
    if (!opened.host) throw new Error("a diner opened a table and got no seat");
    const { sessionId, pin, host: seat } = opened;
    context.set("caller", { restaurantId, sessionId, diner: seat.diner });
    return grantSeat(jwtKey, { restaurantId, sessionId, pin, seat, now });
  });

  route(api, "joinTable", async ({ params, body, client, now, context }) => {
    requireRoom();
    const place = await find(params.code, client, now);
    if (!place.session) throw new TureenError("table-free");
    const restaurantId = place.restaurant.id;
    const { id: sessionId, pin: pinNow } = place.session;
    context.set("caller", { restaurantId, sessionId });
    const key = { restaurantId, sessionId };
    const session = { ...key, pin: pinNow };
    const pin = body.pin ?? pinNow;
    const join = () =>
      joinSession(database, {
        ...key,
        pin,
        name: body.name,
        arrival: body.arrival,
        now,
        expiresAt: new Date(now.getTime() + sessionExpiryMs),
        refreshExpiresAt: new Date(now.getTime() + REFRESH_TOKEN_LIFE_MS),
      });
    const onAlarm = ({ wrongPins, lockedForS }: PinAlarm) => alarm(key, wrongPins, lockedForS);
    const tried = { pinKey: pinKeyOf(jwtKey, session), address: client.address, onAlarm };
    const seat =
      body.key === undefined
        ? await limits.pin(tried, join)
        : await joinWithKey(
            body.key,
            jwtKeys.map((each) => joinKeyOf(each, session)),
            join,
          );
    return grantSeat(jwtKey, { restaurantId, sessionId, pin, seat, now });
  });

  function requireRoom(): void {
    if (api.deps.isOverloaded()) throw new TureenError("overloaded", { retryAfterS: 5 });
  }

  /** The table of a scanned code, counted. */
  function find(code: string, { address }: Client, now: Date): Promise<TablePlace> {
    return limits.lookup(address, () => findTable(database, { code, now }));
  }

  /** Tells staff that somebody guesses a PIN; that this fails must not help who guesses. */
  async function alarm(key: SessionKey, wrongPins: number, lockedForS: number | null) {
    const now = sharedNow();
    const lockedUntil = lockedForS === null ? null : new Date(now.getTime() + lockedForS * 1000);
    log.warn({ ...key, wrongPins, lockedForS }, "somebody seems to be guessing a PIN");
    try {
      await recordPinAlarm(database, { ...key, wrongPins, lockedUntil, now });
    } catch (error) {
      log.error({ ...key, err: error }, "alarm not shown to staff");
    }
  }
}

/** Joins with the key of a join QR. Throws join-link-old when it is none, or no longer one, of the keys. */
async function joinWithKey<T>(
  given: string,
  keys: readonly string[],
  join: () => Promise<T>,
): Promise<T> {
  if (!keys.some((key) => secretsEqual(given, key))) throw new TureenError("join-link-old");
  try {
    return await join();
  } catch (error) {
    // The PIN changed at this very moment, and the key with it.
    if (isRefusal(error, "pin-wrong")) throw new TureenError("join-link-old", { cause: error });
    throw error;
  }
}
