import { z } from "zod";
import { MAX_STATIONS } from "../menu/kitchen-facts.ts";
import { MAX_STATION_NAME } from "../menu/stations.ts";
import { station, stationWait } from "../menu/stations-schema.ts";
import { LINE_CHANGES } from "../orders/line-change.ts";
import { lineMove } from "../orders/line-move.ts";
import type { Endpoint } from "../platform/http/endpoint.ts";
import { done, id, minor, nothing, restaurant, time } from "../platform/http/fields.ts";
import { MAX_CONFIRM_LINES } from "../platform/limits.ts";
import { isCleanText, isName } from "../platform/text.ts";
import { LINE_STATUSES, ORDER_STATUSES } from "../table/document/order-status.ts";
import { MAX_ACKNOWLEDGED } from "./acknowledging.ts";

const status = z.enum(ORDER_STATUSES);

/** A kitchen event's number as an address or a header has it. */
export const eventNumber = z.string().regex(/^[0-9]{1,15}$/);

const ticketLine = z.object({
  id: z.string().optional().describe("Of the line; older servers leave it out"),
  name: z.string(),
  kitchenName: z
    .string()
    .nullable()
    .optional()
    .describe("What the kitchen calls it; null: by its name; older servers leave it out"),
  stations: z
    .array(id)
    .optional()
    .describe("Where it is made; empty where there are no stations; older servers leave it out"),
  quantity: z.int().describe("As it was ordered"),
  cancelled: z
    .array(z.object({ portions: z.int(), reason: z.string() }))
    .optional()
    .describe("Portions that are not wanted any more; older servers leave it out"),
  restored: z
    .boolean()
    .optional()
    .describe("Cancelled portions are wanted after all; older servers leave it out"),
  status: z
    .enum(LINE_STATUSES)
    .optional()
    .describe("How far it is by itself; older servers leave it out: as far as the order"),
  course: z
    .object({ number: z.int(), name: z.string() })
    .nullable()
    .optional()
    .describe("Of which course it is; null for none; older servers leave it out"),
  firedAt: time
    .nullable()
    .optional()
    .describe("When its course was fired; null where it did not wait; older servers leave it out"),
  choices: z.array(z.string()).describe("Names of the chosen values without their groups"),
  chosen: z
    .array(z.object({ optionName: z.string(), valueName: z.string() }))
    .optional()
    .describe("The same values with their groups' names; older servers leave it out"),
  note: z.string(),
  for: z.string().nullable().describe("Name of the diner it is for, if still kept"),
  forSeat: z.int().nullable().describe("Seat of the diner it is for; null for the table"),
  allergens: z.array(z.string()).describe("Empty means unknown, never none"),
});

/** An order as the kitchen sees it. */
export const ticket = z
  .object({
    orderId: id,
    number: z.int(),
    table: z.string(),
    sessionId: id,
    status,
    placedAt: time,
    statusAt: time,
    total: minor,
    currency: z.string(),
    by: z.string().nullable().describe("Name of the diner who confirmed, if still kept"),
    bySeat: z.int().describe("Seat of the diner who confirmed"),
    reason: z.string().nullable(),
    lines: z.array(ticketLine),
  })
  .describe("An order as the kitchen sees it");

export type Ticket = z.infer<typeof ticket>;

/** One change of one order or of one of its lines, numbered without gaps per restaurant. */
export const kitchenEvent = z.object({
  number: z.int().describe("1, 2, 3 … per restaurant, without gaps"),
  orderId: id,
  from: status.nullable(),
  to: status,
  at: time,
  reason: z.string().nullable(),
  line: z
    .object({ id: z.string(), change: z.enum(LINE_CHANGES), portions: z.int() })
    .nullable()
    .optional()
    .describe("What happened to a line, while the order's status stays; null for a new status"),
  moves: z
    .array(lineMove)
    .nullable()
    .optional()
    .describe("Lines that went on by themselves, from which the status follows; else null"),
  ticket: ticket.describe("The order as it stands now"),
});

export type KitchenEvent = z.infer<typeof kitchenEvent>;

const stationName = z
  .string()
  .trim()
  .min(1)
  .max(MAX_STATION_NAME)
  .refine(isName, { message: "holds characters that cannot be shown, or none that can" });
const stations = z.array(station);
/** What every change of the stations answers. */
const stationsNow = z.object({ stations: stations.describe("All of them, in their order") });
const byStation = z.object({ stationId: id });

