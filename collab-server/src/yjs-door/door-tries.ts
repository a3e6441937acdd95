import { RateLimiterMemory } from "rate-limiter-flexible";
import { seconds } from "../limiter.ts";

/** Connections of one address that may be refused within a while before all of them have to wait. */
const FAILURES = { points: 30, duration: 30 };

/**
 * Counts what is refused at the door for plain Yjs clients: a tool whose token has ended comes back by
 * itself, again and again. Whoever has a good token is not counted.
 */
export class DoorTries {
  readonly #failures = new RateLimiterMemory(FAILURES);

  /** How long this address has to wait, in whole seconds; 0 when it may try. */
  async waitS(address: string): Promise<number> {
    const spent = await this.#failures.get(address);
    return spent && spent.consumedPoints >= FAILURES.points ? seconds(spent) : 0;
  }

  /** One more was refused. */
  async failed(address: string): Promise<void> {
    // Rejects when nothing is left, which the next try finds.
    await this.#failures.consume(address).catch(() => {});
  }
}
