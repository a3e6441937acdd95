/**
 * The forms of a restaurant's keys for Stripe, by which keys that were mixed up are noticed before
 * anybody has paid with them: in the form that takes them, and again on the server.
 */

/** Test keys move no money. */
export type StripeMode = "test" | "live";

export const STRIPE_KEY_FORMS = {
  /** Goes to the phones. */
  publishableKey: { form: /^pk_(test|live)_\w+$/, example: "pk_live_…" },
  /** Makes charges; a restricted key (rk_) needs to write PaymentIntents and Refunds. */
  secretKey: { form: /^(?:sk|rk)_(test|live)_\w+$/, example: "sk_live_…" },
  /** Signs the messages to our webhook; tells no mode. */
  webhookSecret: { form: /^whsec_[\w+/=]+$/, example: "whsec_…" },
} as const;

export type StripeKeyName = keyof typeof STRIPE_KEY_FORMS;

export const STRIPE_KEY_NAMES = Object.keys(STRIPE_KEY_FORMS) as readonly StripeKeyName[];

/** The mode that a publishable or secret key is for; null where it tells none. */
export function stripeModeOf(key: string): StripeMode | null {
  const mode = /^[a-z]{2}_(test|live)_/.exec(key)?.[1];
  return (mode as StripeMode | undefined) ?? null;
}

/** What is wrong with keys, by the field that it is wrong in; nothing when they fit. */
export function stripeKeyProblems(
  keys: Readonly<Record<StripeKeyName, string>>,
): ReadonlyMap<StripeKeyName, "form" | "mode"> {
  const problems = new Map<StripeKeyName, "form" | "mode">();
  for (const name of STRIPE_KEY_NAMES) {
    if (!STRIPE_KEY_FORMS[name].form.test(keys[name])) problems.set(name, "form");
  }
  const [publishable, secret] = [stripeModeOf(keys.publishableKey), stripeModeOf(keys.secretKey)];
  if (problems.size === 0 && publishable !== secret) problems.set("publishableKey", "mode");
  return problems;
}