export const KITCHEN_ENDPOINTS = {
  readTickets: {
    kind: "json",
    method: "get",
    path: "/api/kitchen/tickets",
    auth: "kitchen",
    summary: "All orders of open work, with the number of the last event they reflect",
    answer: z.object({
      restaurant,
      tickets: z.array(ticket),
      lastEvent: z.int(),
      stations: stations.optional().describe("In their order; older servers leave it out"),
      now: time,
    }),
  },
  readPace: {
    kind: "json",
    method: "get",
    path: "/api/kitchen/pace",
    auth: "kitchen",
    summary: "How long the orders took that were served in this business day",
    answer: z.object({
      served: z.int(),
      averageMs: z.int().nullable().describe("From confirmed to served; null: none was served"),
      slowest: z
        .object({ number: z.int(), table: z.string(), tookMs: z.int() })
        .nullable()
        .describe("The order that took longest; null: none was served"),
    }),
  },
  moveOrder: {
    kind: "json",
    method: "post",
    path: "/api/kitchen/orders/{orderId}/status",
    auth: "kitchen",
    summary: "Move an order on, back or cancel it",
    params: z.object({ orderId: id }),
    body: z.object({
      from: status.describe("The status the cook saw; another one is a 409"),
      to: status,
      reason: z.string().trim().max(200).refine(isCleanText).optional(),
    }),
    answer: z.object({ event: z.int(), status }),
  },
  acknowledgeOrders: {
    kind: "json",
    method: "post",
    path: "/api/kitchen/seen",
    auth: "kitchen",
    summary: "Say which orders a screen shows, so that guests and waiters know that they were seen",
    body: z.object({
      station: id.nullable().describe("Whose screen it is; null for one that shows whole orders"),
      orders: z.array(id).min(1).max(MAX_ACKNOWLEDGED),
    }),
    answer: done,
  },
  moveLines: {
    kind: "json",
    method: "post",
    path: "/api/kitchen/orders/{orderId}/lines",
    auth: "kitchen",
    summary: "Move lines of an order on or back; the order's status follows from all its lines",
    params: z.object({ orderId: id }),
    body: z.object({
      moves: z
        .array(lineMove)
        .min(1)
        .max(MAX_CONFIRM_LINES)
        .describe("All or none; a line that is no longer at `from` is a 409"),
    }),
    answer: z.object({ event: z.int(), status }),
  },
  followKitchen: {
    kind: "events",
    method: "get",
    path: "/api/kitchen/events",
    auth: "kitchen",
    summary: "Every change of every order and of its lines, numbered without gaps",
    description:
      "Events without a name; `id` is the event's number and the data a KitchenEvent. " +
      "Resumes after `after` or the Last-Event-ID header, which wins; without either begins now. " +
      "A `reset` event says that the number asked for does not exist: read the tickets again. " +
      "`ping` every ten seconds.",
    query: z.object({ after: eventNumber.optional() }),
    events: { message: kitchenEvent, reset: z.object({ lastEvent: z.int() }) },
  },
  listStations: {
    kind: "json",
    method: "get",
    path: "/api/kitchen/stations",
    auth: "kitchen",
    summary: "The stations at which the kitchen makes dishes",
    answer: stationsNow,
  },
  addStation: {
    kind: "json",
    method: "post",
    path: "/api/kitchen/stations",
    auth: "manager",
    summary: "Make a station; the first one makes everything until dishes name others",
    body: z.object({ name: stationName }),
    answer: stationsNow,
  },
  changeStation: {
    kind: "json",
    method: "patch",
    path: "/api/kitchen/stations/{stationId}",
    auth: "manager",
    summary: "Change a station's name and times, or have it make what no other does",
    params: byStation,
    body: z
      .object({
        name: stationName.optional(),
        isDefault: z.literal(true).optional(),
        warnAfterS: stationWait.optional(),
        lateAfterS: stationWait.optional(),
      })
      .refine((body) => Object.values(body).some((value) => value !== undefined), {
        message: "changes nothing",
      }),
    answer: stationsNow,
  },
  orderStations: {
    kind: "json",
    method: "post",
    path: "/api/kitchen/stations/order",
    auth: "manager",
    summary: "Bring all stations into an order",
    body: z.object({ stationIds: z.array(id).max(MAX_STATIONS) }),
    answer: stationsNow,
  },
  removeStation: {
    kind: "json",
    method: "post",
    path: "/api/kitchen/stations/{stationId}/remove",
    auth: "manager",
    summary: "Remove a station; what names it is made at the default from then on",
    params: byStation,
    body: nothing,
    answer: stationsNow,
  },
} as const satisfies Record<string, Endpoint>;
