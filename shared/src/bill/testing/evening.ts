/** A table whose bill grows, is adjusted, is claimed and is paid, for tests of the bill. */
import type { SessionStatus } from "../../platform/identity.ts";
import { emptyView, type SessionView } from "../../table/document/session-document.ts";
import type {
  Adjustment,
  BillTerms,
  Cover,
  DinerId,
  Order,
  OrderLine,
  Payment,
  PaymentMethod,
  PaymentWish,
} from "../../table/document/types.ts";
import { billOf, paymentsOf } from "../bill.ts";
import { decidePayment, type PaymentDecision, splitOf } from "../decide.ts";
import {
  coversWithout,
  type LineRefund,
  type LineWanted,
  type PaidLine,
  paidLinesOf,
  type RefundableLine,
  type ReturnedLine,
  refundableLines,
  refundOfLines,
} from "../paid-lines.ts";
import { taxesOfCapture, taxesOfLineRefund, taxesOfRefund } from "../receipt-taxes.ts";
import type { TabClosing } from "../tab.ts";
import { sumByRate } from "../terms.ts";

/** A dish as a test writes it down. */
export interface Dish {
  readonly price: number;
  readonly quantity?: number;
  readonly by?: DinerId;
  readonly for?: DinerId | "table";
  readonly shares?: Readonly<Record<DinerId, number>>;
  readonly tax?: OrderLine["tax"];
}

export const TERMS: BillTerms = {
  prices: "inclusive",
  categories: {
    food: { name: "Food", rates: { "dine-in": 700, takeaway: 700 } },
    drinks: { name: "Drinks", rates: { "dine-in": 1900, takeaway: 1900 } },
  },
  category: "food",
  service: null,
  tips: [500, 1000],
  cashStep: 1,
  online: true,
};

export const uuidAt = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;

export class Evening {
  view: SessionView;
  status: SessionStatus = "active";
  #next = 1;
  readonly #paid = new Map<string, readonly PaidLine[]>();
  readonly #returned = new Map<string, readonly ReturnedLine[]>();

  constructor(diners: number, terms: BillTerms | undefined = TERMS, currency = "EUR") {
    const seats = Array.from({ length: diners }, (_, i) => i + 1);
    this.view = {
      ...emptyView(),
      session: { currency, ...(terms && { terms }) },
      diners: Object.fromEntries(
        seats.map((seat) => [`d${seat}`, { seat, colour: seat, host: seat === 1 }]),
      ),
    };
  }

  get bill() {
    return billOf(this.view);
  }

