/**
 * Tabs: a PaymentIntent with `capture_method` "manual", which holds an amount on the guest's card. It is
 * raised where card and bank allow it, and captured once: an intent can be captured a single time, and what
 * is not captured then is let go by Stripe. A hold that nobody captures is cancelled by Stripe, after seven
 * days as a rule.
 */
import type { Charge, ChargeState } from "../provider.ts";
import { toStripeAmount } from "./amounts.ts";
import type { StripeCalls } from "./connection.ts";
import { failureOf } from "./failures.ts";
import { type Intent, recordedIntent, retrieveIntent, stateOf, withReference } from "./intents.ts";
import { makeOnce } from "./make-once.ts";

/** Parameters of an intent that only holds. Stripe counts more than ten raises of one as refused. */
export const HOLDS = {
  capture_method: "manual",
  payment_method_options: { card: { request_incremental_authorization: "if_available" } },
} as const;

/**
 * Has so much held in all; null when card or bank do not go along. What is asked for is the whole, so
 * that asking twice is the same as once.
 */
export async function raise(
  calls: StripeCalls,
  charge: Charge,
  amount: number,
): Promise<ChargeState | null> {
  const before = await recordedIntent(calls, withReference(charge));
  const isDone = (intent: Intent) => {
    const now = stateOf(intent);
    return now.state !== "authorised" || now.amount >= amount;
  };
  if (isDone(before)) return stateOf(before);
  const asked = toStripeAmount(amount, charge.currency);
  const raised = await makeOnce<Intent | "refused">(calls, {
    id: `${charge.paymentId}:hold:${asked.amount}`,
    make: async (idempotencyKey) => {
      try {
        const all = { amount: asked.amount };
        const { paymentIntents } = calls.stripe;
        return await paymentIntents.incrementAuthorization(before.id, all, { idempotencyKey });
      } catch (error) {
        if (failureOf(error) === "refused") return "refused";
        throw error;
      }
    },
    findMade: async () => {
      const now = await retrieveIntent(calls, before.id);
      return isDone(now) ? now : null;
    },
    otherParameters: "wait",
  });
  if (raised !== "refused") return stateOf(raised);
  // Refused also when it has ended meanwhile.
  const now = await retrieveIntent(calls, before.id);
  return isDone(now) ? stateOf(now) : null;
}

/** Takes so much of what is held, once, whatever is answered; the rest is let go. */
export async function capture(
  calls: StripeCalls,
  charge: Charge,
  amount: number,
): Promise<ChargeState> {
  const before = await recordedIntent(calls, withReference(charge));
  if (stateOf(before).state !== "authorised") return stateOf(before);
  const asked = toStripeAmount(amount, charge.currency);
  const captured = await makeOnce<Intent>(calls, {
    id: `${charge.paymentId}:capture`,
    make: (idempotencyKey) =>
      calls.stripe.paymentIntents.capture(
        before.id,
        { amount_to_capture: asked.amount },
        { idempotencyKey },
      ),
    findMade: async () => {
      const now = await retrieveIntent(calls, before.id);
      return stateOf(now).state === "authorised" ? null : now;
    },
    // An intent is captured once whatever the key, so the next one can do no harm.
    otherParameters: "next-key",
  });
  return stateOf(captured);
}
