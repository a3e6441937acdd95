/** How often guests may scan, open tables, guess PINs and refresh their tokens. */
import { TureenError } from "@tureen/shared/platform/errors";
import { type RateLimiterAbstract, RateLimiterRes } from "rate-limiter-flexible";
import { isRefusal, refuseSpent, seconds } from "../platform/limiter.ts";
import type { LimiterMakers } from "../platform/rate-limits.ts";
import { createPinLimits, type PinLimits } from "./pin-limits.ts";

/** A thousand guests of one network may scan and read the menu in the same minute. */
const LOOKUPS_PER_ADDRESS = 6_000;
/** Codes that lead nowhere, from one address: more are no misread or outdated QR codes. */
const UNKNOWN_CODES_PER_ADDRESS = 60;
const UNKNOWN_CODES_WINDOW_S = 10 * 60;
/** Short, for guests of the same network cannot scan meanwhile. */
const UNKNOWN_CODES_WAIT_S = 60;
/** Tables opened from one address: a large restaurant at seven in the evening. */
const OPENINGS_PER_ADDRESS = 300;
const OPENINGS_WINDOW_S = 10 * 60;
/** Every phone refreshes each ten minutes, and all at once after a network failure. */
const REFRESHES_PER_ADDRESS = 6_000;
const MINUTE_S = 60;

export interface TableLimits {
  /**
   * Looks a QR code up. A table-unknown that it throws is counted; throws rate-limited after too
   * many of them, or after too many lookups of any kind, from this address.
   */
  lookup<T>(address: string, find: () => Promise<T>): Promise<T>;
  /** Counts a request to open a table; throws rate-limited. */
  opening(address: string): Promise<void>;
  /** Counts a token refresh; throws rate-limited. */
  refresh(address: string): Promise<void>;
  /** Counts wrong PINs; see pin-limits.ts. */
  readonly pin: PinLimits;
}

export function createTableLimits({ local, common }: LimiterMakers): TableLimits {
  const lookups = local("lookup", LOOKUPS_PER_ADDRESS, MINUTE_S);
  const unknownCodes = common("unknown-code", UNKNOWN_CODES_PER_ADDRESS, UNKNOWN_CODES_WINDOW_S);
  const openings = local("open", OPENINGS_PER_ADDRESS, OPENINGS_WINDOW_S);
  const refreshes = local("refresh", REFRESHES_PER_ADDRESS, MINUTE_S);

  return {
    pin: createPinLimits(common),
    async lookup(address, find) {
      await consume(lookups, address);
      await refuseSpent(unknownCodes, address, "rate-limited");
      try {
        return await find();
      } catch (error) {
        if (isRefusal(error, "table-unknown")) {
          const { consumedPoints } = await unknownCodes.penalty(address);
          if (consumedPoints === UNKNOWN_CODES_PER_ADDRESS) {
            await unknownCodes.block(address, UNKNOWN_CODES_WAIT_S);
          }
        }
        throw error;
      }
    },
    opening: (address) => consume(openings, address),
    refresh: (address) => consume(refreshes, address),
  };
}

async function consume(limiter: RateLimiterAbstract, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    throw new TureenError("rate-limited", { retryAfterS: seconds(error) });
  }
}
