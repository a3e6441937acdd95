import { acknowledgeOrders } from "@tureen/persistence/kitchen/acknowledge-orders";
import {
  addStation,
  changeStation,
  orderStations,
  removeStation,
} from "@tureen/persistence/kitchen/change-stations";
import { readPace } from "@tureen/persistence/kitchen/read-pace";
import { readTickets } from "@tureen/persistence/kitchen/read-tickets";
import type { MenuCache } from "@tureen/persistence/menu/menu-cache";
import { readStations } from "@tureen/persistence/menu/read-stations";
import { changeOrderStatus } from "@tureen/persistence/orders/change-order-status";
import type { NoteBill } from "@tureen/persistence/orders/commit-confirm";
import { moveLines } from "@tureen/persistence/orders/move-lines";
import type { Database } from "@tureen/persistence/platform/database";
import { readStaff } from "@tureen/persistence/staff/staff-accounts";
import { eventNumber } from "@tureen/shared/kitchen/endpoints";
import { businessDayOf, businessDayStart } from "@tureen/shared/platform/business-day";
import { TureenError } from "@tureen/shared/platform/errors";
import { actorOf } from "../platform/auth/principals.ts";
import { eventRoute } from "../platform/http/event-route.ts";
import { type Api, DONE, route } from "../platform/http/route.ts";
import type { StaffStreams } from "../platform/http/staff-streams.ts";
import type { KitchenFeed } from "./feed.ts";

/** How long a finished order stays on the screen, so that a slip can be undone, ms. */
const FINISHED_SHOWN_MS = 60 * 60_000;

interface Deps {
  readonly database: Database;
  readonly menus: MenuCache;
  readonly kitchenFeed: KitchenFeed;
  readonly noteBill: NoteBill;
  readonly streams: StaffStreams;
}

/** What the kitchen reads and does. */
export function addKitchenRoutes(api: Api<Deps>): void {
  const { database, menus, kitchenFeed, noteBill } = api.deps;
  addStationRoutes(api);

  route(api, "readTickets", async ({ caller, now }) => {
    const { restaurantId } = caller;
    const [read, staff] = await Promise.all([
      readTickets(database, {
        restaurantId,
        menus,
        finishedSince: new Date(now.getTime() - FINISHED_SHOWN_MS),
      }),
      readStaff(database, caller),
    ]);
    if (!staff) throw new TureenError("token-invalid");
    return { restaurant: staff.restaurant, ...read, now: now.getTime() };
  });

  route(api, "readPace", async ({ caller, now }) => {
    const staff = await readStaff(database, caller);
    if (!staff) throw new TureenError("token-invalid");
    const { days } = staff;
    const since = businessDayStart(businessDayOf(now, days), days);
    return readPace(database, { restaurantId: caller.restaurantId, since });
  });

  route(api, "moveOrder", async ({ caller, params, body, now }) => {
    const { restaurantId } = caller;
    const moved = await changeOrderStatus(database, {
      restaurantId,
      ...params,
      ...body,
      by: actorOf(caller),
      noteBill,
      now,
    });
    return { event: moved.event, status: moved.status };
  });

  route(api, "moveLines", async ({ caller, params, body, now }) => {
    const { restaurantId } = caller;
    const by = actorOf(caller);
    const moved = await moveLines(database, { restaurantId, ...params, ...body, by, now });
    return { event: moved.event, status: moved.status };
  });

  route(api, "acknowledgeOrders", async ({ caller, body, now }) => {
    await acknowledgeOrders(database, { ...caller, ...body, menus, now });
    return DONE;
  });

  eventRoute(api, "followKitchen", ({ staff, query, context }) => {
    const after = readAfter(context.req.header("last-event-id") || query.after);
    return (stream) => kitchenFeed.follow(staff.restaurantId, after, stream);
  });
}

/** Managers say at which stations the kitchen makes dishes; each change answers all of them. */
function addStationRoutes(api: Api<Deps>): void {
  const { database } = api.deps;

  route(api, "listStations", async ({ caller }) => ({
    stations: await readStations(database, caller),
  }));

  route(api, "addStation", async ({ caller, body, now }) => {
    const { restaurantId } = caller;
    const by = actorOf(caller);
    return { stations: await addStation(database, { restaurantId, ...body, by, now }) };
  });

  route(api, "changeStation", async ({ caller, params, body, now }) => {
    const { restaurantId } = caller;
    const change = { restaurantId, ...params, ...body, by: actorOf(caller), now };
    return { stations: await changeStation(database, change) };
  });

  route(api, "orderStations", async ({ caller, body, now }) => {
    const { restaurantId } = caller;
    const by = actorOf(caller);
    return { stations: await orderStations(database, { restaurantId, ...body, by, now }) };
  });

  route(api, "removeStation", async ({ caller, params, now }) => {
    const { restaurantId } = caller;
    const by = actorOf(caller);
    return { stations: await removeStation(database, { restaurantId, ...params, by, now }) };
  });
}

/** The number to resume after. A browser that reconnects repeats the address but moves the header. */
function readAfter(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!eventNumber.safeParse(text).success)
    throw new TureenError("field-invalid", { field: "after" });
  return Number(text);
}
