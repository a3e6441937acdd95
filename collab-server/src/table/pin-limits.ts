/**
 * Wrong PINs. Somebody who guesses waits first, alone: a few wrong PINs from one address at one
 * table cost that address a while. Only many of them, from many addresses, lock the table's PIN,
 * for a bounded time; join codes work on, staff are told, and a new PIN starts everything afresh.
 */
import { TureenError } from "@tureen/shared/platform/errors";
import { type RateLimiterAbstract, RateLimiterRes } from "rate-limiter-flexible";
import { createKeyedMutex } from "../platform/keyed-mutex.ts";
import { isRefusal, type MakeLimiter, refuseSpent, seconds } from "../platform/limiter.ts";

/** Wrong PINs that one address may send to one table before it waits. */
export const WRONG_PINS_FROM_ONE = 5;
/** The first wait of an address at a table; each further one is twice as long. */
const FIRST_WAIT_S = 60;
const LONGEST_WAIT_S = 15 * 60;
const WAITS_REMEMBERED_S = 60 * 60;
/** Wrong PINs at one table, from wherever, that make staff look. */
export const WRONG_PINS_ALARM = 10;
/** Wrong PINs at one table, from wherever, before its PIN locks: 30 of a million at a time. */
export const WRONG_PINS_AT_TABLE = 30;
const WRONG_PINS_WINDOW_S = 15 * 60;
/** The first lock of a PIN; each further one is twice as long, up to half an hour. */
const FIRST_LOCK_S = 5 * 60;
const LONGEST_LOCK_S = 30 * 60;
const LOCKS_REMEMBERED_S = 24 * 60 * 60;
/** Wrong PINs from one address at all tables: a restaurant's own network is one address. */
export const WRONG_PINS_PER_ADDRESS = 100;
const WRONG_PINS_PER_ADDRESS_WINDOW_S = 10 * 60;

/** Requests that may wait for their turn at one table's PIN. */
const MAX_WAITING = 50;

/** What staff should know about a table's PIN. */
export interface PinAlarm {
  /** Wrong PINs at the table within the last quarter of an hour. */
  readonly wrongPins: number;
  /** Seconds for which nobody can join with the PIN; null when it is not locked. */
  readonly lockedForS: number | null;
}

/** One table's PIN and who tries it. */
export interface PinTry {
  /** Stands for the session and its PIN: another for each PIN. At most 100 characters. */
  readonly pinKey: string;
  readonly address: string;
  /** Called once when the alarm begins, and with every lock. */
  readonly onAlarm: (alarm: PinAlarm) => Promise<void>;
}

/**
 * Runs a PIN check. A pin-wrong that it throws is counted and says how many tries are left. Throws
 * pin-wait when this address has to wait, pin-locked when the table's PIN is locked, rate-limited
 * after too many wrong PINs of this address at all tables; the check does not run then.
 */
export type PinLimits = <T>(tried: PinTry, check: () => Promise<T>) => Promise<T>;

export function createPinLimits(limiter: MakeLimiter): PinLimits {
  const atTable = limiter("pin", WRONG_PINS_AT_TABLE, WRONG_PINS_WINDOW_S);
  const locks = limiter("pin-locks", 1_000, LOCKS_REMEMBERED_S);
  const fromOne = limiter("pin-from-one", WRONG_PINS_FROM_ONE, WRONG_PINS_WINDOW_S);
  const waits = limiter("pin-waits", 1_000, WAITS_REMEMBERED_S);
  const byAddress = limiter("pin-from", WRONG_PINS_PER_ADDRESS, WRONG_PINS_PER_ADDRESS_WINDOW_S);
  // One check at a time per table and process, so that thirty guests who join at the same moment
  // do not hold thirty tries between them.
  const exclusively = createKeyedMutex(MAX_WAITING);

  return (tried, check) => {
    const { pinKey, address } = tried;
    const one = `${pinKey} ${address}`;
    return exclusively(pinKey, async () => {
      await refuseSpent(byAddress, address, "rate-limited");
      // A try is taken before the check and given back when the PIN was right: what two servers
      // check at the same moment cannot both be the last try.
      const ownTries = await take(fromOne, one, "pin-wait");
      const allTries = await take(atTable, pinKey, "pin-locked").catch(async (error: unknown) => {
        await fromOne.reward(one);
        throw error;
      });
      const giveBack = () => Promise.all([fromOne.reward(one), atTable.reward(pinKey)]);
      try {
        const result = await check();
        await giveBack();
        return result;
      } catch (error) {
        if (isRefusal(error, "pin-wrong")) throw await countWrong(tried, one, ownTries, allTries);
        await giveBack();
        throw error;
      }
    });
  };

  async function countWrong(
    { pinKey, address, onAlarm }: PinTry,
    one: string,
    ownTries: number,
    allTries: number,
  ): Promise<TureenError> {
    const { consumedPoints: ofAddress } = await byAddress.penalty(address);
    if (allTries >= WRONG_PINS_AT_TABLE) {
      const lockedForS = await prolong(atTable, pinKey, locks, FIRST_LOCK_S, LONGEST_LOCK_S);
      await onAlarm({ wrongPins: allTries, lockedForS });
      return new TureenError("pin-wrong", { attemptsLeft: 0, retryAfterS: lockedForS });
    }
    if (allTries === WRONG_PINS_ALARM || ofAddress === WRONG_PINS_PER_ADDRESS) {
      await onAlarm({ wrongPins: allTries, lockedForS: null });
    }
    if (ownTries >= WRONG_PINS_FROM_ONE) {
      const waitS = await prolong(fromOne, one, waits, FIRST_WAIT_S, LONGEST_WAIT_S);
      return new TureenError("pin-wrong", { attemptsLeft: 0, retryAfterS: waitS });
    }
    const attemptsLeft = Math.min(WRONG_PINS_FROM_ONE - ownTries, WRONG_PINS_AT_TABLE - allTries);
    return new TureenError("pin-wrong", { attemptsLeft });
  }
}

/** Takes one try and returns how many have been taken; throws `code` when there is none left. */
async function take(
  limiter: RateLimiterAbstract,
  key: string,
  code: "pin-locked" | "pin-wait",
): Promise<number> {
  try {
    return (await limiter.consume(key)).consumedPoints;
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    throw new TureenError(code, { retryAfterS: seconds(error) });
  }
}

/** Refuses a key from now on, each time in a row twice as long; returns for how many seconds. */
async function prolong(
  limiter: RateLimiterAbstract,
  key: string,
  times: RateLimiterAbstract,
  firstS: number,
  longestS: number,
): Promise<number> {
  const { consumedPoints } = await times.penalty(key);
  const forS = Math.min(firstS * 2 ** Math.min(consumedPoints - 1, 10), longestS);
  await limiter.block(key, forS);
  return forS;
}
