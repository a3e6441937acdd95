import { isPlaceholder, PLACEHOLDER_PROBLEM } from "@tureen/shared/platform/placeholder";
import { z } from "zod";
import { ConfigError } from "../../../platform/run.ts";
import {
  acceptedSecrets,
  acceptedSecretsProblem,
  SECRET_MIN,
  type SecretKeys,
} from "../../../platform/secret-keys.ts";
import type { StripeApiBase } from "./connection.ts";
import { paymentSealingKeys, type StripeKeys, stripeKeysShape } from "./keys.ts";

/** The variables, by the part of the keys that each holds. */
const VARIABLES = {
  secretKey: "STRIPE_SECRET_KEY",
  publishableKey: "STRIPE_PUBLISHABLE_KEY",
  webhookSecret: "STRIPE_WEBHOOK_SECRET",
} as const satisfies Record<keyof StripeKeys, string>;

/** What the processes that talk to Stripe are told by their environment. */
export interface StripeSettings {
  /** One account for all restaurants; null when each has its own, or none. */
  readonly sharedKeys: StripeKeys | null;
  /** Opens the keys that restaurants have entered; null when none can be kept. */
  readonly sealingKeys: SecretKeys | null;
  /** Where the API is, when it is not Stripe's. */
  readonly apiBase: StripeApiBase | undefined;
}

/**
 * Reads STRIPE_SECRET_KEY, STRIPE_PUBLISHABLE_KEY and STRIPE_WEBHOOK_SECRET (all or none),
 * PAYMENT_KEYS_SECRET with PAYMENT_KEYS_SECRETS_ACCEPTED, and STRIPE_API_BASE. An empty one counts as not set. Throws a ConfigError that
 * names the variable at fault, and never its value.
 */
export function readStripeSettings(
  env: Readonly<Record<string, string | undefined>>,
): StripeSettings {
  return {
    sharedKeys: readSharedKeys(env),
    sealingKeys: readSealingKeys(env),
    apiBase: readApiBase(env),
  };
}

/** Whether guests may come to pay with Stripe here, so that pages have to let it in. */
export function stripeConfigured({ sharedKeys, sealingKeys }: StripeSettings): boolean {
  return sharedKeys !== null || sealingKeys !== null;
}

function readSharedKeys(env: Readonly<Record<string, string | undefined>>): StripeKeys | null {
  const parts = Object.entries(VARIABLES) as [keyof StripeKeys, string][];
  const missing = parts.filter(([, variable]) => !env[variable]);
  if (missing.length === parts.length) return null;
  if (missing[0]) throw new ConfigError(`${missing[0][1]}: is not set, and the other keys are`);
  const given = Object.fromEntries(parts.map(([part, variable]) => [part, env[variable]]));
  const read = stripeKeysShape.safeParse(given);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const part = issue?.path[0] as keyof StripeKeys;
  throw new ConfigError(`${VARIABLES[part]}: ${issue?.message}`);
}

function readSealingKeys(env: Readonly<Record<string, string | undefined>>): SecretKeys | null {
  const { PAYMENT_KEYS_SECRET: secret, PAYMENT_KEYS_SECRETS_ACCEPTED: accepted } = env;
  const problem = acceptedSecretsProblem(accepted);
  if (problem) throw new ConfigError(`PAYMENT_KEYS_SECRETS_ACCEPTED: ${problem}`);
  if (!secret) return null;
  if (isPlaceholder(secret)) throw new ConfigError(`PAYMENT_KEYS_SECRET: ${PLACEHOLDER_PROBLEM}`);
  if (secret.length < SECRET_MIN) {
    throw new ConfigError(`PAYMENT_KEYS_SECRET: is shorter than ${SECRET_MIN} characters`);
  }
  return paymentSealingKeys(secret, ...acceptedSecrets(accepted));
}

function readApiBase(env: Readonly<Record<string, string | undefined>>): StripeApiBase | undefined {
  const { STRIPE_API_BASE: address, NODE_ENV } = env;
  if (!address) return undefined;
  // Whoever stands there gets the secret key.
  if (NODE_ENV === "production") {
    throw new ConfigError("STRIPE_API_BASE: may not be set in production: it is for tests");
  }
  const read = z.url({ protocol: /^https?$/ }).safeParse(address);
  if (!read.success) throw new ConfigError("STRIPE_API_BASE: must look like http://127.0.0.1:1234");
  return stripeApiBase(address);
}

/** An address as the library wants it. */
export function stripeApiBase(address: string): StripeApiBase {
  const { protocol, hostname, port } = new URL(address);
  const scheme = protocol === "https:" ? "https" : "http";
  return {
    protocol: scheme,
    host: hostname,
    port: Number(port) || (scheme === "https" ? 443 : 80),
  };
}
