import { TureenError } from "@tureen/shared/platform/errors";
import Stripe from "stripe";
import { z } from "zod";
import type { ProviderNews } from "../provider.ts";
import { stateOf } from "./intents.ts";
import { refundStateOf } from "./refunds.ts";

/** A message older than this is somebody's who has kept it: Stripe signs each try anew. */
const TOLERANCE_S = 300;

/** What a restaurant subscribes its webhook to; others are taken and passed over. */
export const STRIPE_EVENTS = [
  "payment_intent.succeeded",
  "payment_intent.canceled",
  "payment_intent.payment_failed",
  "payment_intent.amount_capturable_updated",
  "refund.updated",
  "refund.failed",
  "charge.refund.updated",
] as const;

const metadata = z.object({
  payment_id: z.string().min(1),
  restaurant_id: z.string().min(1),
});
const intentObject = z.object({
  object: z.literal("payment_intent"),
  id: z.string().min(1),
  status: z.string(),
  amount_received: z.int().min(0),
  amount_capturable: z.int().min(0).default(0),
  currency: z.string(),
  metadata,
});
const refundObject = z.object({
  object: z.literal("refund"),
  status: z.string().nullable(),
  metadata: metadata.extend({ refund_id: z.string().min(1) }),
});

export interface NewsReading {
  /** Whose keys these are: what is about others is passed over. Null when all share them. */
  readonly restaurantId: string | null;
  readonly toleranceS?: number | undefined;
  /** The clock, ms since 1970. */
  readonly now?: (() => number) | undefined;
}

/**
 * A message of Stripe's; null when it is about nothing of ours: a kind that we do not use, a charge
 * that was not made by Tureen, another restaurant in the same account. `rawBody` is the request's
 * body as it came, before anything has parsed it; `signatureHeader` its `Stripe-Signature`.
 *
 * It says how the charge stood when it was sent, and may come late, twice and in any order. Throws a
 * TureenError "news-forged" for what Stripe has not signed, or signed long ago; ProviderRefused for
 * an amount that we cannot count, so that it does not pass in silence.
 */
export function readStripeNews(
  rawBody: string | Uint8Array,
  signatureHeader: string | null | undefined,
  secret: string,
  { restaurantId, toleranceS = TOLERANCE_S, now = Date.now }: NewsReading,
): ProviderNews | null {
  const event = readEvent(rawBody, signatureHeader, secret, toleranceS, now());
  const told = whatIsTold(event);
  if (!told) return null;
  if (restaurantId !== null && told.restaurantId !== restaurantId) return null;
  return { id: event.id, ...told };
}

function readEvent(
  rawBody: string | Uint8Array,
  signatureHeader: string | null | undefined,
  secret: string,
  toleranceS: number,
  now: number,
): { id: string; type: string; data: { object: unknown } } {
  try {
    // The library refuses a blank secret, which everybody knows, and a blank signature. It counts
    // a tolerance of 0 as none at all.
    return Stripe.webhooks.constructEvent(
      typeof rawBody === "string" ? rawBody : Buffer.from(rawBody),
      signatureHeader ?? "",
      secret,
      Math.max(1, toleranceS),
      undefined,
      now,
    );
  } catch {
    // What the library says quotes the body: nothing of a stranger's goes into our log.
    throw new TureenError("news-forged");
  }
}

function whatIsTold({
  type,
  data,
}: {
  type: string;
  data: { object: unknown };
}): Omit<ProviderNews, "id"> | null {
  switch (type) {
    case "payment_intent.succeeded":
    case "payment_intent.canceled":
    case "payment_intent.payment_failed":
    case "payment_intent.amount_capturable_updated": {
      const read = intentObject.safeParse(data.object);
      return read.success ? { ...whose(read.data.metadata), what: stateOf(read.data) } : null;
    }
    case "refund.updated":
    case "refund.failed":
    case "charge.refund.updated": {
      const read = refundObject.safeParse(data.object);
      if (!read.success) return null;
      const refundId = read.data.metadata.refund_id;
      const what = { refundId, refund: refundStateOf(read.data) };
      return { ...whose(read.data.metadata), what };
    }
    default:
      return null;
  }
}

const whose = (told: z.infer<typeof metadata>) => ({
  restaurantId: told.restaurant_id,
  paymentId: told.payment_id,
});
