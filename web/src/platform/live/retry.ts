import type { ClientErrorCode } from "../ui/errors.ts";
import { ApiError } from "./api.ts";

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 8_000;

/** The pause before the next attempt: doubling, bounded, before jitter. Milliseconds. */
export function retryDelayMs(failures: number): number {
  return Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.max(0, failures - 1));
}

/** The same with jitter, so that those who lost each other's server do not come back as one. */
export function jitteredDelayMs(failures: number): number {
  return retryDelayMs(failures) * (0.75 + Math.random() / 2);
}

/** How a question is asked until it is answered. */
export interface Asking {
  /** Whether a failure with this code is the answer. */
  readonly settles: (code: ClientErrorCode) => boolean;
  /** Told of each failure that is not. */
  readonly onFailure?: (code: ClientErrorCode) => void;
  /** Ends the asking; the promise then never settles. */
  readonly signal: AbortSignal;
}

/**
 * Asks again and again, with growing pauses, until there is an answer; at once when the device comes
 * back online or the page is looked at. Rejects with the failure that is the answer, or that is no
 * `ApiError`.
 */
export async function untilAnswered<T>(ask: () => Promise<T>, asking: Asking): Promise<T> {
  const { signal } = asking;
  for (let failures = 1; !signal.aborted; failures++) {
    const outcome = await ask().then(
      (answer) => ({ answer }),
      (error: unknown) => ({ error }),
    );
    if (signal.aborted) break;
    if ("answer" in outcome) return outcome.answer;
    const { error } = outcome;
    if (!(error instanceof ApiError) || asking.settles(error.code)) throw error;
    asking.onFailure?.(error.code);
    await pause(Math.max(jitteredDelayMs(failures), 1_000 * (error.retryAfterS ?? 0)), signal);
  }
  return new Promise(() => {});
}

/** Resolves after a time, or earlier when it is worth trying again or `signal` ends it. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const ends = new AbortController();
    const end = () => {
      clearTimeout(timer);
      ends.abort();
      resolve();
    };
    const timer = setTimeout(end, ms);
    const until = { signal: ends.signal };
    signal.addEventListener("abort", end, until);
    addEventListener("online", end, until);
    const look = () => document.visibilityState === "visible" && end();
    document.addEventListener("visibilitychange", look, until);
  });
}
