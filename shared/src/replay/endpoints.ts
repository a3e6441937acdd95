import { z } from "zod";
import type { Endpoint } from "../platform/http/endpoint.ts";
import { bySession, id, time } from "../platform/http/fields.ts";
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
} as const satisfies Record<string, Endpoint>;
