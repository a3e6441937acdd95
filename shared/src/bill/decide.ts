/**
 * Decides a wish to pay. Pure: the worker calls it under the session's lock before any card is
 * touched, staff's own takings go through it, and a replay calls it again with what was recorded. A
 * payment is of exactly what the payer saw, or a rounding less, never more.
 */

import { minorDigits } from "../platform/currencies.ts";
import { DINER_ID, type SessionStatus } from "../platform/identity.ts";
import type { WishRejection } from "../table/document/roots/payments.ts";
import type { SessionView } from "../table/document/session-document.ts";
import type { Cover, DinerId, PaymentMethod, PaymentWish } from "../table/document/types.ts";
import { type Bill, billOf, createPricer, keyOf } from "./bill.ts";
import { common, lengthOf, united, without } from "./ranges.ts";
import { coversOf, rangesOf, type Shares, sharesOf } from "./shares.ts";
import { roundedToCash } from "./terms.ts";
import { splitByWorth } from "./treat.ts";

/** Everything the decision depends on. */
export interface PaymentInput {
  readonly wish: PaymentWish;
  /** Who pays; null when staff take money without saying whose. */
  readonly payer: DinerId | null;
  readonly method: PaymentMethod;
  /** The document at the head of the log, under the session's lock. */
  readonly view: SessionView;
  readonly sessionStatus: SessionStatus;
  /** When the server received the wish, ms since the epoch. */
  readonly arrivedAt: number;
  /** How old a wish may be on arrival, ms. */
  readonly maxAgeMs: number;
}

export type PaymentDecision =
  | {
      readonly ok: true;
      readonly covers: readonly Cover[];
      readonly amount: number;
      readonly tip: number;
      /** Cash alone: what rounding to coins adds to what is handed over. */
      readonly rounding: number;
    }
  | { readonly ok: false; readonly code: WishRejection; readonly now: number | null };

/** A tip may be as much as what is paid, or this many of the currency's own units. */
const TIP_UNITS = 100;

/** Reserves exactly what the payer saw, or says why not. */
export function decidePayment(input: PaymentInput): PaymentDecision {
  const { wish, method, view, payer } = input;
  if (method === "online") {
    if (input.sessionStatus !== "active") return rejected("session-closed");
    if (Math.abs(input.arrivedAt - wish.at) > input.maxAgeMs) return rejected("too-old");
    if (!view.session.terms?.online) return rejected("online-off");
  }
  const bill = billOf(view);
  if (wish.tip > maxTip(wish.amount, bill.currency)) return rejected("tip-refused");
  if (bill.free === 0) return rejected(bill.reserved > 0 ? "being-paid" : "already-paid", 0);
  const shares = sharesOf(view, bill);
  const taken =
    wish.mode === "items" ? takeItems(bill, wish) : takeAmount(bill, shares, wish, payer);
  if (!taken.ok) return taken;
  const { amount, covers } = taken;
  const due = amount + wish.tip;
  const rounding = method === "cash" ? roundedToCash(due, bill.terms.cashStep) - due : 0;
  return { ok: true, covers, amount, tip: wish.tip, rounding };
}

/** One even share of `payers` of what is free now; the last one to pay pays the cents less. */
export function evenShare(free: number, payers: number): number {
  return Math.ceil(free / payers);
}

/** What a payment keeps of how its payer came to the amount: among how many an even share was one. */
export function splitOf({ mode, payers }: Pick<PaymentWish, "mode" | "payers">) {
  return mode === "even" ? { payers } : {};
}

/** The highest tip beside an amount. */
export function maxTip(amount: number, currency: string): number {
  const units = currency === "" ? 1 : 10 ** minorDigits(currency);
  return Math.max(amount, TIP_UNITS * units);
}

type Taken =
  | { readonly ok: true; readonly amount: number; readonly covers: readonly Cover[] }
  | { readonly ok: false; readonly code: WishRejection; readonly now: number | null };

function takeItems(bill: Bill, wish: PaymentWish): Taken {
  const lines = new Map(bill.lines.map((line) => [keyOf(line), line]));
  const price = createPricer(bill);
  let amount = 0;
  for (const [key, ranges] of rangesOf(wish.covers)) {
    const line = lines.get(key);
    // Named twice, not there any more, or never there: not what is on the bill.
    const named = united(ranges);
    if (!line || lengthOf(named) !== lengthOf(ranges)) return rejected("not-on-bill");
    if (lengthOf(common(named, line.reserved)) > 0) return rejected("being-paid");
    if (lengthOf(common(named, line.paid)) > 0) return rejected("already-paid");
    if (lengthOf(without(named, line.live)) > 0) return rejected("not-on-bill");
    amount += price(line)(named);
  }
  if (amount !== wish.amount) return rejected("amount-differs", amount);
  return { ok: true, amount, covers: wish.covers };
}

function takeAmount(bill: Bill, shares: Shares, wish: PaymentWish, payer: DinerId | null): Taken {
  const { free } = bill;
  if (wish.mode === "rest" && wish.amount !== free) return rejected("amount-differs", free);
  // Even shares are rounded up, so that those who pay last have up to a unit each less to pay.
  const spare = wish.mode === "even" ? wish.payers : 0;
  if (wish.amount >= free + Math.max(1, spare)) {
    return rejected("amount-differs", Math.min(free, evenShare(free, wish.payers)));
  }
  const amount = Math.min(wish.amount, free);
  return { ok: true, amount, covers: coversFor(bill, shares, payer, amount) };
}

/**
 * What a sum that named no dishes pays: all that is left when it is all that is free, else as much of
 * the payer's own share as it is worth. What it is worth beyond that lowers what the others pay.
 */
export function coversFor(
  bill: Bill,
  shares: Shares,
  payer: DinerId | null,
  amount: number,
): readonly Cover[] {
  if (amount === bill.free) return coversOf(shares, everybody(shares), { unclaimed: true });
  if (payer === null) return [];
  const price = createPricer(bill);
  const covers: Cover[] = [];
  let left = amount;
  for (const cover of coversOf(shares, [payer])) {
    const { from, to } = cover;
    const priceOf = price(cover);
    const [paid] = splitByWorth(priceOf, [[from, to]], left);
    const end = from + lengthOf(paid);
    if (end > from) covers.push({ ...cover, to: end });
    if (end < to) break;
    left -= priceOf(paid);
  }
  return covers;
}

function everybody(shares: Shares): DinerId[] {
  return shares.diners.map(({ diner }) => diner).filter((diner) => DINER_ID.test(diner));
}

/** A wish that is not granted, with what it would have come to. */
export function rejected(code: WishRejection, now: number | null = null) {
  return { ok: false, code, now } as const;
}
