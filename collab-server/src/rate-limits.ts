/**
 * How often somebody may try. Everything that guesses secrets is counted; honest guests are not
 * slowed down, even when a whole restaurant shares one address. Counts live in Redis when there
 * is one, else in this process; when Redis is away, in this process too.
 */
import { TureenError } from "@tureen/shared/errors";
import type { Redis } from "ioredis";
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from "rate-limiter-flexible";
import { isRefusal, refuseSpent, seconds } from "./limiter.ts";
import { createSignInLimit, type SignInLimit } from "./sign-in-limits.ts";
import { createTurns } from "./turns.ts";

/** Wrong PINs at one table before it locks: 10 of a million at a time. */
const WRONG_PINS = 10;
const WRONG_PINS_WINDOW_S = 15 * 60;
/** The first lock; each further one at the same table is twice as long, up to an hour. */
const FIRST_LOCK_S = 5 * 60;
const LONGEST_LOCK_S = 60 * 60;
const LOCKS_REMEMBERED_S = 24 * 60 * 60;
/** Wrong PINs from one address: a restaurant's own network is one address for all its guests. */
const WRONG_PINS_PER_ADDRESS = 200;
const WRONG_PINS_PER_ADDRESS_WINDOW_S = 10 * 60;
/** A thousand guests of one network may scan and read the menu in the same minute. */
const LOOKUPS_PER_ADDRESS = 6_000;
/** Tables opened from one address: a large house at seven in the evening. */
const OPENINGS_PER_ADDRESS = 300;
const OPENINGS_WINDOW_S = 10 * 60;
/** Every phone refreshes each ten minutes, and all at once after a network failure. */
const REFRESHES_PER_ADDRESS = 6_000;
const MINUTE_S = 60;

/** Requests that may wait for their turn at one table's PIN. */
const MAX_WAITING = 50;

export interface RateLimits {
  /** Counts a look at a QR code; throws rate-limited. */
  lookup(address: string): Promise<void>;
  /** Counts a request to open a table; throws rate-limited. */
  opening(address: string): Promise<void>;
  /** Counts a token refresh; throws rate-limited. */
  refresh(address: string): Promise<void>;
  /**
   * Runs a PIN check of a session. A pin-wrong that it throws is counted; throws pin-locked when
   * there were too many at this session, rate-limited when too many from this address.
   */
  pin<T>(sessionId: string, address: string, check: () => Promise<T>): Promise<T>;
  /** Forgets the wrong PINs of a session: it has a new one. */
  pinChanged(sessionId: string): Promise<void>;
  /** Counts wrong passwords; see sign-in-limits.ts. */
  readonly signIn: SignInLimit;
}

/** Rate limits in memory, or in Redis when a client is given; both bounded by their windows. */
export function createRateLimits(redis?: Redis): RateLimits {
  const limiter = (keyPrefix: string, points: number, duration: number): RateLimiterAbstract => {
    const memory = new RateLimiterMemory({ keyPrefix, points, duration });
    if (!redis) return memory;
    return new RateLimiterRedis({
      storeClient: redis,
      keyPrefix: `tureen:limit:${keyPrefix}`,
      points,
      duration,
      rejectIfRedisNotReady: true,
      insuranceLimiter: memory,
    });
  };
  const lookups = limiter("lookup", LOOKUPS_PER_ADDRESS, MINUTE_S);
  const openings = limiter("open", OPENINGS_PER_ADDRESS, OPENINGS_WINDOW_S);
  const refreshes = limiter("refresh", REFRESHES_PER_ADDRESS, MINUTE_S);
  const pins = limiter("pin", WRONG_PINS, WRONG_PINS_WINDOW_S);
  const pinLocks = limiter("pin-locks", 1_000, LOCKS_REMEMBERED_S);
  const pinsByAddress = limiter(
    "pin-from",
    WRONG_PINS_PER_ADDRESS,
    WRONG_PINS_PER_ADDRESS_WINDOW_S,
  );
  // One check at a time per secret: a thousand parallel guesses must not all pass before the first
  // wrong one is counted. Each process has its own turns, so N servers allow N - 1 guesses more.
  const turns = createTurns(MAX_WAITING);

  async function countWrongPin(sessionId: string, address: string): Promise<void> {
    await pinsByAddress.penalty(address);
    const { consumedPoints } = await pins.penalty(sessionId);
    if (consumedPoints < WRONG_PINS) return;
    const locks = (await pinLocks.penalty(sessionId)).consumedPoints;
    const lockS = Math.min(FIRST_LOCK_S * 2 ** Math.min(locks - 1, 10), LONGEST_LOCK_S);
    await pins.block(sessionId, lockS);
  }

  return {
    lookup: (address) => consume(lookups, address),
    opening: (address) => consume(openings, address),
    refresh: (address) => consume(refreshes, address),
    pin: (sessionId, address, check) =>
      turns(sessionId, async () => {
        await refuseSpent(pins, sessionId, "pin-locked");
        await refuseSpent(pinsByAddress, address, "rate-limited");
        try {
          return await check();
        } catch (error) {
          if (isRefusal(error, "pin-wrong")) await countWrongPin(sessionId, address);
          throw error;
        }
      }),
    async pinChanged(sessionId) {
      await Promise.all([pins.delete(sessionId), pinLocks.delete(sessionId)]);
    },
    signIn: createSignInLimit(limiter),
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
