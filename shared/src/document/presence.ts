import { z } from "zod";
import type { Presence } from "../protocol.ts";

const presence = z.strictObject({
  diner: z.string().regex(/^d[1-9][0-9]{0,2}$/),
  at: z.string().max(64).optional(),
  cart: z.boolean().optional(),
}) satisfies z.ZodType<Presence>;

/** Whether a presence state may be shown to the others as this diner's. */
export function isPresenceOf(diner: string, state: unknown): boolean {
  const result = presence.safeParse(state);
  return result.success && result.data.diner === diner;
}
