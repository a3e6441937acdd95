/** A signing device for tests, which does on command everything that devices do wrong. */
import { createPlainDevice } from "../fiscal/plain-device.ts";
import type {
  CloseSignature,
  FiscalDevice,
  FiscalReceipt,
  FiscalSignature,
} from "../fiscal/port.ts";

export type DeviceFault =
  /** Does not answer the door. */
  | "away"
  /** Signs, and answers when nobody waits any more. */
  | "slow"
  /** Gives its last answer once more, to another question. */
  | "answers-twice"
  /** Does not want to sign this. */
  | "refuses"
  /** Opens the transaction and then fails. */
  | "breaks-off"
  /** Signs, and its answer is lost. */
  | "loses-answer";

export interface TestDevice extends FiscalDevice {
  /** What goes wrong next: one fault for each receipt that it is asked to sign. */
  readonly faults: DeviceFault[];
  /** Receipts in the order in which it signed them; each signing of its own counts once. */
  readonly signed: string[];
  /** Closes that it signed. */
  readonly closed: string[];
}

/** Keeps what it has signed, as the port asks of it. */
export function createTestDevice({ slowMs = 300 } = {}): TestDevice {
  const plain = createPlainDevice();
  const kept = new Map<string, FiscalSignature>();
  const keptCloses = new Map<string, CloseSignature>();
  const faults: DeviceFault[] = [];
  const signed: string[] = [];
  const closed: string[] = [];
  let last: FiscalSignature | undefined;

  async function sign(receipt: FiscalReceipt, transaction: string): Promise<FiscalSignature> {
    const key = `${receipt.restaurantId}/${receipt.receipt}`;
    const known = kept.get(key);
    if (known) return known;
    const answer = await plain.finish(receipt, transaction);
    kept.set(key, answer);
    signed.push(key);
    return answer;
  }

  return {
    ...plain,
    name: "test-device",
    faults,
    signed,
    closed,
    async begin(receipt) {
      const fault = faults[0];
      if (fault === "away" || fault === "refuses") {
        faults.shift();
        throw new Error(fault);
      }
      return plain.begin(receipt);
    },
    async finish(receipt, transaction) {
      const fault = faults.shift();
      const before = last;
      if (fault === "breaks-off") throw new Error(fault);
      if (fault === "answers-twice" && before) return before;
      const answer = await sign(receipt, transaction);
      last = answer;
      if (fault === "loses-answer") throw new Error(fault);
      if (fault === "slow") await new Promise((resolve) => setTimeout(resolve, slowMs));
      return answer;
    },
    async close(day) {
      const key = `${day.restaurantId}/${day.number}`;
      const fault = faults.shift();
      if (fault === "away" || fault === "refuses") throw new Error(fault);
      const known = keptCloses.get(key);
      const answer = known ?? (await plain.close(day));
      if (!known) {
        keptCloses.set(key, answer);
        closed.push(key);
      }
      if (fault === "loses-answer") throw new Error(fault);
      return answer;
    },
  };
}
