/**
 * After a database was set back to an earlier moment: what a phone knows of the minutes that are lost, and
 * what it had not sent. Pure; the phone's document is the evidence.
 */
import { type CartLine, cartOf } from "../table/document/cart.ts";
import type { SessionView } from "../table/document/session-document.ts";
import type { DinerId, Line, PaymentMethod } from "../table/document/types.ts";

/** An order as a phone knows it; `order` is null when it has not heard what became of the confirm. */
export interface KnownOrder {
  readonly confirm: string;
  readonly order: string | null;
  readonly number: number | null;
  readonly total: number;
  readonly at: number;
  readonly lines: readonly KnownLine[];
}

export interface KnownLine {
  readonly line: string;
  /** The dish. */
  readonly item: string;
  readonly quantity: number;
}

/** A payment that took or holds money, as a phone knows it. */
export interface KnownPayment {
  readonly id: string;
  readonly by: DinerId | null;
  readonly method: PaymentMethod;
  readonly status: "reserved" | "held" | "captured";
  readonly amount: number;
  readonly tip: number;
  readonly at: number;
}

/** What a phone tells about its table. */
export interface KnownTable {
  readonly orders: readonly KnownOrder[];
  readonly payments: readonly KnownPayment[];
}

/** What a document knows of that the kitchen may have and that was paid. Rejected confirms ordered nothing. */
export function knownOf(view: SessionView): KnownTable {
  const ordered = Object.entries(view.orders).map(
    ([order, { confirm, number, total, at, lines }]): KnownOrder => ({
      ...{ confirm, order, number, total, at },
      lines: lines.map(({ line, item, quantity }) => ({ line, item, quantity })),
    }),
  );
  const payments = Object.values(view.payments).flatMap((payment): KnownPayment[] => {
    const { status } = payment;
    if (status !== "reserved" && status !== "held" && status !== "captured") return [];
    const { id, by, method, amount, tip, at, hold } = payment;
    return [{ id, by, method, status, amount: amount || (hold?.held ?? 0), tip, at }];
  });
  return { orders: [...ordered, ...undecided(view)], payments };
}

/** Confirms whose outcome the document does not have. */
function undecided(view: SessionView): KnownOrder[] {
  return Object.entries(view.confirms).flatMap(([confirm, { total, at, lines }]) => {
    if (Object.hasOwn(view.receipts, confirm)) return [];
    const known = lines.flatMap(({ line, quantity }) => {
      const item = view.lines[line]?.item;
      return item === undefined ? [] : [{ line, item, quantity }];
    });
    return [{ confirm, order: null, number: null, total, at, lines: known }];
  });
}

/** Portions of one diner that nobody has ordered. */
export interface UnsentDish {
  readonly id: string;
  readonly dish: Line;
  readonly quantity: number;
  /** So many of them stand in a confirm of which nobody knows whether the kitchen got it. */
  readonly unsure: number;
}

/**
 * What a diner had in the cart and no order took, as far as this phone and the others at the table know;
 * `elsewhere` is what those have told. What is offered again of it is never cooked twice: portions in a
 * confirm without an outcome are counted as unsure, for staff to say.
 */
export function unsentOf(
  view: SessionView,
  diner: DinerId,
  elsewhere: readonly Pick<KnownOrder, "confirm" | "order" | "lines">[],
): UnsentDish[] {
  const known = new Set(Object.values(view.orders).map(({ confirm }) => confirm));
  const taken = portionsOf(elsewhere.filter((o) => o.order !== null && !known.has(o.confirm)));
  const decided = new Set(elsewhere.filter((o) => o.order !== null).map((o) => o.confirm));
  const own = undecided(view).filter(({ confirm }) => !decided.has(confirm));
  const others = elsewhere.filter(
    ({ confirm, order }) => order === null && !Object.hasOwn(view.confirms, confirm),
  );
  const open = portionsOf([...own, ...others]);
  return cartOf(view).flatMap((line) => {
    const quantity = Math.min(ownPortion(line, diner), line.quantity - (taken.get(line.id) ?? 0));
    if (quantity <= 0) return [];
    const unsure = Math.min(quantity, open.get(line.id) ?? 0);
    return [{ id: line.id, dish: line.line, quantity, unsure }];
  });
}

const ownPortion = ({ portions }: CartLine, diner: DinerId) => portions[diner] ?? 0;

function portionsOf(orders: readonly Pick<KnownOrder, "lines">[]): ReadonlyMap<string, number> {
  const portions = new Map<string, number>();
  for (const { lines } of orders) {
    for (const { line, quantity } of lines)
      portions.set(line, (portions.get(line) ?? 0) + quantity);
  }
  return portions;
}
