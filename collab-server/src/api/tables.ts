import { findTable } from "@tureen/persistence/operations/find-table";
import { joinSession } from "@tureen/persistence/operations/join-session";
import { openSession } from "@tureen/persistence/operations/open-session";
import { TureenError } from "@tureen/shared/errors";
import { grantSeat, REFRESH_TOKEN_LIFE_MS } from "./grant.ts";
import { answerMenu } from "./menu-answer.ts";
import { type Api, route } from "./route.ts";

/** What a QR code leads to: the table, its menu, and a seat at it. */
export function addTableRoutes(api: Api): void {
  const { database, limits, catalog, signals, jwtKey, pinLength, sessionExpiryMs } = api.deps;

  route(api, "readTable", async ({ params, client, now }) => {
    await limits.lookup(client.address);
    const { restaurant, label, session } = await findTable(database, { ...params, now });
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
    await limits.lookup(client.address);
    const { restaurant } = await findTable(database, { ...params, now });
    return answerMenu(context, await catalog.current(restaurant.id));
  });

  route(api, "openTable", async ({ params, body, client, now, context }) => {
    requireRoom();
    await limits.opening(client.address);
    const place = await findTable(database, { ...params, now });
    if (place.session) throw new TureenError("table-taken");
    const restaurantId = place.restaurant.id;
    const opened = await openSession(database, {
      restaurantId,
      tableId: place.tableId,
      by: { kind: "diner", id: "d1" },
      pinLength,
      now,
      expiresAt: new Date(now.getTime() + sessionExpiryMs),
      host: { name: body.name, refreshExpiresAt: new Date(now.getTime() + REFRESH_TOKEN_LIFE_MS) },
    });
    void signals.publish(...opened.signals);
    if (!opened.host) throw new Error("a diner opened a table and got no seat");
    const { sessionId, pin, host: seat } = opened;
    context.set("caller", { restaurantId, sessionId, diner: seat.diner });
    return grantSeat(jwtKey, { restaurantId, sessionId, pin, seat, now });
  });

  route(api, "joinTable", async ({ params, body, client, now, context }) => {
    requireRoom();
    await limits.lookup(client.address);
    const place = await findTable(database, { ...params, now });
    if (!place.session) throw new TureenError("table-free");
    const restaurantId = place.restaurant.id;
    const sessionId = place.session.id;
    context.set("caller", { restaurantId, sessionId });
    const { pin, name } = body;
    const { signals: news, ...seat } = await limits.pin(sessionId, client.address, () =>
      joinSession(database, {
        restaurantId,
        sessionId,
        pin,
        name,
        now,
        expiresAt: new Date(now.getTime() + sessionExpiryMs),
        refreshExpiresAt: new Date(now.getTime() + REFRESH_TOKEN_LIFE_MS),
      }),
    );
    void signals.publish(...news);
    return grantSeat(jwtKey, { restaurantId, sessionId, pin, seat, now });
  });

  function requireRoom(): void {
    if (api.deps.isOverloaded()) throw new TureenError("overloaded", { retryAfterS: 5 });
  }
}
