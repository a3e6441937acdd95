import { z } from "zod";
import { menuNow } from "../menu/endpoints.ts";
import type { Endpoint } from "../platform/http/endpoint.ts";
import {
  bySession,
  dinerId,
  done,
  id,
  minor,
  name,
  nothing,
  restaurant,
  time,
} from "../platform/http/fields.ts";
import { opening } from "../staff/endpoints.ts";
import { ORDER_STATUSES } from "./document/order-status.ts";

/** What a table's QR code holds: the address is /t/<code>. */
const tableCode = z.string().regex(/^[0-9A-Za-z_-]{8,64}$/);

const byCode = z.object({ code: tableCode });
const ofDiner = z.object({ diner: dinerId });

const joinKey = z
  .string()
  .regex(/^[0-9A-Za-z_-]{22}$/)
  .describe("Lets its holder join without the PIN until the PIN changes; for the join QR code");

const arrival = z
  .uuid()
  .optional()
  .describe(
    "Chosen by the phone for this arrival, and secret: asked again with it, the same seat is given",
  );

const grant = z
  .object({
    restaurantId: id,
    sessionId: id,
    diner: dinerId,
    seat: z.int(),
    host: z.boolean(),
    pin: z.string(),
    joinKey,
    accessToken: z.string(),
    accessTokenExpiresAt: time,
    refreshToken: z.string(),
    now: time.describe("The server's clock, to correct the phone's by"),
  })
  .describe("A diner's place at a table");

const person = z.object({ diner: dinerId, name: z.string().nullable() });

/** A table on the floor, as staff see it. */
export const floorTable = z.object({
  id,
  label: z.string(),
  code: tableCode.describe("The table's QR code: the address is /t/<code>"),
  session: z
    .object({
      id,
      pin: z.string(),
      alarm: z
        .object({
          at: time,
          wrongPins: z.int(),
          lockedUntil: time.nullable().describe("Nobody joins with the PIN before"),
        })
        .nullable()
        .describe("Somebody seems to be guessing the PIN; a new PIN ends it"),
      openedAt: time,
      openedBy: z.enum(["diner", "staff"]),
      expiresAt: time,
      diners: z.array(
        z.object({
          diner: dinerId,
          name: z.string().nullable(),
          colour: z.int(),
          host: z.boolean(),
          gone: z.boolean(),
          ready: z.boolean(),
          call: z.enum(["none", "waiter", "bill"]),
          calledAt: time.nullable(),
        }),
      ),
      orders: z.array(
        z.object({
          id,
          number: z.int(),
          status: z.enum(ORDER_STATUSES),
          total: minor,
          at: time,
          allCancelled: z
            .boolean()
            .optional()
            .describe("Open, but no portion of it is wanted any more; older servers leave it out"),
          seen: z
            .boolean()
            .optional()
            .describe("The kitchen's screens have shown all of it; older servers leave it out"),
          held: z
            .array(
              z.object({
                line: z.string(),
                dish: z.string(),
                course: z.int(),
                courseName: z.string(),
                portions: z.int(),
              }),
            )
            .optional()
            .describe("What of it waits for its course; older servers leave it out"),
        }),
      ),
    })
    .nullable(),
});

export type FloorTable = z.infer<typeof floorTable>;

const unsent = z.object({
  diner: dinerId,
  name: z.string().nullable(),
  portions: z.int(),
  total: minor.describe("At the menu's prices now; what is off the menu counts nothing"),
});

/** What a QR code leads to. */
const arriving = {
  readTable: {
    kind: "json",
    method: "get",
    path: "/api/t/{code}",
    auth: "none",
    summary: "What a table's QR code leads to",
    params: byCode,
    answer: z.object({
      restaurant,
      table: z.string(),
      state: z.enum(["free", "open"]),
      opening,
      pinLength: z.int(),
    }),
  },
  readTableMenu: {
    kind: "json",
    method: "get",
    path: "/api/t/{code}/menu",
    auth: "none",
    summary: "The menu of the table's restaurant and what can be had now",
    params: byCode,
    answer: menuNow,
  },
  openTable: {
    kind: "json",
    method: "post",
    path: "/api/t/{code}/open",
    auth: "none",
    summary: "Open a free table and sit down as its host",
    params: byCode,
    body: z.object({ name, arrival }),
    answer: grant,
  },
  joinTable: {
    kind: "json",
    method: "post",
    path: "/api/t/{code}/join",
    auth: "none",
    summary: "Join an open table with its PIN",
    params: byCode,
    body: z
      .object({
        name,
        arrival,
        pin: z
          .string()
          .regex(/^[0-9]{4,12}$/)
          .optional(),
        key: joinKey.optional(),
      })
      .refine(({ pin, key }) => (pin === undefined) !== (key === undefined), {
        path: ["pin"],
        message: "send either the PIN or the key of a join code",
      }),
    answer: grant,
  },
} as const satisfies Record<string, Endpoint>;

