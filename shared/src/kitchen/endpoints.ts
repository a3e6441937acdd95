import { z } from "zod";
import { LINE_CHANGES } from "../orders/line-change.ts";
import { lineMove } from "../orders/progress.ts";
import type { Endpoint } from "../platform/http/endpoint.ts";
import { id, minor, restaurant, time } from "../platform/http/fields.ts";
import { MAX_CONFIRM_LINES } from "../platform/limits.ts";
import { isCleanText } from "../platform/text.ts";
import { LINE_STATUSES, ORDER_STATUSES } from "../table/document/order-status.ts";

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
      now: time,
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
} as const satisfies Record<string, Endpoint>;
