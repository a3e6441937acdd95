/**
 * The PaymentIntents of a payment: one as a rule, several after failures. Only that whose reference
 * is recorded is ever shown to a guest; the others cannot be paid, but are looked at all the same.
 */
import type Stripe from "stripe";
import type { Charge, ChargeState } from "../provider.ts";
import { ProviderRefused } from "../provider-refused.ts";
import { fromStripeAmount } from "./amounts.ts";
import type { StripeCalls } from "./connection.ts";
import { asking, unavailable } from "./failures.ts";
import { createdAtOf } from "./uuid-time.ts";

export type Intent = Stripe.PaymentIntent;

/** Search knows an object after a minute, after an outage of its own up to an hour later. */
const SEARCH_BEHIND_MS = 2 * 60 * 60_000;
/** By so much the clock of Stripe may be behind ours. */
const CLOCKS_MS = 5 * 60_000;
const PAGE = 100;
/** So many intents may be made in the account in that time before we give up looking. */
const MAX_PAGES = 50;
/** What may stand between quotes in a search. */
const PLAIN_ID = /^[\w-]{1,100}$/;

/** What says at Stripe whose an object is. */
export function metadataOf(charge: Charge): {
  payment_id: string;
  restaurant_id: string;
  session_id: string;
} {
  return {
    payment_id: charge.paymentId,
    restaurant_id: charge.restaurantId,
    session_id: charge.sessionId,
  };
}

export function isOf(charge: Charge, { metadata }: { readonly metadata: Stripe.Metadata | null }) {
  return (
    metadata?.payment_id === charge.paymentId && metadata.restaurant_id === charge.restaurantId
  );
}

/** The intent that is recorded for a payment. */
export async function recordedIntent(
  calls: StripeCalls,
  charge: Charge & { readonly reference: string },
): Promise<Intent> {
  const intent = await retrieveIntent(calls, charge.reference);
  // Somebody else's reference would have this payment paid by them, or them pay it.
  if (!isOf(charge, intent)) throw new ProviderRefused("reference-of-another", charge.reference);
  return intent;
}

/**
 * How an intent stands now. Throws ProviderRefused for one that this account does not have: after a
 * change of accounts there may be money under it, so it is never taken for none.
 */
export function retrieveIntent({ stripe, ...calls }: StripeCalls, id: string): Promise<Intent> {
  return asking(calls, () => stripe.paymentIntents.retrieve(id));
}

/** Every intent that carries the payment's id, the recorded one first. */
export async function intentsOf(calls: StripeCalls, charge: Charge): Promise<Intent[]> {
  if (charge.reference === null) return lookUp(calls, charge);
  return withOthers(calls, charge, await recordedIntent(calls, withReference(charge)));
}

/** The recorded intent, and the others that carry the payment's id. */
export async function withOthers(
  calls: StripeCalls,
  charge: Charge,
  recorded: Intent,
  depth: "deep" | "shallow" = "deep",
): Promise<Intent[]> {
  const found = await lookUp(calls, charge, { depth, known: recorded });
  return [recorded, ...found.filter(({ id }) => id !== recorded.id)];
}

/**
 * The intents that carry the payment's id, for when its reference is not known or not all there is.
 * Search finds an old one at once and a new one late; lists are exact, and too long for old ones.
 * Throws when neither can say that there is nothing; a shallow look does without lists, and says
 * nothing of those that searches do not know yet.
 */
export async function lookUp(
  calls: StripeCalls,
  charge: Charge,
  { depth = "deep", known }: { depth?: "deep" | "shallow"; known?: Intent } = {},
): Promise<Intent[]> {
  const indexedIntents = await search(calls, charge);
  const searched = indexedIntents?.filter(({ id }) => id !== known?.id) ?? null;
  if (depth === "shallow") return await refreshed(calls, searched ?? []);
  const since = createdAtOf(charge.paymentId);
  // Without an age there is no knowing where in the lists to look.
  const indexed = since === null || calls.now() - since > SEARCH_BEHIND_MS;
  if (searched !== null && indexed) return await refreshed(calls, searched);
  if (since === null) throw unavailable("Stripe cannot be searched");
  const listed = await list(calls, charge, since);
  const found = new Map(listed.intents.map((intent) => [intent.id, intent]));
  const rest = (searched ?? []).filter(({ id }) => !found.has(id));
  for (const intent of await refreshed(calls, rest)) found.set(intent.id, intent);
  if (found.size === 0 && !known && !listed.whole) {
    throw unavailable("Stripe has too many charges to look through before it has sorted them");
  }
  return [...found.values()];
}

