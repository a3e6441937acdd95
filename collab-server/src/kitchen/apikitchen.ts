import { readTickets } from "@tureen/persistence/kitchen/read-tickets";
import { changeOrderStatus } from "@tureen/persistence/orders/change-order-status";
import { readStaff } from "@tureen/persistence/staff/staff-accounts";
import { KITCHEN_EVENTS_PATH } from "@tureen/shared/http/endpoints";
import { TureenError } from "@tureen/shared/platform/errors";
import { z } from "zod";
import type { ApiContext } from "../platform/http/env.ts";
import { eventRoute } from "../platform/http/event-route.ts";
import { type Api, route } from "../platform/http/route.ts";
import { actorOf } from "../staff/staff-access.ts";

/** How long a finished order stays on the screen, so that a slip can be undone, ms. */
const FINISHED_SHOWN_MS = 15 * 60_000;

const eventNumber = z.string().regex(/^[0-9]{1,15}$/);

/** What the kitchen reads and does. */
export function addKitchenRoutes(api: Api): void {
  const { database, kitchenFeed } = api.deps;

  route(api, "readTickets", async ({ caller, now }) => {
    const { restaurantId } = caller;
    const [read, staff] = await Promise.all([
      readTickets(database, {
        restaurantId,
        finishedSince: new Date(now.getTime() - FINISHED_SHOWN_MS),
      }),
      readStaff(database, caller),
    ]);
    if (!staff) throw new TureenError("token-invalid");
    return { restaurant: staff.restaurant, ...read, now: now.getTime() };
  });

  route(api, "moveOrder", async ({ caller, params, body, now }) => {
    const { restaurantId } = caller;
    const moved = await changeOrderStatus(database, {
      restaurantId,
      ...params,
      ...body,
      by: actorOf(caller),
      now,
    });
    return { event: moved.event, status: moved.status };
  });

  eventRoute(api, {
    path: KITCHEN_EVENTS_PATH,
    role: "kitchen",
    summary: "Every change of every order, numbered without gaps",
    description:
      "Events without a name; `id` is the event's number and the data a KitchenEvent. " +
      "Resumes after `after` or the Last-Event-ID header, which wins; without either begins now. " +
      "A `reset` event says that the number asked for does not exist: read the tickets again. " +
      "`ping` every ten seconds.",
    query: z.object({ after: eventNumber.optional() }),
    feed(staff, c) {
      const after = readAfter(c);
      return (stream) => kitchenFeed.follow(staff.restaurantId, after, stream);
    },
  });
}

/** The number to resume after. A browser that reconnects repeats the address but moves the header. */
function readAfter(c: ApiContext): number | null {
  const text = c.req.header("last-event-id") || c.req.query("after");
  if (text === undefined) return null;
  if (!eventNumber.safeParse(text).success)
    throw new TureenError("field-invalid", { field: "after" });
  return Number(text);
}
