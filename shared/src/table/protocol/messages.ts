/** Schemas of what notices.ts describes, for servers, tests and the version's hash; phones have no zod. */
import { z } from "zod";
import { DINER_ID } from "../../platform/identity.ts";
import type { Notice, Presence } from "../../platform/protocol/notices.ts";

const time = z.number().describe("Milliseconds since the epoch");
const version = z.int().min(1);

/** Each kind of notice. A phone leaves alone what it does not know, so fields may be added. */
export const NOTICES = {
  welcome: z.object({ kind: z.literal("welcome"), protocol: version, now: time }),
  menu: z.object({ kind: z.literal("menu"), version: z.int() }),
  people: z.object({ kind: z.literal("people") }),
  seen: z.object({ kind: z.literal("seen"), orders: z.array(z.string()) }),
  refused: z.object({ kind: z.literal("refused"), code: z.string(), protocol: version.optional() }),
} as const satisfies { [K in Notice["kind"]]: z.ZodType<Extract<Notice, { kind: K }>> };

/** What a diner looks at; strict, since phones show it to each other. */
export const PRESENCE = z.strictObject({
  diner: z.string().regex(DINER_ID),
  at: z.string().max(64).optional(),
  cart: z.boolean().optional(),
}) satisfies z.ZodType<Presence>;
