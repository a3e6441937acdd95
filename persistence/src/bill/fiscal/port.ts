import type { TaxedAmount } from "@tureen/shared/table/document/types";

/**
 * What a signing device (a German TSE, an Austrian RKSV unit, a French or Italian register) is asked
 * for. README.md says how its queue works and what a provider's adapter has to promise.
 *
 * Whatever is asked may be asked again, since its answer may have been lost: a device knows a
 * transaction by the restaurant and the receipt's number, and a close by its number, and answers a
 * repetition with the signature that it made the first time. A device that cannot is wrapped by an
 * adapter that looks into the device's own log before it signs.
 */
export interface FiscalDevice {
  /** The device and the kind of signature, as it is kept beside each: "plain-sha256-1". */
  readonly name: string;
  info(restaurantId: string): Promise<DeviceInfo>;
  /** Opens the transaction of a receipt, or finds the one that is open or finished. */
  begin(receipt: FiscalReceiptKey): Promise<{ readonly transaction: string }>;
  /** Signs a receipt and ends its transaction. Rejects while the device is away or refuses. */
  finish(receipt: FiscalReceipt, transaction: string): Promise<FiscalSignature>;
  /** Signs what a day came to. */
  close(day: FiscalDay): Promise<CloseSignature>;
}

/** What a device says of itself, for the journal. */
export interface DeviceInfo {
  readonly device: string;
  readonly serial: string;
  /** Whether an authority has certified it. Nothing here makes it so. */
  readonly certified: boolean;
  readonly note: string;
}

export interface FiscalReceiptKey {
  readonly restaurantId: string;
  readonly receipt: number;
  /** When the receipt was given out, milliseconds since the epoch: signing may come much later. */
  readonly at: number;
}

/** A receipt as a device signs it. Money is in minor units; what was given back is negative. */
export interface FiscalReceipt extends FiscalReceiptKey {
  readonly kind: "payment" | "refund";
  readonly currency: string;
  /** Of the bill, by rate in hundredths of a percent; with tip and rounding it comes to the means. */
  readonly taxes: readonly TaxedAmount[];
  /** For the staff, under no rate. */
  readonly tip: number;
  /** What rounding to coins added. */
  readonly rounding: number;
  readonly means: readonly { readonly method: string; readonly amount: number }[];
  /** SHA-256 of the receipt's content, hex. */
  readonly digest: string;
  /** The signature of the restaurant's receipt before; null for its first. */
  readonly previous: string | null;
  /** How many of the restaurant's receipts were signed before it. */
  readonly signedBefore: number;
}

/** An answer names what it is about, so that one that belongs to another question is told apart. */
export interface FiscalSignature {
  readonly receipt: number;
  readonly transaction: string;
  readonly signature: string;
  /** The device's own count of its signatures with this one; null from one that does not count. */
  readonly counter: number | null;
  /** By the device's clock. */
  readonly at: number;
}

/** A daily close as a device signs it. */
export interface FiscalDay {
  readonly restaurantId: string;
  readonly number: number;
  readonly date: string;
  readonly firstReceipt: number;
  readonly lastReceipt: number;
  /** JSON with the totals by rate and means of payment. */
  readonly totals: string;
  /** The signature of the last receipt in it, and of the close before. */
  readonly lastSignature: string;
  readonly previous: string | null;
  readonly at: number;
}

export interface CloseSignature {
  readonly number: number;
  readonly signature: string;
  readonly at: number;
}

/** The device that signs for a restaurant. */
export type FiscalDeviceOf = (restaurantId: string) => Promise<FiscalDevice>;
