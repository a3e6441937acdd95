/** Fields that the endpoints of several domains have. */
import { z } from "zod";
import { DINER_ID } from "../identity.ts";
import { MAX_NAME_LENGTH } from "../limits.ts";
import { STAFF_ROLES } from "../roles.ts";
import { isName } from "../text.ts";

export const id = z.uuid();
export const time = z.int().describe("Milliseconds since the epoch");
export const minor = z.int().describe("Minor units of the restaurant's currency");
/** A diner within a session: "d1", "d2" …, the number being the seat. */
export const dinerId = z.string().regex(DINER_ID);
export const name = z.string().trim().min(1).max(MAX_NAME_LENGTH).refine(isName, {
  message: "holds characters that cannot be shown, or none that can",
});
export const role = z.enum(STAFF_ROLES);
/** A body without anything in it. */
export const nothing = z.object({});
/** The answer of what only does something. */
export const done = z.object({ ok: z.literal(true) });

export const restaurant = z.object({
  id,
  name: z.string(),
  currency: z.string(),
  locale: z.string(),
});

export const bySession = z.object({ sessionId: id });
