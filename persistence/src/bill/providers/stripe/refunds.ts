import type Stripe from "stripe";
import type { Charge, Refunding, RefundState } from "../provider.ts";
import { ProviderRefused } from "../provider-refused.ts";
import { toStripeAmount } from "./amounts.ts";
import type { StripeCalls } from "./connection.ts";
import { asking } from "./failures.ts";
import {
  foremost,
  type Intent,
  isOf,
  lookUp,
  metadataOf,
  recordedIntent,
  stateOf,
  withOthers,
  withReference,
} from "./intents.ts";
import { makeOnce } from "./make-once.ts";

const PAGE = 100;

/** Gives money back once: a second time with the same id finds the first. */
export async function refund(calls: StripeCalls, refunding: Refunding): Promise<RefundState> {
  const { charge, refundId } = refunding;
  const { amount } = toStripeAmount(refunding.amount, charge.currency);
  const intent = await paidIntent(calls, charge);
  const findMade = async () => {
    const made = await refundOf(calls, intent.id, refunding);
    if (made && made.amount !== amount) throw new ProviderRefused("refund-differs", made.id);
    return made;
  };
  // Lists are exact at once: no key is needed for what is there already, however old it is.
  const known = await findMade();
  if (known) return refundStateOf(known);
  const made = await makeOnce<Stripe.Refund>(calls, {
    id: refundId,
    make: (idempotencyKey) =>
      calls.stripe.refunds.create(
        {
          payment_intent: intent.id,
          amount,
          metadata: { ...metadataOf(charge), refund_id: refundId },
        },
        { idempotencyKey },
      ),
    findMade,
    // Whatever has been asked with this key may still come: two would give the money back twice.
    otherParameters: "wait",
  });
  return refundStateOf(made);
}

/** The intent that has the payment's money. */
async function paidIntent(calls: StripeCalls, charge: Charge): Promise<Intent> {
  const isPaid = (intent: Intent | undefined) => intent && stateOf(intent).state === "captured";
  let intents: Intent[];
  if (charge.reference === null) intents = await lookUp(calls, charge);
  else {
    const recorded = await recordedIntent(calls, withReference(charge));
    if (isPaid(recorded)) return recorded;
    intents = await withOthers(calls, charge, recorded);
  }
  const intent = foremost(intents, charge.reference);
  if (!intent || !isPaid(intent)) throw new ProviderRefused("nothing-to-refund");
  return intent;
}

async function refundOf(
  { stripe, ...calls }: StripeCalls,
  intentId: string,
  { refundId, charge }: Refunding,
): Promise<Stripe.Refund | null> {
  let after: string | undefined;
  for (;;) {
    const { data, has_more } = await asking(calls, () =>
      stripe.refunds.list({
        payment_intent: intentId,
        limit: PAGE,
        ...(after !== undefined && { starting_after: after }),
      }),
    );
    const ours = (one: Stripe.Refund) => isOf(charge, one) && one.metadata?.refund_id === refundId;
    const made = data.find(ours);
    if (made) return made;
    after = data.at(-1)?.id;
    if (!has_more || after === undefined) return null;
  }
}

/** What Stripe's word for how a refund stands means. */
export function refundStateOf({ status }: { readonly status: string | null }): RefundState {
  if (status === "succeeded") return "done";
  return status === "failed" || status === "canceled" ? "failed" : "pending";
}
