/** What a failed call to Stripe means for the next one. */
import { TureenError } from "@tureen/shared/platform/errors";
import Stripe from "stripe";
import { ProviderRefused } from "../provider-refused.ts";

const RETRY_S = 5;

/**
 * - `replayed`: the answer to an earlier request with this key, given again. That request is over
 *   and its key used up for good, whatever it did.
 * - `mismatch`: this key belongs to a request with other parameters.
 * - `busy`: nothing was done; the same request may succeed a little later.
 * - `unclear`: something may have been done, or be going on still.
 * - `locked-out`: the keys are wrong, or may not do this.
 * - `refused`: nothing was done, nor will be.
 */
export type Failure = "replayed" | "mismatch" | "busy" | "unclear" | "locked-out" | "refused";

/** Throws what is no failure of a call to Stripe, but one of ours. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof Stripe.errors.StripeError)) throw error;
  const { statusCode } = error;
  if (statusCode === 401 || statusCode === 403) return "locked-out";
  // Neither is stored: the first was never begun, the second goes on under this very key.
  if (statusCode === 429 || statusCode === 409) return "busy";
  if (error instanceof Stripe.errors.StripeIdempotencyError) return "mismatch";
  if (error.headers?.["idempotent-replayed"] === "true") return "replayed";
  // No status: the connection failed, or what answered is not Stripe's API.
  if (statusCode === undefined || statusCode >= 500) return "unclear";
  return "refused";
}

/**
 * The failure as callers know it: a TureenError "provider-unavailable" when asking again may help,
 * else ProviderRefused. Never holds the library's own error: that one carries whole objects of
 * Stripe's, client secrets and all, and would take them into the log.
 */
export function toProviderError(error: unknown): TureenError | ProviderRefused {
  const failure = failureOf(error);
  const { code, type, requestId, statusCode } = error as Stripe.errors.StripeError;
  const detail = `Stripe: ${[statusCode, type, requestId].filter(Boolean).join(" ")}`;
  if (failure === "refused" || failure === "locked-out") {
    return new ProviderRefused(code ?? failure, detail);
  }
  return unavailable(detail);
}

export function unavailable(detail: string): TureenError {
  return new TureenError("provider-unavailable", { detail, retryAfterS: RETRY_S });
}

/** What a call that changes nothing comes to; while Stripe is busy or unclear it is made again. */
export async function asking<T>(
  { attempts, wait }: { attempts: number; wait: (attempt: number) => Promise<void> },
  call: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      const failure = failureOf(error);
      const mayPass = failure === "busy" || failure === "unclear";
      if (!mayPass || attempt >= attempts) throw toProviderError(error);
      await wait(attempt);
    }
  }
}
