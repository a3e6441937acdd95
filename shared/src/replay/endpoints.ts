import { z } from "zod";
import type { Endpoint } from "../platform/http/endpoint.ts";
import { bySession, id, minor, time } from "../platform/http/fields.ts";
import { RECORDING_MEDIA_TYPE } from "../platform/http/media-types.ts";

const recorded = z.object({
  sessionId: id,
  table: z.string(),
  status: z.enum(["active", "closed", "expired"]),
  openedAt: time,
  endedAt: time.nullable(),
  kept: z.boolean().describe("False once the log is no longer kept"),
  diners: z.int(),
  edits: z.int().describe("Updates that diners sent"),
  confirms: z.int(),
  orders: z.int(),
  rejections: z.int(),
});

const sold = z.object({ quantity: z.int(), amount: minor });

/** What a past day would have come to with the menu's draft. */
export type TriedMenu = z.infer<typeof triedMenu>;

const triedMenu = z.object({
  currency: z.string(),
  confirms: z
    .object({
      tried: z.int(),
      notKept: z
        .int()
        .describe("What happened at their tables is no longer kept, or in another currency"),
      leftOut: z.int().describe("One answer takes no more; the earliest of the day are in it"),
    })
    .describe("Confirms that were decided on that day"),
  was: minor.describe("What the tried ones ordered for, whatever became of the orders"),
  would: minor.describe("What they would have ordered for"),
  dishes: z
    .array(z.object({ item: id, name: z.string(), was: sold, would: sold }))
    .describe("What was sold, the largest difference in money first"),
  rejected: z
    .object({
      count: z.int(),
      amount: minor.describe("What they ordered for"),
      first: z.array(
        z.object({
          at: time,
          table: z.string(),
          amount: minor,
          code: z.string(),
          lines: z.array(z.object({ name: z.string(), code: z.string() })),
        }),
      ),
    })
    .describe("Ordered on that day, and would have been rejected; the first in detail"),
  accepted: z.int().describe("Rejected on that day, and would have been ordered"),
});

export const REPLAY_ENDPOINTS = {
  listReplays: {
    kind: "json",
    method: "get",
    path: "/api/staff/replays",
    auth: "manager",
    summary: "Sessions of the restaurant, newest first, with how much is on record of each",
    query: z.object({
      before: z.coerce.number().int().min(0).optional().describe("Only sessions opened earlier"),
    }),
    answer: z.object({
      sessions: z.array(recorded),
      more: z.boolean().describe("There are earlier ones"),
    }),
  },
  readReplay: {
    kind: "file",
    method: "get",
    path: "/api/staff/replay/{sessionId}",
    auth: "manager",
    summary: "Everything that is on record of a session, as the file of a recorded evening",
    params: bySession,
    mediaType: RECORDING_MEDIA_TYPE,
    content: "Two lines of JSON: a head with a checksum, and the recording",
  },
  tryMenuDraft: {
    kind: "json",
    method: "get",
    path: "/api/staff/days/{date}/what-if",
    auth: "manager",
    summary: "What a business day would have come to with the menu's draft; changes nothing",
    description:
      "Decides the day's confirms again with the menu that the draft would be published as, and " +
      "prices that guests would have seen. Stock, hours and what was due are as they were. A " +
      "confirm is ordered as a whole or not at all.",
    params: z.object({ date: z.iso.date() }),
    query: z.object({
      revision: z.coerce.number().int().min(0).describe("The draft that is meant"),
    }),
    answer: triedMenu,
  },
} as const satisfies Record<string, Endpoint>;
