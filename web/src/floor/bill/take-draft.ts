import { type Accessor, createMemo, createSignal } from "solid-js";
import {
  evenPayers,
  hasShares,
  type PayChoice,
  type PayPlan,
  planPayment,
} from "../../bill/pay-plan.ts";
import { cashDue } from "./cash.ts";
import type { TableBill } from "./table-bill.ts";

export type CounterMethod = "cash" | "card";

/** How staff choose what a guest pays: a round is the guests' own choice. */
export type TakeKind = Exclude<PayChoice["kind"], "round">;

/** Money that staff are about to take. */
export interface TakeDraft {
  readonly method: Accessor<CounterMethod>;
  setMethod(method: CounterMethod): void;
  readonly kind: Accessor<TakeKind>;
  setKind(kind: TakeKind): void;
  readonly of: Accessor<ReadonlySet<string>>;
  toggle(diner: string, wanted: boolean): void;
  readonly unclaimed: Accessor<boolean>;
  setUnclaimed(wanted: boolean): void;
  readonly payers: Accessor<number>;
  setPayers(count: number): void;
  setAmount(amount: number | null): void;
  /** Of what names no dishes: whose payment it is; "" where nobody says. */
  readonly payer: Accessor<string>;
  setPayer(diner: string): void;
  /** Null while it is no amount. */
  readonly tip: Accessor<number | null>;
  setTip(tip: number | null): void;
  /** Null while nothing, or no amount, was typed. */
  readonly handed: Accessor<number | null>;
  setHanded(amount: number | null): void;
  readonly plan: Accessor<PayPlan>;
  /** With the tip, and rounded to coins where it is cash. */
  readonly due: Accessor<number>;
  readonly rounding: Accessor<number>;
  /** Whose payment it is in the end. */
  readonly by: () => string | null;
}

/** Begins with cash for the shares of nobody yet; where nobody has a share of what is left, for all of it. */
export function createTakeDraft(bill: TableBill): TakeDraft {
  const [method, setMethod] = createSignal<CounterMethod>("cash");
  const [chosenKind, setKind] = createSignal<TakeKind>("shares");
  const [of, setOf] = createSignal<ReadonlySet<string>>(new Set<string>());
  const [unclaimed, setUnclaimed] = createSignal(false);
  const [chosenPayers, setPayers] = createSignal<number>();
  const [amount, setAmount] = createSignal<number | null>(null);
  const [payer, setPayer] = createSignal("");
  const [tip, setTip] = createSignal<number | null>(0);
  const [handed, setHanded] = createSignal<number | null>(null);
  const kind = () =>
    chosenKind() === "shares" && !hasShares(bill.shares()) ? "rest" : chosenKind();
  const payers = () => chosenPayers() ?? evenPayers(bill.view(), bill.shares());
  const choice = (): PayChoice => {
    const current = kind();
    switch (current) {
      case "shares":
        return { kind: current, of: [...of()], unclaimed: unclaimed() };
      case "even":
        return { kind: current, payers: payers() };
      case "amount":
        return { kind: current, amount: amount() };
      case "rest":
        return { kind: current };
    }
  };
  const plan = createMemo(() => planPayment(bill.bill(), bill.shares(), choice()));
  const plain = () => plan().amount + (tip() ?? 0);
  const due = () =>
    method() === "cash" ? cashDue(plan().amount, tip() ?? 0, bill.bill().terms.cashStep) : plain();
  return {
    ...{ method, setMethod, kind, setKind, of, unclaimed, setUnclaimed, payers, setPayers },
    ...{ setAmount, payer, setPayer, tip, setTip, handed, setHanded, plan, due },
    toggle(diner, wanted) {
      const next = new Set(of());
      if (wanted) next.add(diner);
      else next.delete(diner);
      setOf(next);
    },
    rounding: () => due() - plain(),
    by() {
      if (kind() !== "shares") return payer() || null;
      const [only, ...others] = of();
      return only !== undefined && others.length === 0 ? only : null;
    },
  };
}
