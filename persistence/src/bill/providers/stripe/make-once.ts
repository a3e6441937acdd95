import type { StripeCalls } from "./connection.ts";
import { failureOf, toProviderError, unavailable } from "./failures.ts";

/** A key is used up by a stored error; so many of them in one day are more than an outage makes. */
const MAX_KEYS = 30;

export interface Making<T> {
  /** Ours, the same for ever. */
  readonly id: string;
  /** Makes it, with this idempotency key. */
  make(key: string): Promise<T>;
  /** What an earlier try has made although it failed; null when there certainly is nothing. */
  findMade(): Promise<T | null>;
  /** Whether to go on with another key when this one was used with other parameters. */
  readonly otherParameters: "next-key" | "wait";
}

/**
 * Makes one thing at Stripe once, whatever is answered.
 *
 * A key keeps its first answer for a day, an error as well: asking again with the same one would
 * fail all day long. So after a failure we look whether the thing is there, and go on with the next
 * key. But only when a failure has been given *again*: then its request is certainly over. After one
 * that may still be going on, another key could make the thing twice; the same key cannot.
 *
 * The keys follow from the id alone, so that processes that try at once agree on each of them.
 */
export async function makeOnce<T>(calls: StripeCalls, making: Making<T>): Promise<T> {
  let tries = 0;
  for (let n = 1; n <= MAX_KEYS; ) {
    try {
      return await making.make(n === 1 ? making.id : `${making.id}:${n}`);
    } catch (error) {
      const failure = failureOf(error);
      if (failure === "locked-out") throw toProviderError(error);
      if (failure !== "busy") {
        const made = await making.findMade();
        if (made !== null) return made;
      }
      if (failure === "refused") throw toProviderError(error);
      if (failure === "mismatch" && making.otherParameters === "wait") {
        throw unavailable("Stripe still keeps an answer to other parameters");
      }
      if (failure === "replayed" || failure === "mismatch") {
        n += 1;
        continue;
      }
      tries += 1;
      if (tries >= calls.attempts) throw toProviderError(error);
      await calls.wait(tries);
    }
  }
  // Until the first of them is forgotten, a day after its use.
  throw unavailable(`Stripe has refused ${MAX_KEYS} requests for the same`);
}
