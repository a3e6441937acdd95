/**
 * A tab: a guest puts a card down for the table, which is charged once, at the end, for what is open
 * then. Pure: the worker decides with it under the session's lock, phones show with it what would
 * come of it, and a replay decides again. What is charged is never more than what is left to pay,
 * and with its tip never more than what is held.
 */
import type { SessionStatus } from "../platform/identity.ts";
import type { SessionView } from "../table/document/session-document.ts";
import type { Cover, Hold, Payment, PaymentWish } from "../table/document/types.ts";
import { mulDivRound } from "./allocate.ts";
import { type Bill, billOf, paymentsOf } from "./bill.ts";
import { coversFor, maxTip, type PaymentDecision, rejected } from "./decide.ts";
import { sharesOf } from "./shares.ts";
import { WHOLE } from "./terms.ts";

/** A card that is down for a table, or on its way there. */
export type Tab = Payment & { readonly key: string; readonly hold: Hold };

/** The table's tab, from when a card is put down until it is to be charged or given back. */
export function tabOf(view: SessionView): Tab | undefined {
  return paymentsOf(view).find(isTab);
}

/** The same, or the payment that it becomes while its card is being charged. */
export function tabOrChargeOf(
  view: SessionView,
): (Payment & { readonly key: string; readonly hold: Hold }) | undefined {
  const tab = tabOf(view);
  if (tab) return tab;
  for (const payment of paymentsOf(view)) {
    const { hold, status } = payment;
    if (hold && status === "reserved") return { ...payment, hold };
  }
  return undefined;
}

function isTab(payment: Payment & { readonly key: string }): payment is Tab {
  return (
    payment.hold !== undefined && (payment.status === "authorising" || payment.status === "held")
  );
}

/**
 * What should be held for a bill as it stands: the first amount, raised by whole steps until it is
 * enough for what is left to pay and for the highest tip that the restaurant suggests. Null where
 * there are no tabs.
 */
export function holdFor({ terms, free }: Pick<Bill, "terms" | "free">): number | null {
  if (!terms.tab) return null;
  const { hold, step } = terms.tab;
  const enough = free + mulDivRound(free, Math.max(0, ...terms.tips), WHOLE);
  return hold + Math.max(0, Math.ceil((enough - hold) / step)) * step;
}

/** What the table's hold is to be raised to; null while it is enough, or cannot be raised any more. */
export function raiseOf(view: SessionView): { readonly tab: Tab; readonly to: number } | null {
  const tab = tabOf(view);
  if (tab?.status !== "held" || tab.hold.refused !== undefined) return null;
  const to = holdFor(billOf(view));
  return to !== null && to > tab.hold.held ? { tab, to } : null;
}

/** Decides a wish to put a card down: one for each table, for exactly the hold that its holder saw. */
export function decideTab(input: {
  readonly wish: PaymentWish;
  readonly view: SessionView;
  readonly sessionStatus: SessionStatus;
  readonly arrivedAt: number;
  readonly maxAgeMs: number;
}): PaymentDecision {
  const { wish, view } = input;
  if (input.sessionStatus !== "active") return rejected("session-closed");
  if (Math.abs(input.arrivedAt - wish.at) > input.maxAgeMs) return rejected("too-old");
  if (!view.session.terms?.online) return rejected("online-off");
  const hold = holdFor(billOf(view));
  if (hold === null) return rejected("tab-off");
  if (tabOf(view)) return rejected("tab-open");
  if (wish.tip > 0) return rejected("tip-refused");
  if (wish.amount !== hold) return rejected("amount-differs", hold);
  return { ok: true, covers: [], amount: hold, tip: 0, rounding: 0 };
}

/** What comes of a tab that is closed. */
export type TabClosing =
  /** The card is charged, once; what it is not good for stays open. */
  | {
      readonly kind: "capture";
      readonly amount: number;
      readonly tip: number;
      readonly covers: readonly Cover[];
    }
  /** Nothing is left to pay: the hold is let go. */
  | { readonly kind: "release" }
  /** It stays open; `now` is what would be possible. */
  | {
      readonly kind: "refused";
      readonly code: "being-paid" | "amount-differs" | "tip-refused";
      readonly now: number;
    };

/** What a tab would be charged with now, without a tip. */
export function chargeOfTab({ hold }: Pick<Tab, "hold">, { free }: Pick<Bill, "free">): number {
  return Math.min(free, hold.held);
}

/** The highest tip beside that: what a tip may be, and what the hold has left for it. */
export function maxTabTip(tab: Pick<Tab, "hold">, bill: Pick<Bill, "free" | "currency">): number {
  const amount = chargeOfTab(tab, bill);
  return Math.min(maxTip(amount, bill.currency), tab.hold.held - amount);
}

/**
 * Decides what closing a tab comes to: all that nobody has paid or is paying, as far as the hold goes.
 * `seen` is what whoever closes it saw; null when nobody looks, because the table's time is over.
 */
export function closeTabNow(
  view: SessionView,
  tab: Tab,
  { tip, seen }: { readonly tip: number; readonly seen: number | null },
): TabClosing {
  const bill = billOf(view);
  const amount = chargeOfTab(tab, bill);
  if (seen !== null && seen !== amount) return refused("amount-differs", amount);
  if (amount === 0 && bill.reserved > 0) return refused("being-paid", 0);
  if (amount === 0) return tip > 0 ? refused("tip-refused", 0) : { kind: "release" };
  const most = maxTabTip(tab, bill);
  if (tip > most) return refused("tip-refused", most);
  const covers = coversFor(bill, sharesOf(view, bill), tab.by, amount);
  return { kind: "capture", amount, tip, covers };
}

function refused(code: (TabClosing & { kind: "refused" })["code"], now: number) {
  return { kind: "refused", code, now } as const;
}
