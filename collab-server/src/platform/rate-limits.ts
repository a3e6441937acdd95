/**
 * How often somebody may try. Everything that guesses secrets is counted; honest guests are not
 * slowed down, even when a whole restaurant shares one address. What guards secrets is counted in
 * a store that all servers share, Redis when there is one and it answers, else Postgres; what only
 * guards against load is counted in Redis or in each process.
 */
import type { Database } from "@tureen/persistence/platform/database";
import { TureenError } from "@tureen/shared/platform/errors";
import type { Redis } from "ioredis";
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRedis,
  RateLimiterRes,
} from "rate-limiter-flexible";
import { createSignInLimit, type SignInLimit } from "../staff/sign-in-limits.ts";
import { createPinLimits, type PinLimits } from "../table/pin-limits.ts";
import { isRefusal, type MakeLimiter, refuseSpent, seconds } from "./limiter.ts";

/** A thousand guests of one network may scan and read the menu in the same minute. */
const LOOKUPS_PER_ADDRESS = 6_000;
/** Codes that lead nowhere, from one address: more are no misread or outdated QR codes. */
const UNKNOWN_CODES_PER_ADDRESS = 60;
const UNKNOWN_CODES_WINDOW_S = 10 * 60;
/** Short, for guests of the same network cannot scan meanwhile. */
const UNKNOWN_CODES_WAIT_S = 60;
/** Tables opened from one address: a large house at seven in the evening. */
const OPENINGS_PER_ADDRESS = 300;
const OPENINGS_WINDOW_S = 10 * 60;
/** Every phone refreshes each ten minutes, and all at once after a network failure. */
const REFRESHES_PER_ADDRESS = 6_000;
const MINUTE_S = 60;

export interface RateLimits {
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
  /** Counts wrong passwords; see sign-in-limits.ts. */
  readonly signIn: SignInLimit;
}

/** Rate limits that all servers of the database, or of Redis if given, share. */
export function createRateLimits({
  database,
  redis,
}: {
  readonly database: Database;
  readonly redis?: Redis | undefined;
}): RateLimits {
  /** Counts in Redis if there is one and it answers, else elsewhere. */
  const inRedis = (
    ...[keyPrefix, points, duration, otherwise]: [...Parameters<MakeLimiter>, RateLimiterAbstract]
  ): RateLimiterAbstract => {
    if (!redis) return otherwise;
    return new RateLimiterRedis({
      storeClient: redis,
      keyPrefix: `tureen:limit:${keyPrefix}`,
      points,
      duration,
      rejectIfRedisNotReady: true,
      insuranceLimiter: otherwise,
    });
  };
  /** For floods: a count per process does, and costs nothing. */
  const local: MakeLimiter = (keyPrefix, points, duration) => {
    const memory = new RateLimiterMemory({ keyPrefix, points, duration });
    return inRedis(keyPrefix, points, duration, memory);
  };
  /** For secrets: no server may allow what another has used up. */
  const common: MakeLimiter = (keyPrefix, points, duration) => {
    const postgres = new RateLimiterPostgres({
      storeClient: database,
      storeType: "pool",
      tableName: "rate_limits",
      tableCreated: true,
      // The worker's housekeeping removes what has expired.
      clearExpiredByTimeout: false,
      keyPrefix,
      points,
      duration,
    });
    return inRedis(keyPrefix, points, duration, postgres);
  };
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
    signIn: createSignInLimit(common),
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
