import { RateLimiterMemory } from "rate-limiter-flexible";
import { refuseSpent } from "../../platform/limiter.ts";

/** Connections of one address that may be refused within a while before all of them have to wait. */
const FAILURES = { points: 30, duration: 30 };

/**
 * Looks at who comes to the y-websocket gateway, and counts who is refused there: a tool whose
 * token has ended comes back by itself, again and again. Whoever has a good token is not counted.
 * Rejects as `check` does, and with rate-limited.
 */
export function createGatewayLimit(): (
  address: string,
  check: () => Promise<unknown>,
) => Promise<void> {
  const failures = new RateLimiterMemory(FAILURES);
  return async (address, check) => {
    await refuseSpent(failures, address, "rate-limited");
    try {
      await check();
    } catch (error) {
      await failures.penalty(address);
      throw error;
    }
  };
}
