/**
 * A provider that misbehaves under attack: answers late, or fails before or after it has done what it was
 * asked. Only for a process whose parent may cause faults.
 */
import type { PaymentProvider } from "./provider.ts";

/** How often each fault strikes, of all calls. */
const FAILS_BEFORE = 0.15;
const FAILS_AFTER = 0.15;
const IS_LATE = 0.2;
const MAX_LATE_MS = 2_000;

/** The same provider with faults; `roll` gives numbers from 0 to 1. */
export function withFaults(
  provider: PaymentProvider,
  roll: () => number = Math.random,
): PaymentProvider {
  const spoilt = async <T>(work: () => Promise<T>): Promise<T> => {
    if (roll() < IS_LATE) await new Promise((done) => setTimeout(done, roll() * MAX_LATE_MS));
    if (roll() < FAILS_BEFORE) throw new Error("500 from the provider, without effect");
    const answer = await work();
    if (roll() < FAILS_AFTER) throw new Error("500 from the provider, with effect");
    return answer;
  };
  return {
    name: provider.name,
    start: (charge) => spoilt(() => provider.start(charge)),
    raise: (charge, amount) => spoilt(() => provider.raise(charge, amount)),
    capture: (charge, amount) => spoilt(() => provider.capture(charge, amount)),
    find: (charge) => spoilt(() => provider.find(charge)),
    cancel: (charge) => spoilt(() => provider.cancel(charge)),
    refund: (refunding) => spoilt(() => provider.refund(refunding)),
    list: (restaurantId, begun) => spoilt(() => provider.list(restaurantId, begun)),
    forPhone: (charge) => provider.forPhone(charge),
  };
}
