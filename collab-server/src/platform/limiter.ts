import { type ErrorCode, TureenError } from "@tureen/shared/platform/errors";
import type { RateLimiterAbstract, RateLimiterRes } from "rate-limiter-flexible";

/** Makes a limiter of `points` per `duration` seconds; prefixes are unique. */
export type MakeLimiter = (
  keyPrefix: string,
  points: number,
  duration: number,
) => RateLimiterAbstract;

/** Throws `code` when nothing is left of a limit; counts nothing. */
export async function refuseSpent(
  limiter: RateLimiterAbstract,
  key: string,
  code: "pin-locked" | "pin-wait" | "rate-limited",
): Promise<void> {
  const spent = await limiter.get(key);
  if (spent && spent.consumedPoints >= limiter.points) {
    throw new TureenError(code, { retryAfterS: seconds(spent) });
  }
}

/** Whole seconds until a limit starts afresh, at least one. */
export function seconds(result: RateLimiterRes): number {
  return Math.max(1, Math.ceil(result.msBeforeNext / 1000));
}

/** Whether an error is this refusal. */
export function isRefusal(error: unknown, code: ErrorCode): boolean {
  return error instanceof TureenError && error.code === code;
}
