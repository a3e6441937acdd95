import { mulDivRound } from "@tureen/shared/bill/allocate";
import { type Bill, createPricer, heldOf, keyOf, paymentsOf } from "@tureen/shared/bill/bill";
import { evenShare } from "@tureen/shared/bill/decide";
import { united } from "@tureen/shared/bill/ranges";
import { coversOfRound } from "@tureen/shared/bill/rounds";
import { coversOf, dinersPresent, rangesOf, type Shares } from "@tureen/shared/bill/shares";
import { WHOLE } from "@tureen/shared/bill/terms";
import type { SessionView } from "@tureen/shared/table/document/session-document";
import type { DinerId, Payment, PaymentWish } from "@tureen/shared/table/document/types";

/** How somebody chooses what to pay. */
export type PayChoice =
  /** What these diners still owe, and what nobody takes if wanted. */
  | { readonly kind: "shares"; readonly of: readonly DinerId[]; readonly unclaimed: boolean }
  /** What is left of one order. */
  | { readonly kind: "round"; readonly order: string }
  /** One even part of what is left. */
  | { readonly kind: "even"; readonly payers: number }
  /** As much as they say; null while it is no amount. */
  | { readonly kind: "amount"; readonly amount: number | null }
  /** All that is left. */
  | { readonly kind: "rest" };

export interface PayPlan extends Pick<PaymentWish, "covers" | "payers" | "amount"> {
  /** A tab is no payment of anything yet. */
  readonly mode: Exclude<PaymentWish["mode"], "tab">;
  /** Why it cannot be paid. */
  readonly problem?: "nothing" | "too-much";
}

/** Exactly what a choice pays of the bill as it is now: what the server will find too. */
export function planPayment(bill: Bill, shares: Shares, choice: PayChoice): PayPlan {
  const whole = { covers: [], payers: 1 } as const;
  switch (choice.kind) {
    case "shares":
      return itemsPlan(bill, coversOf(shares, choice.of, { unclaimed: choice.unclaimed }));
    case "round":
      return itemsPlan(bill, coversOfRound(shares, choice.order));
    case "even": {
      const { payers } = choice;
      return checked(bill, {
        mode: "even",
        covers: [],
        payers,
        amount: evenShare(bill.free, payers),
      });
    }
    case "amount":
      return checked(bill, { mode: "amount", ...whole, amount: choice.amount ?? 0 });
    case "rest":
      return checked(bill, { mode: "rest", ...whole, amount: bill.free });
  }
}

/**
 * Among how many the rest is split unless somebody says otherwise: those whom an even split that was
 * begun left to pay, or those who have paid nothing yet.
 */
export function evenPayers(view: SessionView, shares: Shares): number {
  const begun = leftOfSplit(view);
  if (begun > 0) return begun;
  const present = new Set(dinersPresent(view));
  const open = shares.diners.filter(
    ({ diner, paid, reserved }) => present.has(diner) && paid === 0 && reserved === 0,
  );
  return Math.max(1, open.length);
}

/**
 * How many are left to pay of the even split that the last payment was a share of; 0 where it was
 * none. A payment that nothing came of, or that was given back in full, was no share of anything.
 */
function leftOfSplit(view: SessionView): number {
  const last = paymentsOf(view)
    .filter((payment) => payment.status === "reserved" || heldOf(payment) > 0)
    .reduce<Payment | null>(
      (before, each) => (before && before.at > each.at ? before : each),
      null,
    );
  return (last?.payers ?? 1) - 1;
}

/** Whether there is anything that somebody's dishes come to, or that nobody has taken. */
export function hasShares({ diners, unclaimed }: Shares): boolean {
  return unclaimed > 0 || diners.some(({ owes }) => owes > 0);
}

/**
 * What is to be paid and belongs to no dish: after a sum was given back, or what a dish that is paid
 * has become dearer by.
 */
export function ofNoDish({ free }: Bill, { diners, unclaimed }: Shares): number {
  return Math.max(0, free - unclaimed - diners.reduce((sum, { owes }) => sum + owes, 0));
}

/** A suggested tip on an amount, in hundredths of a percent. */
export function tipOn(amount: number, rate: number): number {
  return mulDivRound(amount, rate, WHOLE);
}

function itemsPlan(bill: Bill, covers: PayPlan["covers"]): PayPlan {
  return checked(bill, { mode: "items", covers, payers: 1, amount: worthOfCovers(bill, covers) });
}

/** Priced as the decision does, line by line. */
function worthOfCovers(bill: Bill, covers: PayPlan["covers"]): number {
  const price = createPricer(bill);
  const lines = new Map(bill.lines.map((line) => [keyOf(line), line]));
  let amount = 0;
  for (const [key, ranges] of rangesOf(covers)) {
    const line = lines.get(key);
    if (line) amount += price(line)(united(ranges));
  }
  return amount;
}

function checked(bill: Bill, plan: PayPlan): PayPlan {
  if (plan.amount <= 0) return { ...plan, problem: "nothing" };
  return plan.amount > bill.free ? { ...plan, problem: "too-much" } : plan;
}
