import type { Signal } from "@tureen/shared/platform/signals";
import type { Signals } from "../signals/signals.ts";

/** How often signals go wrong, each from 0 to 1, and by how much. */
export interface SignalFaults {
  readonly drop: number;
  readonly duplicate: number;
  readonly delay: number;
  readonly delayMs: number;
}

export type SignalFault = "signal-drop" | "signal-duplicate" | "signal-delay";

export const NO_SIGNAL_FAULTS: SignalFaults = { drop: 0, duplicate: 0, delay: 0, delayMs: 0 };

/**
 * Signals that get lost, come twice or come late on their way out, as `faults()` says at the time;
 * `random` gives numbers in [0, 1) and `happened` is told of each fault.
 */
export function faultySignals(
  signals: Signals,
  faults: () => SignalFaults,
  random: () => number,
  happened: (fault: SignalFault) => void,
): Signals {
  const late = new Set<NodeJS.Timeout>();
  const sendLater = (signal: Signal, ms: number) => {
    const timer = setTimeout(() => {
      late.delete(timer);
      void signals.publish(signal);
    }, ms);
    late.add(timer);
  };
  return {
    ready: signals.ready,
    over: signals.over,
    isUp: () => signals.isUp(),
    subscribe: (received, missed) => signals.subscribe(received, missed),
    async publish(...all) {
      const now: Signal[] = [];
      for (const signal of all) {
        const { drop, duplicate, delay, delayMs } = faults();
        if (random() < drop) {
          happened("signal-drop");
          continue;
        }
        if (random() < delay) {
          happened("signal-delay");
          sendLater(signal, delayMs);
        } else {
          now.push(signal);
        }
        if (random() < duplicate) {
          happened("signal-duplicate");
          sendLater(signal, delayMs);
        }
      }
      await signals.publish(...now);
    },
    async close() {
      for (const timer of late) clearTimeout(timer);
      await signals.close();
    },
  };
}