/** What a diner does beside the document. */
const seated = {
  refreshToken: {
    kind: "json",
    method: "post",
    path: "/api/diner/token",
    auth: "none",
    summary: "A new access token for a refresh token",
    body: z.object({ refreshToken: z.string().min(20).max(200) }),
    answer: z.object({ accessToken: z.string(), accessTokenExpiresAt: time, now: time }),
  },
  readSession: {
    kind: "json",
    method: "get",
    path: "/api/diner/session",
    auth: "diner",
    summary: "The diner's session: PIN, people and when it expires",
    answer: z.object({
      sessionId: id,
      diner: dinerId.optional().describe("Who asks; servers of the first version do not say"),
      seat: z.int().optional(),
      pin: z.string(),
      joinKey,
      table: z.string(),
      code: tableCode,
      expiresAt: time,
      people: z.array(person),
      seen: z
        .array(id)
        .optional()
        .describe(
          "Orders of which the kitchen's screens have shown all; older servers leave it out",
        ),
      now: time,
    }),
  },
  rename: {
    kind: "json",
    method: "patch",
    path: "/api/diner/me",
    auth: "diner",
    summary: "Change the diner's own name",
    body: z.object({ name }),
    answer: done,
  },
  forgetMe: {
    kind: "json",
    method: "post",
    path: "/api/diner/forget",
    auth: "diner",
    summary: "Erase the diner's own name everywhere; their seat is shown instead",
    body: nothing,
    answer: done,
  },
  leaveTable: {
    kind: "json",
    method: "post",
    path: "/api/diner/leave",
    auth: "diner",
    summary: "Leave the table",
    body: nothing,
    answer: done,
  },
  removeDiner: {
    kind: "json",
    method: "post",
    path: "/api/diner/remove",
    auth: "diner",
    summary: "Remove a diner from the table (host only)",
    body: ofDiner,
    answer: done,
  },
} as const satisfies Record<string, Endpoint>;

/** What staff do about a table. */
const attended = {
  readFloor: {
    kind: "json",
    method: "get",
    path: "/api/staff/floor",
    auth: "waiter",
    summary: "Every table, who is there and what they need",
    answer: z.object({ tables: z.array(floorTable), now: time }),
  },
  followFloor: {
    kind: "events",
    method: "get",
    path: "/api/staff/floor/events",
    auth: "waiter",
    summary: "Hints that the floor has changed",
    description: "Events named `floor`, at most two per second; `ping` every ten seconds.",
    events: { floor: z.object({}) },
  },
  staffOpenTable: {
    kind: "json",
    method: "post",
    path: "/api/staff/tables/{tableId}/open",
    auth: "waiter",
    summary: "Open a free table for guests",
    params: z.object({ tableId: id }),
    body: nothing,
    answer: z.object({ sessionId: id, pin: z.string() }),
  },
  readCart: {
    kind: "json",
    method: "get",
    path: "/api/staff/sessions/{sessionId}/cart",
    auth: "waiter",
    summary: "What is in a table's cart and nobody has sent, by whose it is",
    params: bySession,
    answer: z.object({
      diners: z.array(unsent).describe("Those who have something in the cart, by seat"),
    }),
  },
  closeSession: {
    kind: "json",
    method: "post",
    path: "/api/staff/sessions/{sessionId}/close",
    auth: "waiter",
    summary: "Close a table's session",
    params: bySession,
    body: nothing,
    answer: done,
  },
  rotatePin: {
    kind: "json",
    method: "post",
    path: "/api/staff/sessions/{sessionId}/pin",
    auth: "waiter",
    summary: "Give a table a new PIN",
    params: bySession,
    body: nothing,
    answer: z.object({ pin: z.string() }),
  },
  answerCall: {
    kind: "json",
    method: "post",
    path: "/api/staff/sessions/{sessionId}/answer",
    auth: "waiter",
    summary: "Say that a diner's call is being answered",
    params: bySession,
    body: ofDiner,
    answer: done,
  },
  staffRemoveDiner: {
    kind: "json",
    method: "post",
    path: "/api/staff/sessions/{sessionId}/remove",
    auth: "waiter",
    summary: "Remove a diner from a table",
    params: bySession,
    body: ofDiner,
    answer: done,
  },
  eraseDiner: {
    kind: "json",
    method: "post",
    path: "/api/staff/sessions/{sessionId}/erase",
    auth: "manager",
    summary: "Erase a diner's name everywhere, also long after; their seat is shown instead",
    params: bySession,
    body: ofDiner,
    answer: done,
  },
  issueReaderToken: {
    kind: "json",
    method: "post",
    path: "/api/staff/sessions/{sessionId}/reader-token",
    auth: "manager",
    summary:
      "A token with which a developer's tool watches a session's document and writes nothing",
    params: bySession,
    body: nothing,
    answer: z.object({
      path: z.string().describe("Where the document speaks the y-websocket protocol"),
      token: z.string().describe("Goes into the parameter `token` of that address"),
      expiresAt: time,
    }),
  },
} as const satisfies Record<string, Endpoint>;

export const TABLE_ENDPOINTS = { ...arriving, ...seated, ...attended } as const;
