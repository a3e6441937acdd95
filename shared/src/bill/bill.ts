/**
 * The bill of a table: a projection of its orders and of the entries that staff appended, never a
 * total that somebody keeps. The same function makes it on phones, on the floor, in the decision of
 * a payment, on receipts and in a replay. All amounts are minor units of the table's currency.
 *
 * In this order: portions that are void are left out; reductions of lines, as they were entered;
 * reductions of the whole bill, spread over the lines; the service charge; tax, rounded once for each rate. What a
 * line comes to in the end holds its part of everything, so that the lines add up to the total.
 */

import { CHARGES } from "../table/document/roots/claims.ts";
import type { SessionView } from "../table/document/session-document.ts";
import type {
  Adjustment,
  BillTerms,
  DinerId,
  Entry,
  LineRef,
  OrderLine,
  Payment,
  Reduction,
  ServiceMode,
  TaxedAmount,
} from "../table/document/types.ts";
import { largestRemainder, mulDiv, mulDivRound } from "./allocate.ts";
import { amountOf, amountUpTo, PORTION, type Range, united, without } from "./ranges.ts";
import { PLAIN_TERMS, sumByRate, taxUpon, taxWithin, WHOLE } from "./terms.ts";
import { standing } from "./voids.ts";

/** A line of the bill. */
export interface BillLine extends LineRef {
  readonly name: string;
  readonly choices: readonly string[];
  readonly note: string;
  /** Whose dish it is, or "table". */
  readonly for: DinerId | "table";
  /** Who had how many of its portions. */
  readonly shares: Readonly<Record<DinerId, number>>;
  readonly unitPrice: number;
  /** As it was ordered. */
  readonly quantity: number;
  /** What of it is not void, in parts of a portion. */
  readonly live: readonly Range[];
  /** At the menu's price, without what is void. */
  readonly listed: number;
  /** What discounts took off, its part of those on the whole bill included. */
  readonly reduced: number;
  /** Its part of the service charge, without tax where prices are without it. */
  readonly service: number;
  /** What is to be paid for it: its part of the service charge and of the tax included. */
  readonly amount: number;
  /** The same by tax rate. */
  readonly byRate: readonly { readonly rate: number; readonly amount: number }[];
  /** What of it is captured, and what is reserved for payments on their way. */
  readonly paid: readonly Range[];
  readonly reserved: readonly Range[];
}

/**
 * What an entry that holds does to a bill, never negative: what a void, a discount or a comp takes off
 * the dishes, what a charge adds to them, the service that is not charged, what is written off; 0 for
 * what only changes the tax. Before tax where prices are without it.
 */
export interface BillChange {
  /** Its number in the ledger. */
  readonly entry: number;
  readonly kind: Adjustment["kind"];
  readonly amount: number;
}

export interface Bill {
  readonly currency: string;
  readonly terms: BillTerms;
  readonly mode: ServiceMode;
  readonly lines: readonly BillLine[];
  /** All dishes of orders at the menu's prices: with the charges and less the voids it is `listed`. */
  readonly ordered: number;
  /** The lines at the menu's prices. */
  readonly listed: number;
  /** What the discounts and comps among the changes took off together. */
  readonly reduced: number;
  /** By number. */
  readonly changes: readonly BillChange[];
  readonly service: number;
  /** By rate. Where prices include the tax, it is part of them. */
  readonly taxes: readonly TaxedAmount[];
  /** What the table has to pay, without tips. */
  readonly total: number;
  /** Captured and not given back, without tips. */
  readonly paid: number;
  /** Kept for payments on their way. */
  readonly reserved: number;
  readonly writtenOff: number;
  readonly tips: number;
  /** What is neither paid nor written off; what is reserved belongs to it. */
  readonly balance: number;
  /** What somebody could begin to pay now. */
  readonly free: number;
  /** What was paid beyond the bill, by what was taken off it later. */
  readonly overpaid: number;
}

