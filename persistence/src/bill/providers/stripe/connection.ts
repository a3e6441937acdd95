/** The one way in which we talk to Stripe: which version of its API, how long, and how often. */
import Stripe from "stripe";
import { backoffMs } from "../../../platform/retry.ts";

/**
 * The version whose answers we know. The library's types move with its own, so that a newer library
 * does not compile before somebody has read what has changed.
 */
export const STRIPE_API_VERSION = "2026-10-28.endive";

/** Stripe's own; only tests have another. */
export interface StripeApiBase {
  readonly protocol: "http" | "https";
  readonly host: string;
  readonly port: number;
}

export interface StripeConnection {
  readonly secretKey: string;
  readonly apiBase?: StripeApiBase | undefined;
  /** A request that has not been answered in full by then has failed, ms. */
  readonly timeoutMs?: number | undefined;
  /** Tries of one call while Stripe is busy or unclear. */
  readonly attempts?: number | undefined;
  /** Between two of them, after the try of this number (1, 2 …). */
  readonly wait?: ((attempt: number) => Promise<void>) | undefined;
  /** The clock, ms since 1970. */
  readonly now?: (() => number) | undefined;
}

const TIMEOUT_MS = 10_000;
const ATTEMPTS = 3;
const BACKOFF_MS = { base: 300, max: 2_000 };

/** The rest of what calls need, filled in. */
export interface StripeCalls {
  readonly stripe: Stripe;
  readonly attempts: number;
  readonly wait: (attempt: number) => Promise<void>;
  readonly now: () => number;
}

export function connectStripe(connection: StripeConnection): StripeCalls {
  const { secretKey, apiBase, timeoutMs = TIMEOUT_MS } = connection;
  return {
    stripe: new Stripe(secretKey, {
      apiVersion: STRIPE_API_VERSION,
      // Its limit is for the whole request; that of the other client starts anew with every byte.
      httpClient: Stripe.createFetchHttpClient(),
      timeout: timeoutMs,
      // What may be tried again, and after having looked at what, only the caller knows.
      maxNetworkRetries: 0,
      telemetry: false,
      ...(apiBase && { host: apiBase.host, port: apiBase.port, protocol: apiBase.protocol }),
    }),
    attempts: connection.attempts ?? ATTEMPTS,
    wait: connection.wait ?? pause,
    now: connection.now ?? Date.now,
  };
}

function pause(attempt: number): Promise<void> {
  const ms = backoffMs(attempt, BACKOFF_MS.base, BACKOFF_MS.max);
  return new Promise((resolve) => setTimeout(resolve, ms));
}
