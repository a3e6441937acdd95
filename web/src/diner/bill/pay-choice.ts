import { type Accessor, createMemo, createSignal } from "solid-js";
import { evenPayers, type PayChoice, type PayPlan, planPayment } from "../../bill/pay-plan.ts";
import { type Tip, tipAmount } from "../../bill/tip.ts";
import type { DinerBill } from "./bill-context.ts";

/** What the payer chose so far; it holds while the bill changes under it. */
export interface PayDraft {
  readonly kind: Accessor<PayChoice["kind"]>;
  setKind(kind: PayChoice["kind"]): void;
  /** Whose shares are paid, and what nobody has taken. */
  readonly of: Accessor<ReadonlySet<string>>;
  toggle(diner: string, wanted: boolean): void;
  readonly unclaimed: Accessor<boolean>;
  setUnclaimed(wanted: boolean): void;
  readonly payers: Accessor<number>;
  /** Undefined until the payer has said among how many. */
  readonly chosenPayers: Accessor<number | undefined>;
  setPayers(count: number): void;
  readonly amount: Accessor<number | null>;
  setAmount(amount: number | null): void;
  readonly tip: Accessor<Tip | undefined>;
  setTip(tip: Tip): void;
  /** What that pays of the bill as it is now. */
  readonly plan: Accessor<PayPlan>;
  readonly tipMinor: Accessor<number>;
}

/** Begins with the payer's own share, or the round that was asked for, and no tip. */
export function createPayDraft(bill: DinerBill, round: string | undefined): PayDraft {
  const { me } = bill.people;
  const [kind, setKind] = createSignal<PayChoice["kind"]>(round === undefined ? "shares" : "round");
  const [of, setOf] = createSignal<ReadonlySet<string>>(new Set([me]));
  const [unclaimed, setUnclaimed] = createSignal(false);
  const [chosenPayers, setPayers] = createSignal<number>();
  const [amount, setAmount] = createSignal<number | null>(null);
  const [tip, setTip] = createSignal<Tip>();
  const payers = () => chosenPayers() ?? evenPayers(bill.view(), bill.shares());
  const choice = (): PayChoice => {
    const current = kind();
    switch (current) {
      case "shares":
        return { kind: current, of: [...of()], unclaimed: unclaimed() };
      case "round":
        return { kind: current, order: round ?? "" };
      case "even":
        return { kind: current, payers: payers() };
      case "amount":
        return { kind: current, amount: amount() };
      case "rest":
        return { kind: current };
    }
  };
  const plan = createMemo(() => planPayment(bill.bill(), bill.shares(), choice()));
  return {
    kind,
    setKind,
    of,
    toggle(diner, wanted) {
      const next = new Set(of());
      if (wanted) next.add(diner);
      else next.delete(diner);
      setOf(next);
    },
    unclaimed,
    setUnclaimed,
    payers,
    chosenPayers,
    setPayers,
    amount,
    setAmount,
    tip,
    setTip,
    plan,
    tipMinor: () => {
      const chosen = tip();
      return chosen ? tipAmount(chosen, plan().amount) : 0;
    },
  };
}