  /** Sends an order; returns its id. */
  order(...dishes: readonly Dish[]): string {
    const id = uuidAt(this.#next);
    const number = this.#next++;
    const lines = dishes.map((dish, i): OrderLine => {
      const { price, quantity = 1, by = "d1" } = dish;
      return {
        line: `${by}-${String(number * 1000 + i).padStart(10, "0")}`,
        item: uuidAt(9),
        name: `Dish ${number}.${i}`,
        choices: [],
        note: "",
        for: dish.for ?? by,
        quantity,
        unitPrice: price,
        shares: dish.shares ?? { [by]: quantity },
        ...(dish.tax && { tax: dish.tax }),
      };
    });
    const order: Order = {
      ...{ number, confirm: `d1-${String(number).padStart(14, "0")}`, by: "d1", lines },
      ...{ total: 0, currency: "EUR", status: "placed", at: number, statusAt: number },
    };
    this.#set("orders", id, order);
    return id;
  }

  line(order: string, place = 0): { order: string; line: string } {
    const line = this.view.orders[order]?.lines[place]?.line;
    if (line === undefined) throw new Error(`no line ${place} in order ${order}`);
    return { order, line };
  }

  adjust(what: Adjustment): number {
    const number = this.#next++;
    this.#set("entries", String(number), { what, by: uuidAt(8), reason: "why", at: number });
    return number;
  }

  claim(diner: DinerId, on: { order: string; line: string }, parts: number): void {
    this.#set("claims", `${on.order}/${on.line}/${diner}`, parts);
  }

  treat(host: DinerId, limit: number | null): void {
    this.#set("treats", host, { limit });
  }

  leave(diner: DinerId): void {
    const before = this.view.diners[diner];
    if (before) this.#set("diners", diner, { ...before, gone: true });
  }

  decide(
    payer: DinerId | null,
    wish: Partial<PaymentWish>,
    method: PaymentMethod = "online",
  ): PaymentDecision {
    const whole = { mode: "amount", covers: [], payers: 1, amount: 1, tip: 0, at: 0 } as const;
    return decidePayment({
      ...{ wish: { ...whole, ...wish }, payer, method, view: this.view },
      ...{ sessionStatus: this.status, arrivedAt: 0, maxAgeMs: 1000 },
    });
  }

  /** Reserves what was decided; returns the payment's key. */
  reserve(
    payer: DinerId | null,
    decision: PaymentDecision,
    method: PaymentMethod = "online",
    split: Pick<Payment, "payers"> = {},
  ): string {
    if (!decision.ok) throw new Error(`rejected: ${decision.code}, now ${decision.now}`);
    const key = `${payer ?? "d1"}-${String(this.#next++).padStart(14, "0")}`;
    const { ok: _, ...rest } = decision;
    this.#set("payments", key, {
      ...{ ...rest, ...split },
      ...{ id: uuidAt(this.#next), by: payer, method, status: "reserved" },
      ...{ at: 0, statusAt: 0, expiresAt: 0, refunded: 0, tipRefunded: 0 },
    });
    return key;
  }

  /** Puts a card down that holds so much; returns the tab's key. */
  putDown(by: DinerId, held: number): string {
    const key = `${by}-${String(this.#next++).padStart(14, "0")}`;
    this.#set("payments", key, {
      ...{ id: uuidAt(this.#next), by, method: "online", status: "held", covers: [] },
      ...{ amount: 0, tip: 0, rounding: 0, hold: { asked: held, held } },
      ...{ at: 0, statusAt: 0, expiresAt: 0, refunded: 0, tipRefunded: 0 },
    });
    return key;
  }

  /** Reserves for a tab what it is closed for, or lets it go. */
  closeTab(key: string, closing: Exclude<TabClosing, { readonly kind: "refused" }>): void {
    const { kind, ...what } = closing;
    const status = kind === "capture" ? "reserved" : "released";
    this.#set("payments", key, { ...this.#payment(key), ...what, status });
  }

  capture(key: string): void {
    const payment = this.#payment(key);
    const taxes = taxesOfCapture(this.bill, paymentsOf(this.view), payment);
    this.#paid.set(key, paidLinesOf(this.bill, { ...payment, taxes }));
    this.#set("payments", key, { ...payment, status: "captured", taxes });
  }

  release(key: string): void {
    this.#set("payments", key, { ...this.#payment(key), status: "failed" });
  }

  refund(key: string, amount: number): void {
    const payment = this.#payment(key);
    const back = taxesOfRefund(paymentsOf(this.view), payment, amount);
    const taxes = sumByRate([...(payment.taxes ?? []), ...back]);
    this.#set("payments", key, { ...payment, refunded: payment.refunded + amount, taxes });
  }

  /** What of a payment's dishes has not been given back. */
  refundable(key: string): RefundableLine[] {
    return refundableLines(this.#paid.get(key) ?? [], this.#returned.get(key) ?? []);
  }

  /** Gives back dishes; what they came to, or null when the payment does not hold them. */
  refundLines(key: string, wanted: readonly LineWanted[]): LineRefund | null {
    const payment = this.#payment(key);
    const back = refundOfLines(this.refundable(key), wanted);
    if (!back || back.amount > payment.amount - payment.refunded) return null;
    const taxes = taxesOfLineRefund(paymentsOf(this.view), payment, back);
    this.#returned.set(key, [...(this.#returned.get(key) ?? []), ...back.lines]);
    this.#set("payments", key, {
      ...payment,
      refunded: payment.refunded + back.amount,
      covers: coversWithout(payment.covers, back.lines),
      taxes: sumByRate([...(payment.taxes ?? []), ...taxes]),
    });
    return back;
  }

  pay(payer: DinerId | null, wish: Partial<PaymentWish>, method?: PaymentMethod): string {
    const { mode = "amount", payers = 1 } = wish;
    const split = splitOf({ mode, payers });
    const key = this.reserve(payer, this.decide(payer, wish, method), method, split);
    this.capture(key);
    return key;
  }

  payItems(payer: DinerId, covers: readonly Cover[], amount: number): string {
    return this.pay(payer, { mode: "items", covers, amount });
  }

  #payment(key: string): Payment {
    const payment = this.view.payments[key];
    if (!payment || payment.status === "rejected") throw new Error(`no payment ${key}`);
    return payment;
  }

  #set<R extends "orders" | "entries" | "claims" | "treats" | "payments" | "diners">(
    root: R,
    key: string,
    value: SessionView[R][string],
  ): void {
    this.view = { ...this.view, [root]: { ...this.view[root], [key]: value } };
  }
}