/** The bill as of what stands in the session's document. */
export function billOf(view: SessionView): Bill {
  const terms = view.session.terms ?? PLAIN_TERMS;
  const adjustments = standing(view.entries);
  const mode = modeOf(adjustments);
  const took: Took = new Map();
  const drafts = linesOf(view, adjustments, took);
  reduceLines(drafts, adjustments, took);
  reduceBill(drafts, adjustments, took);
  const cells = drafts.map((draft) => taxCells(draft, terms, mode));
  const service = addService(drafts, cells, view, adjustments, terms, mode, took);
  const taxes = addTaxes(cells, terms);
  const payments = paymentsOf(view);
  const covered = coveredBy(payments);

  const lines = drafts.map((draft, i): BillLine => {
    const byRate = (cells[i] ?? []).map(({ rate, amount }) => ({ rate, amount }));
    const { net, ...line } = draft;
    const { paid = [], reserved = [] } = covered.get(keyOf(line)) ?? {};
    return {
      ...line,
      reduced: draft.listed - net,
      amount: byRate.reduce((sum, cell) => sum + cell.amount, 0),
      byRate,
      paid: united(paid),
      reserved: united(reserved),
    };
  });
  const sum = (of: (line: BillLine) => number) => lines.reduce((all, line) => all + of(line), 0);
  const total = sum((line) => line.amount);
  const paid = payments.reduce((all, each) => all + heldOf(each), 0);
  const tips = payments.reduce((all, each) => all + tipOf(each), 0);
  const reserved = payments.reduce(
    (all, { status, amount }) => all + (status === "reserved" ? amount : 0),
    0,
  );
  let writtenOff = 0;
  for (const { number, what } of adjustments) {
    if (what.kind !== "write-off") continue;
    writtenOff += what.amount;
    took.set(number, what.amount);
  }
  const open = total - paid - writtenOff;
  return {
    currency: view.session.currency ?? "",
    terms,
    mode,
    lines,
    ordered: sum((line) => (line.order === CHARGES ? 0 : line.unitPrice * line.quantity)),
    listed: sum((line) => line.listed),
    reduced: sum((line) => line.reduced),
    changes: adjustments.map(({ number, what: { kind } }) => ({
      ...{ entry: number, kind, amount: took.get(number) ?? 0 },
    })),
    service,
    taxes,
    total,
    paid,
    reserved,
    writtenOff,
    tips,
    balance: Math.max(0, open),
    free: Math.max(0, open - reserved),
    overpaid: Math.max(0, -open),
  };
}

/** Whether there is something on the bill, and nothing of it is open or on its way to be paid. */
export function isPaid({ lines, balance, reserved }: Bill): boolean {
  return balance === 0 && reserved === 0 && lines.some(({ live }) => live.length > 0);
}

/** The key of a line of the bill in maps. */
export function keyOf({ order, line }: LineRef): string {
  return `${order}/${line}`;
}

/** The payments of a table, the rejected wishes left out. */
export function paymentsOf(view: SessionView): (Payment & { readonly key: string })[] {
  return Object.entries(view.payments).flatMap(([key, payment]) =>
    payment.status === "rejected" ? [] : [{ ...payment, key }],
  );
}

/** What of a payment the restaurant holds, without the tip. */
export function heldOf({ status, amount, refunded }: Payment): number {
  return status === "captured" ? amount - refunded : 0;
}

/** What is held on a card that is down for the table, to be charged at the end; 0 without one. */
export function heldOnCard(view: SessionView): number {
  const down = paymentsOf(view).find(({ status }) => status === "held");
  return down?.hold?.held ?? 0;
}

function tipOf({ status, tip, tipRefunded }: Payment): number {
  return status === "captured" ? tip - tipRefunded : 0;
}

/** What of a line nobody pays or has begun to pay. */
export function uncovered({ live, paid, reserved }: BillLine): Range[] {
  return without(live, [...paid, ...reserved]);
}

/** What ranges of a line come to now. */
export type LinePricer = (ranges: readonly Range[]) => number;
export type Pricer = (line: LineRef) => LinePricer;

/**
 * What ranges of lines come to now. Mostly what those ranges' dishes cost; where somebody paid a sum
 * that named no dishes, or something was taken off after a payment, what is free is spread over what
 * is uncovered. Ranges that make up all of what is uncovered add up to all that is free.
 */
export function createPricer(bill: Bill): Pricer {
  const places = new Map<string, { line: BillLine; left: Range[]; before: number }>();
  let worth = 0;
  for (const line of bill.lines) {
    const left = uncovered(line);
    places.set(keyOf(line), { line, left, before: worth });
    worth += amountOf(left, line.live, line.amount);
  }
  const scaled = (upTo: number) =>
    worth === bill.free ? upTo : worth === 0 ? 0 : mulDiv(bill.free, upTo, worth);
  return (on) => {
    const place = places.get(keyOf(on));
    if (!place) return () => 0;
    const { line, left, before } = place;
    const onLine = amountUpTo(line.live, line.amount);
    const pieces = left.map(([from, to]) => ({ from, to, before: onLine(from) }));
    // The end of one piece is the beginning of the next.
    let known = { part: -1, amount: 0 };
    const upTo = (part: number) => {
      if (known.part === part) return known.amount;
      let sum = before;
      for (const piece of pieces) {
        if (piece.from < part) sum += onLine(Math.min(piece.to, part)) - piece.before;
      }
      known = { part, amount: scaled(sum) };
      return known.amount;
    };
    return (ranges) => united(ranges).reduce((sum, [from, to]) => sum - upTo(from) + upTo(to), 0);
  };
}