/** Null where Stripe offers no search, as in India. */
async function search({ stripe, ...calls }: StripeCalls, charge: Charge): Promise<Intent[] | null> {
  if (!PLAIN_ID.test(charge.paymentId)) throw new ProviderRefused("payment-id", charge.paymentId);
  try {
    const { data } = await asking(calls, () =>
      stripe.paymentIntents.search({
        query: `metadata['payment_id']:'${charge.paymentId}'`,
        limit: PAGE,
      }),
    );
    return data.filter((intent) => isOf(charge, intent));
  } catch (error) {
    if (error instanceof ProviderRefused) return null;
    throw error;
  }
}

/** What is found by search is as old as its index; what is decided by it has to be as it is. */
function refreshed(calls: StripeCalls, intents: readonly Intent[]): Promise<Intent[]> {
  return Promise.all(intents.map(({ id }) => retrieveIntent(calls, id)));
}

function list(calls: StripeCalls, charge: Charge, since: number) {
  const created = { from: since, to: since + SEARCH_BEHIND_MS };
  return listCreated(calls, created, (intent) => isOf(charge, intent));
}

/** The intents made in a time that are wanted; `whole` is false when there were too many to look through. */
export async function listCreated(
  { stripe, ...calls }: StripeCalls,
  { from, to }: { readonly from: number; readonly to: number },
  isWanted: (intent: Intent) => boolean,
): Promise<{ intents: Intent[]; whole: boolean }> {
  const created = {
    gte: Math.floor((from - CLOCKS_MS) / 1000),
    lte: Math.ceil((to + CLOCKS_MS) / 1000),
  };
  const intents: Intent[] = [];
  let after: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { data, has_more } = await asking(calls, () =>
      stripe.paymentIntents.list({
        created,
        limit: PAGE,
        ...(after !== undefined && { starting_after: after }),
      }),
    );
    intents.push(...data.filter(isWanted));
    after = data.at(-1)?.id;
    if (!has_more || after === undefined) return { intents, whole: true };
  }
  return { intents, whole: false };
}

/** Money first, then what may still become money; the recorded one first, then the oldest. */
export function foremost(intents: readonly Intent[], reference: string | null): Intent | undefined {
  const rank = (intent: Intent) => {
    const { state } = stateOf(intent);
    return ["captured", "authorised", "waiting"].indexOf(state) + 1 || 4;
  };
  return intents.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      Number(b.id === reference) - Number(a.id === reference) ||
      a.created - b.created ||
      (a.id < b.id ? -1 : 1),
  )[0];
}

/** What an intent says; its metadata is not looked at. */
export function stateOf(intent: {
  readonly id: string;
  readonly status: string;
  readonly amount_received: number;
  readonly amount_capturable: number;
  readonly currency: string;
}): ChargeState & { readonly reference: string } {
  const reference = intent.id;
  if (intent.status === "succeeded") {
    return {
      state: "captured",
      reference,
      ...fromStripeAmount(intent.amount_received, intent.currency),
    };
  }
  if (intent.status === "requires_capture") {
    return {
      state: "authorised",
      reference,
      ...fromStripeAmount(intent.amount_capturable, intent.currency),
    };
  }
  // A declined card is no end: the guest may try another one with the same intent.
  return intent.status === "canceled"
    ? { state: "failed", reference }
    : { state: "waiting", reference };
}

export function withReference(charge: Charge): Charge & { readonly reference: string } {
  if (charge.reference === null) throw new RangeError("this charge has no reference yet");
  return { ...charge, reference: charge.reference };
}
