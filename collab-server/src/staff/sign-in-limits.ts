/**
 * How often a password may be guessed. Counted are failures: for one account from one address, from
 * one address in all, and for one account from everywhere. The last would let a stranger with many
 * addresses lock staff out, so it does not count for addresses from which the account has signed in
 * before: at the restaurant, work goes on. Who is signed in already is not asked at all.
 */
import { createHash } from "node:crypto";
import { createKeyedMutex } from "../platform/keyed-mutex.ts";
import { isRefusal, type MakeLimiter, refuseSpent } from "../platform/limiter.ts";

/** Failures for one account from one address, and from one address in all. */
const FAILURES = 10;
const FAILURES_PER_ADDRESS = 50;
/** Failures for one account from addresses that it has never signed in from. */
const FAILURES_PER_ACCOUNT = 100;
const WINDOW_S = 15 * 60;
/** How long an address is known after a sign-in; timers in memory take 24 days at most. */
const KNOWN_S = 20 * 24 * 60 * 60;

/** Requests that may wait for their turn at one login from one address. */
const MAX_WAITING = 50;

/** Runs a sign-in. A credentials-wrong that it throws is counted; throws rate-limited. */
export type SignInLimit = <T>(
  login: string,
  address: string,
  check: () => Promise<T>,
) => Promise<T>;

/** Counts sign-ins with limiters of this make. */
export function createSignInLimit(make: MakeLimiter): SignInLimit {
  const here = make("sign-in", FAILURES, WINDOW_S);
  const byAddress = make("sign-in-from", FAILURES_PER_ADDRESS, WINDOW_S);
  const byAccount = make("sign-in-to", FAILURES_PER_ACCOUNT, WINDOW_S);
  const known = make("signed-in", 1, KNOWN_S);
  // One check at a time: a thousand parallel guesses must not all pass before the first wrong one is
  // counted. Each process counts by itself, so N servers allow N - 1 guesses more.
  const exclusively = createKeyedMutex(MAX_WAITING);

  return (login, address, check) => {
    // A login may be as long as a body; a key of the store may not.
    const account = createHash("sha256").update(login.toLowerCase()).digest("base64url");
    const key = `${account} ${address}`;
    return exclusively(key, async () => {
      const isKnown = (await known.get(key)) !== null;
      await refuseSpent(here, key, "rate-limited");
      await refuseSpent(byAddress, address, "rate-limited");
      if (!isKnown) await refuseSpent(byAccount, account, "rate-limited");
      try {
        const result = await check();
        await Promise.all([here.delete(key), known.set(key, 1, KNOWN_S)]);
        return result;
      } catch (error) {
        if (isRefusal(error, "credentials-wrong")) {
          const failed = [here.penalty(key), byAddress.penalty(address)];
          if (!isKnown) failed.push(byAccount.penalty(account));
          await Promise.all(failed);
        }
        throw error;
      }
    });
  };
}