/** A line on its way: what is left of it after reductions stands in `net`. */
type Draft = Omit<BillLine, "service" | "reduced" | "amount" | "byRate" | "paid" | "reserved"> & {
  net: number;
  service: number;
  readonly tax: OrderLine["tax"];
};

interface Cell {
  readonly rate: number;
  amount: number;
}

type Numbered = Entry & { readonly number: number };
/** What each entry does to the bill, by its number: filled in on the way. */
type Took = Map<number, number>;

function modeOf(adjustments: readonly Entry[]): ServiceMode {
  let mode: ServiceMode = "dine-in";
  for (const { what } of adjustments) if (what.kind === "service-mode") mode = what.mode;
  return mode;
}

function linesOf(view: SessionView, adjustments: readonly Numbered[], took: Took): Draft[] {
  const voids = new Map<string, { number: number; ranges: readonly Range[] }[]>();
  for (const { number, what } of adjustments) {
    if (what.kind !== "void") continue;
    const { on, ranges } = what;
    voids.set(keyOf(on), [...(voids.get(keyOf(on)) ?? []), { number, ranges }]);
  }
  const drafts: Draft[] = [];
  const add = (line: Omit<Draft, "live" | "listed" | "net" | "service">) => {
    const whole: Range[] = [[0, line.quantity * PORTION]];
    const priceOf = (live: readonly Range[]) =>
      amountOf(live, whole, line.unitPrice * line.quantity);
    let live = whole;
    let listed = priceOf(live);
    for (const { number, ranges } of voids.get(keyOf(line)) ?? []) {
      live = without(live, ranges);
      const left = priceOf(live);
      took.set(number, listed - left);
      listed = left;
    }
    drafts.push({ ...line, live, listed, net: listed, service: 0 });
  };
  const orders = Object.entries(view.orders)
    .filter(([, order]) => order.status !== "cancelled")
    .sort(([, a], [, b]) => a.number - b.number);
  for (const [order, { lines }] of orders) {
    for (const {
      line,
      name,
      choices,
      note,
      for: whose,
      shares,
      unitPrice,
      quantity,
      tax,
    } of lines) {
      add({ order, line, name, choices, note, for: whose, shares, unitPrice, quantity, tax });
    }
  }
  for (const { number, what } of adjustments) {
    if (what.kind !== "charge") continue;
    const { name, amount, category } = what;
    took.set(number, amount);
    add({
      ...{ order: CHARGES, line: String(number), name, unitPrice: amount, quantity: 1 },
      ...{ choices: [], note: "", for: "table", shares: {}, tax: [{ category, weight: 1 }] },
    });
  }
  return drafts;
}

function reduceLines(drafts: Draft[], adjustments: readonly Numbered[], took: Took): void {
  const byKey = new Map(drafts.map((draft) => [keyOf(draft), draft]));
  for (const { number, what } of adjustments) {
    if ((what.kind !== "discount" && what.kind !== "comp") || !what.on) continue;
    const draft = byKey.get(keyOf(what.on));
    if (!draft) continue;
    const off = reductionOf(what.kind === "comp" ? null : what.off, draft.net);
    draft.net -= off;
    took.set(number, off);
  }
}

function reduceBill(drafts: Draft[], adjustments: readonly Numbered[], took: Took): void {
  for (const { number, what } of adjustments) {
    if ((what.kind !== "discount" && what.kind !== "comp") || what.on) continue;
    const weights = drafts.map(({ net }) => net);
    const all = weights.reduce((sum, net) => sum + net, 0);
    const off = reductionOf(what.kind === "comp" ? null : what.off, all);
    took.set(number, off);
    for (const [i, part] of largestRemainder(off, weights).entries()) {
      const draft = drafts[i];
      if (draft) draft.net -= part;
    }
  }
}

/** What a reduction takes off an amount, never more than all; null stands for all of it. */
function reductionOf(off: Reduction | null, amount: number): number {
  if (off === null) return amount;
  if ("amount" in off) return Math.min(off.amount, amount);
  return mulDivRound(amount, off.percent, WHOLE);
}

/** What is left of a line by tax rate. */
function taxCells({ net, tax }: Draft, terms: BillTerms, mode: ServiceMode): Cell[] {
  const parts = tax && tax.length > 0 ? tax : [{ category: terms.category, weight: 1 }];
  const amounts = largestRemainder(
    net,
    parts.map(({ weight }) => weight),
  );
  const byRate = new Map<number, Cell>();
  for (const [i, { category }] of parts.entries()) {
    const rate = rateOf(terms, category, mode);
    const cell = byRate.get(rate);
    const amount = amounts[i] ?? 0;
    if (cell) cell.amount += amount;
    else byRate.set(rate, { rate, amount });
  }
  return [...byRate.values()];
}

