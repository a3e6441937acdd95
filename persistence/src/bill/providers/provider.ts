/**
 * What a payment provider does for us. Small, so that one can be written in an afternoon, and asked
 * only outside transactions: everything here may be late, fail, or have happened although it failed.
 * A provider is never asked for a payment that is not reserved (bill/commit-payment.ts), and what it
 * says is believed once (bill/apply-provider-state.ts).
 */

/** A payment as the provider is asked for it. */
export interface Charge {
  readonly restaurantId: string;
  readonly sessionId: string;
  /** Ours; the same charge for ever, whatever the provider remembers of it. */
  readonly paymentId: string;
  /**
   * Amount and tip together, in minor units of the currency as currencies.ts has them; of a tab what
   * it began with.
   */
  readonly amount: number;
  /** A tab: the guest's card only has the amount held, and is charged by `capture`. */
  readonly manual: boolean;
  readonly currency: string;
  /** What the provider called it when it was started; null before, or when that answer was lost. */
  readonly reference: string | null;
}

/** How a charge stands with the provider. */
export type ChargeState =
  /** It knows nothing of it. */
  | { readonly state: "unknown" }
  /** The guest has not paid yet. */
  | { readonly state: "waiting"; readonly reference: string }
  /** So much is held on the guest's card, and no money has moved. */
  | {
      readonly state: "authorised";
      readonly reference: string;
      readonly amount: number;
      readonly currency: string;
    }
  | {
      readonly state: "captured";
      readonly reference: string;
      readonly amount: number;
      readonly currency: string;
    }
  /** It ended without money. */
  | { readonly state: "failed"; readonly reference: string };

/** Money to be given back. */
export interface Refunding {
  /** Ours; the same refund for ever. */
  readonly refundId: string;
  readonly charge: Charge;
  readonly amount: number;
}

/** How giving back stands: pending until the provider says more. */
export type RefundState = "done" | "pending" | "failed";

/** A charge as the provider lists it. */
export interface ListedCharge {
  readonly paymentId: string;
  /** Null where the provider does not know it. */
  readonly sessionId: string | null;
  readonly amount: number;
  readonly currency: string;
  readonly status: "captured" | "held";
  /** When it was begun, ms since the epoch. */
  readonly at: number;
}

/** What a phone needs so that its guest can pay. */
export type PhonePayment =
  | { readonly provider: "demonstration" }
  | {
      readonly provider: "stripe";
      readonly clientSecret: string;
      readonly publishableKey: string;
    };

export interface PaymentProvider {
  readonly name: "demonstration" | "stripe";
  /** Makes the charge known; a second time finds the first. Returns the provider's name for it. */
  start(charge: Charge): Promise<{ readonly reference: string }>;
  /**
   * Has more held for a tab, so much in all; a second time finds that it is. Null when card or bank do
   * not go along: what was held before still is.
   */
  raise(charge: Charge, amount: number): Promise<ChargeState | null>;
  /**
   * Takes so much of what is held, once, and lets the rest of it go; a second time finds that it is
   * taken. Says "failed" when nothing is held any more.
   */
  capture(charge: Charge, amount: number): Promise<ChargeState>;
  /** How it stands, for when news may have been lost. */
  find(charge: Charge): Promise<ChargeState>;
  /** Calls it off, and lets go what is held. Says "captured" when the guest was faster. */
  cancel(charge: Charge): Promise<ChargeState>;
  /** Gives money back; a second time with the same id finds the first, and says how it stands now. */
  refund(refunding: Refunding): Promise<RefundState>;
  /**
   * The restaurant's charges that were begun from `from` to `to`, ms since the epoch, and took or hold money
   * now: for when our own record of them may be lost.
   */
  list(
    restaurantId: string,
    begun: { readonly from: number; readonly to: number },
  ): Promise<ListedCharge[]>;
  /** What the payer's phone needs; secrets go to that phone and nowhere else. */
  forPhone(charge: Charge): Promise<PhonePayment>;
}

/** A message of a provider about a charge, read and found genuine. */
export interface ProviderNews {
  /** The provider's id of the message: the same one may come several times. */
  readonly id: string;
  readonly restaurantId: string;
  readonly paymentId: string;
  readonly what: ChargeState | { readonly refundId: string; readonly refund: RefundState };
}

/** The provider of a restaurant; null where guests cannot pay on their phones. */
export type ProviderOf = (restaurantId: string) => Promise<PaymentProvider | null>;
