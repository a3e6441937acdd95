import { z } from "zod";
import { SESSION_STATUSES } from "../platform/identity.ts";
import { WISH_REJECTIONS } from "../table/document/roots/payments.ts";
import { coverSchema } from "../table/document/roots/wishes.ts";

/** What a wish to pay was decided from, and how: the `result` of its queue row. */
export const paymentRecord = z.object({
  /** The document as of this number of the log was decided upon. */
  seq: z.int().min(0),
  sessionStatus: z.enum(SESSION_STATUSES),
  /** When the server received the wish. */
  arrivedAt: z.int().min(0),
  maxAgeMs: z.int().min(0),
  /** Whether there was a provider to ask. */
  online: z.boolean(),
  decision: z.discriminatedUnion("ok", [
    z.object({
      ok: z.literal(true),
      ...{
        covers: z.array(coverSchema()).readonly(),
        amount: z.int(),
        tip: z.int(),
        rounding: z.int(),
      },
    }),
    z.object({ ok: z.literal(false), code: z.enum(WISH_REJECTIONS), now: z.int().nullable() }),
  ]),
});

export type PaymentRecord = z.infer<typeof paymentRecord>;
