import type { Database } from "../../platform/database.ts";
import { readPaymentKeys } from "../payment-keys.ts";
import { createDemonstrationProvider } from "./demonstration.ts";
import { withFaults } from "./faulty-provider.ts";
import type { PaymentProvider, ProviderOf } from "./provider.ts";
import type { StripeKeys } from "./stripe/keys.ts";
import type { StripeSettings } from "./stripe/settings.ts";
import { createStripeProvider } from "./stripe/stripe-provider.ts";

/** The providers that a process can be told to ask. */
export const PAYMENT_PROVIDERS = ["demonstration", "stripe"] as const;

export type ProviderName = (typeof PAYMENT_PROVIDERS)[number];

/** Why a process with the demonstration's provider does not start. */
export const NO_MONEY = "may not be the demonstration in production: it takes no money";

/** Whether a process may run with its provider: the demonstration's is for trying only. */
export function mayTakePayments(env: {
  readonly PAYMENT_PROVIDER?: ProviderName | undefined;
  readonly NODE_ENV?: string | undefined;
  readonly DEMONSTRATION?: "on" | undefined;
}): boolean {
  if (env.PAYMENT_PROVIDER !== "demonstration") return true;
  return env.NODE_ENV !== "production" || env.DEMONSTRATION === "on";
}

export interface ProviderSettings {
  readonly name: ProviderName | undefined;
  readonly stripe: StripeSettings;
  /** Has the demonstration's provider fail now and then; only under attack. */
  readonly faulty?: boolean;
}

/** Who is asked for a restaurant's money, as the process is configured. */
export function createProviderOf(
  database: Database,
  { name, stripe, faulty = false }: ProviderSettings,
): ProviderOf {
  if (name === undefined) return async () => null;
  if (name === "demonstration") {
    const good = createDemonstrationProvider(database);
    const provider = faulty ? withFaults(good) : good;
    return async () => provider;
  }
  // One connection for each account, not for each call.
  const providers = new Map<string, PaymentProvider>();
  return async (restaurantId) => {
    const keys = await stripeKeysOf(database, stripe, restaurantId);
    if (!keys) return null;
    const { secretKey, publishableKey } = keys;
    const account = `${secretKey} ${publishableKey}`;
    let provider = providers.get(account);
    if (!provider) {
      const { apiBase } = stripe;
      provider = createStripeProvider({ secretKey, publishableKey, ...(apiBase && { apiBase }) });
      providers.set(account, provider);
    }
    return provider;
  };
}

/** A restaurant's own keys, else those of all; null for none, and for own ones that do not open. */
export async function stripeKeysOf(
  database: Database,
  { sealingKeys, sharedKeys }: StripeSettings,
  restaurantId: string,
): Promise<StripeKeys | null> {
  const own = await readPaymentKeys(database, { restaurantId, sealingKeys });
  // Money of a restaurant with an account of its own never goes to another one.
  return own === "sealed" ? null : (own ?? sharedKeys);
}
