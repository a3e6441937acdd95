import { TureenError } from "@tureen/shared/platform/errors";
import type { Charge, ChargeState, ListedCharge, PaymentProvider } from "../provider.ts";
import { ProviderRefused } from "../provider-refused.ts";
import { toStripeAmount } from "./amounts.ts";
import { connectStripe, type StripeCalls, type StripeConnection } from "./connection.ts";
import { failureOf, toProviderError, unavailable } from "./failures.ts";
import { capture, HOLDS, raise } from "./holds.ts";
import {
  foremost,
  type Intent,
  intentsOf,
  listCreated,
  lookUp,
  metadataOf,
  recordedIntent,
  retrieveIntent,
  stateOf,
  withOthers,
  withReference,
} from "./intents.ts";
import { makeOnce } from "./make-once.ts";
import { refund } from "./refunds.ts";
import { createdAtOf } from "./uuid-time.ts";

/** Keys are kept for a day at least; before that ends we rely on them no more. */
const KEYS_KEPT_MS = 12 * 60 * 60_000;

export interface StripeProviderOptions extends StripeConnection {
  /** For the payer's phone; no secret. */
  readonly publishableKey: string;
}

/**
 * Stripe, as PaymentIntents that guests pay with the Payment Element.
 *
 * Failures are a TureenError "provider-unavailable" when asking again may help, else ProviderRefused.
 */
export function createStripeProvider(options: StripeProviderOptions): PaymentProvider {
  const calls = connectStripe(options);
  const { publishableKey } = options;
  return {
    name: "stripe",
    start: (charge) => start(calls, charge),
    raise: (charge, amount) => raise(calls, charge, amount),
    capture: (charge, amount) => capture(calls, charge, amount),
    find: (charge) => find(calls, charge),
    cancel: (charge) => cancel(calls, charge),
    refund: (refunding) => refund(calls, refunding),
    list: (restaurantId, begun) => listCharges(calls, restaurantId, begun),
    async forPhone(charge) {
      // Of several intents only one may be paid: that which is recorded, so that all know it.
      if (charge.reference === null) throw unavailable("the payment is being prepared");
      const intent = await recordedIntent(calls, withReference(charge));
      assertAsked(intent, charge);
      if (stateOf(intent).state !== "waiting") throw new TureenError("payment-moved");
      if (!intent.client_secret) throw new ProviderRefused("no-client-secret", intent.id);
      return { provider: "stripe", clientSecret: intent.client_secret, publishableKey };
    },
  };
}

async function start(calls: StripeCalls, charge: Charge): Promise<{ reference: string }> {
  const { reference, paymentId } = charge;
  if (reference !== null) return { reference };
  const asked = toStripeAmount(charge.amount, charge.currency);
  const findMade = async () => {
    const made = foremost(await lookUp(calls, charge), null);
    if (made) assertAsked(made, charge);
    return made ?? null;
  };
  const since = createdAtOf(paymentId);
  // Its key may be forgotten by now, and would make a second one.
  if (since === null || calls.now() - since > KEYS_KEPT_MS) {
    const made = await findMade();
    if (made) return { reference: made.id };
    // Nobody waits for it any more, and what is made long after its id is looked for in the wrong place.
    if (since !== null) throw new ProviderRefused("payment-too-old", paymentId);
  }
  const intent = await makeOnce<Intent>(calls, {
    id: paymentId,
    make: (idempotencyKey) =>
      calls.stripe.paymentIntents.create(
        {
          ...asked,
          automatic_payment_methods: { enabled: true },
          metadata: metadataOf(charge),
          ...(charge.manual && HOLDS),
        },
        { idempotencyKey },
      ),
    findMade,
    // One too many is never shown to a guest, so it harms nobody; and a release may add a parameter.
    otherParameters: "next-key",
  });
  return { reference: intent.id };
}

async function find(calls: StripeCalls, charge: Charge): Promise<ChargeState> {
  if (charge.reference === null) return summary(await lookUp(calls, charge), charge);
  const recorded = await recordedIntent(calls, withReference(charge));
  if (stateOf(recorded).state === "captured") return stateOf(recorded);
  // While guests take their time this is asked over and over, and no other intent was ever shown to
  // one: the lists are read only before anything is believed to be over.
  const depth = isGoingOn(recorded) ? "shallow" : "deep";
  return summary(await withOthers(calls, charge, recorded, depth), charge);
}

async function cancel(calls: StripeCalls, charge: Charge): Promise<ChargeState> {
  const intents = await intentsOf(calls, charge);
  const after: Intent[] = [];
  for (const intent of intents) {
    after.push(isGoingOn(intent) ? await cancelIntent(calls, intent.id) : intent);
  }
  return summary(after, charge);
}

/** What intents of the restaurant took or hold; one that several intents pay for is listed once. */
async function listCharges(
  calls: StripeCalls,
  restaurantId: string,
  begun: { readonly from: number; readonly to: number },
): Promise<ListedCharge[]> {
  const { intents, whole } = await listCreated(
    calls,
    begun,
    ({ metadata }) => metadata?.restaurant_id === restaurantId,
  );
  if (!whole) throw unavailable("Stripe has too many charges to look through");
  const charges = new Map<string, ListedCharge>();
  for (const intent of intents) {
    const { payment_id: paymentId, session_id: sessionId } = intent.metadata;
    const now = stateOf(intent);
    if (!paymentId || (now.state !== "captured" && now.state !== "authorised")) continue;
    const status = now.state === "captured" ? "captured" : "held";
    const { amount, currency } = now;
    const at = intent.created * 1000;
    charges.set(paymentId, {
      paymentId,
      sessionId: sessionId ?? null,
      amount,
      currency,
      status,
      at,
    });
  }
  return [...charges.values()];
}

/** Whether an intent has not ended: its guest may still pay, or the card holds what may be captured. */
function isGoingOn(intent: Intent): boolean {
  const { state } = stateOf(intent);
  return state === "waiting" || state === "authorised";
}

/** Calls an intent off, and says how it stands then: the guest may have been faster. */
async function cancelIntent(calls: StripeCalls, id: string): Promise<Intent> {
  try {
    // Without a key of ours: twice is as good as once, and a stored error would block it for a day.
    return await calls.stripe.paymentIntents.cancel(id);
  } catch (error) {
    const failure = failureOf(error);
    if (failure === "locked-out") throw toProviderError(error);
    const intent = await retrieveIntent(calls, id);
    // Refused and still going on: the bank has it. News will say what has become of it.
    if (isGoingOn(intent) && failure !== "refused") throw toProviderError(error);
    return intent;
  }
}

function summary(intents: readonly Intent[], { reference }: Charge): ChargeState {
  const intent = foremost(intents, reference);
  return intent ? stateOf(intent) : { state: "unknown" };
}

/** An amount of a payment never changes: another one is another payment's, or somebody's doing. */
function assertAsked(intent: Intent, charge: Charge): void {
  const { amount, currency } = toStripeAmount(charge.amount, charge.currency);
  if (intent.amount !== amount || intent.currency !== currency) {
    throw new ProviderRefused("amount-differs", intent.id);
  }
}