/** The rate of a category; one that the terms do not know is taxed as what names none. */
function rateOf(terms: BillTerms, category: string, mode: ServiceMode): number {
  const known = Object.hasOwn(terms.categories, category) ? category : terms.category;
  return terms.categories[known]?.rates[mode] ?? 0;
}

/** Adds each line's part of the service charge to its cells; returns the charge. */
function addService(
  drafts: readonly Draft[],
  cells: Cell[][],
  view: SessionView,
  adjustments: readonly Numbered[],
  terms: BillTerms,
  mode: ServiceMode,
  took: Took,
): number {
  const service = serviceOf(view, [], terms);
  if (!service) return 0;
  const weights = drafts.map(({ net }) => net);
  const net = weights.reduce((sum, each) => sum + each, 0);
  if (net === 0) return 0;
  const onTax = terms.prices === "exclusive" && service.of === "gross";
  const base =
    net + (onTax ? [...bucketsOf(cells)].reduce((s, [r, n]) => s + taxUpon(n, r), 0) : 0);
  const charge =
    "amount" in service.rate ? service.rate.amount : mulDivRound(base, service.rate.percent, WHOLE);
  // The first one takes it off; another has nothing left to take.
  const waived = adjustments.find(({ what }) => what.kind === "service-off");
  if (waived) {
    took.set(waived.number, charge);
    return 0;
  }
  const rate = rateOf(terms, service.category, mode);
  for (const [i, amount] of largestRemainder(charge, weights).entries()) {
    if (amount === 0) continue;
    const draft = drafts[i];
    if (draft) draft.service = amount;
    const own = cells[i] ?? [];
    const cell = own.find((each) => each.rate === rate);
    if (cell) cell.amount += amount;
    else own.push({ rate, amount });
  }
  return charge;
}

/** The service charge that the bill of so many guests has; null without one. */
export function serviceOf(
  view: SessionView,
  adjustments: readonly Entry[] = standing(view.entries),
  { service } = view.session.terms ?? PLAIN_TERMS,
): BillTerms["service"] {
  if (!service || guestsOf(view) < service.fromGuests) return null;
  return adjustments.some(({ what }) => what.kind === "service-off") ? null : service;
}

/** How many sit or sat at the table and had something, or are there now. */
export function guestsOf(view: SessionView): number {
  const guests = new Set<DinerId>();
  for (const [diner, { gone }] of Object.entries(view.diners)) if (!gone) guests.add(diner);
  for (const { lines, status } of Object.values(view.orders)) {
    if (status === "cancelled") continue;
    for (const { shares } of lines) for (const diner of Object.keys(shares)) guests.add(diner);
  }
  return guests.size;
}

function bucketsOf(cells: readonly (readonly Cell[])[]): Map<number, number> {
  const buckets = new Map<number, number>();
  for (const { rate, amount } of cells.flat()) {
    buckets.set(rate, (buckets.get(rate) ?? 0) + amount);
  }
  return buckets;
}

/** The tax of each rate, rounded once; where prices are without it, it is added to the cells. */
function addTaxes(cells: Cell[][], terms: BillTerms): TaxedAmount[] {
  const taxes: TaxedAmount[] = [];
  for (const [rate, amount] of bucketsOf(cells)) {
    if (terms.prices === "inclusive") {
      taxes.push({ rate, gross: amount, tax: taxWithin(amount, rate) });
      continue;
    }
    const tax = taxUpon(amount, rate);
    const ofRate = cells.flat().filter((cell) => cell.rate === rate);
    const parts = largestRemainder(
      tax,
      ofRate.map((cell) => cell.amount),
    );
    for (const [i, cell] of ofRate.entries()) cell.amount += parts[i] ?? 0;
    taxes.push({ rate, gross: amount + tax, tax });
  }
  return sumByRate(taxes);
}

function coveredBy(
  payments: readonly Payment[],
): ReadonlyMap<string, { paid: Range[]; reserved: Range[] }> {
  const byLine = new Map<string, { paid: Range[]; reserved: Range[] }>();
  for (const payment of payments) {
    const isPaid = payment.status === "captured" && heldOf(payment) > 0;
    if (!isPaid && payment.status !== "reserved") continue;
    for (const { from, to, ...on } of payment.covers) {
      const key = keyOf(on);
      const line = byLine.get(key) ?? { paid: [], reserved: [] };
      byLine.set(key, line);
      (isPaid ? line.paid : line.reserved).push([from, to]);
    }
  }
  return byLine;
}
