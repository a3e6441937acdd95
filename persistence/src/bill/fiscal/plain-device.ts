import { hashFields } from "../../platform/audit-chain.ts";
import type { FiscalDevice } from "./port.ts";

/** The name kept beside its signatures; a change of what is hashed is another name. */
export const PLAIN_DEVICE = "plain-sha256-1";

/**
 * The plain implementation: chains SHA-256 hashes over the receipts and closes. **It is no certified
 * device**: it holds no key, so whoever can write the database can compute its signatures. It is for
 * places where no device is required, and for trying out what one is plugged into.
 *
 * It keeps nothing, and its clock is not part of what it hashes: the same receipt has the same
 * signature, however often it is asked.
 */
export function createPlainDevice(clock: () => number = Date.now): FiscalDevice {
  return {
    name: PLAIN_DEVICE,
    async info(restaurantId) {
      return {
        device: PLAIN_DEVICE,
        serial: restaurantId,
        certified: false,
        note: "Chained SHA-256 hashes; not a certified signing device.",
      };
    },
    async begin({ receipt }) {
      return { transaction: String(receipt) };
    },
    async finish(receipt, transaction) {
      const { at, means, taxes } = receipt;
      const hash = hashFields([
        ...["tureen-fiscal-1", receipt.restaurantId, receipt.receipt, transaction, receipt.kind],
        ...[at, receipt.currency, receipt.tip, receipt.rounding, receipt.digest],
        ...[taxes.length, ...taxes.flatMap(({ rate, gross, tax }) => [rate, gross, tax])],
        ...[means.length, ...means.flatMap(({ method, amount }) => [method, amount])],
        receipt.previous,
      ]);
      return {
        receipt: receipt.receipt,
        transaction,
        signature: hash.toString("hex"),
        counter: receipt.signedBefore + 1,
        at: clock(),
      };
    },
    async close(day) {
      const hash = hashFields([
        ...["tureen-fiscal-close-1", day.restaurantId, day.number, day.date, day.firstReceipt],
        ...[day.lastReceipt, day.totals, day.lastSignature, day.at, day.previous],
      ]);
      return { number: day.number, signature: hash.toString("hex"), at: clock() };
    },
  };
}
