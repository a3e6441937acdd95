/**
 * What a payment paid for each dish, and what of it can still be given back. Settled when the payment
 * is captured: each rate's amount on its receipt is divided among the dishes by what they are worth
 * under that rate, so that the dishes add up to the receipt, tax by tax, and giving back all of them
 * gives back all of it. What no dish explains (somebody paid a sum) is given back as a sum.
 */
import type { Cover, LineRef, Payment } from "../table/document/types.ts";
import { largestRemainder, mulDiv } from "./allocate.ts";
import { type Bill, type BillLine, keyOf } from "./bill.ts";
import { amountOf, common, divide, lengthOf, type Range, united, without } from "./ranges.ts";
import { rangesOf } from "./shares.ts";

/** By how much weights are finer than amounts. */
const FINER = 1000;

export interface RateAmount {
  readonly rate: number;
  readonly amount: number;
}

/** What a payment paid of one line: which part of it, and how much under each rate. */
export interface PaidLine extends LineRef {
  readonly ranges: readonly Range[];
  readonly byRate: readonly RateAmount[];
}

/** The same with the part that has not been given back yet. */
export interface RefundableLine extends PaidLine {
  readonly left: readonly Range[];
}

/** A part of a line that is given back. */
export interface ReturnedLine extends LineRef {
  readonly ranges: readonly Range[];
  readonly amount: number;
}

/** What is to be given back of a line, in parts of a portion. */
export interface LineWanted extends LineRef {
  readonly parts: number;
}

/** What giving back dishes comes to. */
export interface LineRefund {
  readonly amount: number;
  readonly byRate: readonly RateAmount[];
  readonly lines: readonly ReturnedLine[];
}

/** The dishes of a payment at the bill's prices of its capture; `taxes` as its receipt has them. */
export function paidLinesOf(
  bill: Bill,
  { covers, amount, taxes = [] }: Pick<Payment, "covers" | "amount" | "taxes">,
): PaidLine[] {
  const ranges = rangesOf(covers);
  const lines = bill.lines.flatMap((line) => {
    const own = united(ranges.get(keyOf(line)) ?? []);
    return own.length > 0 ? [{ line, own }] : [];
  });
  const ofRate = (line: BillLine, rate: number) =>
    line.byRate.find((cell) => cell.rate === rate)?.amount ?? 0;
  const worth = (of: (line: BillLine) => number) =>
    sumOf(lines.map(({ line, own }) => amountOf(own, line.live, of(line))));
  // Finer than money: parts of a cheap dish that round to nothing under each rate still come to something.
  const weigh = (of: (line: BillLine) => number) =>
    lines.map(({ line, own }) => {
      const whole = of(line);
      const fine = mulDiv(whole, lengthOf(own) * FINER, Math.max(1, lengthOf(line.live)));
      return whole > 0 ? Math.max(1, fine) : 0;
    });
  const rates = taxes.map(({ rate, gross }) => {
    const weights = weigh((line) => ofRate(line, rate));
    const isOwn = sumOf(weights) > 0;
    return { gross, isOwn, weights, worth: worth((line) => ofRate(line, rate)) };
  });
  const explained = explainedByRate(
    rates,
    Math.min(
      worth((line) => line.amount),
      amount,
    ),
  );
  // A unit that rounding brought under a rate of no dish here goes by what the dishes cost.
  const shares = rates.map(({ isOwn, weights }, i) =>
    largestRemainder(explained[i] ?? 0, isOwn ? weights : weigh((line) => line.amount)),
  );
  return lines.map(({ line: { order, line }, own }, place) => ({
    ...{ order, line, ranges: own },
    byRate: taxes.flatMap(({ rate }, i) => {
      const share = shares[i]?.[place] ?? 0;
      return share === 0 ? [] : [{ rate, amount: share }];
    }),
  }));
}

/** What of each rate's amount the dishes explain, when all of it together is `whole`. */
function explainedByRate(
  rates: readonly { readonly gross: number; readonly isOwn: boolean; readonly worth: number }[],
  whole: number,
): number[] {
  const explained = rates.map(({ gross, worth }) => Math.min(gross, worth));
  // Rates under which a dish falls come before those under which none does.
  for (const own of [true, false]) {
    const room = rates.map(({ gross, isOwn }, i) =>
      isOwn === own ? gross - (explained[i] ?? 0) : 0,
    );
    const missing = Math.max(0, Math.min(whole - sumOf(explained), sumOf(room)));
    for (const [i, part] of largestRemainder(missing, room).entries()) {
      explained[i] = (explained[i] ?? 0) + part;
    }
  }
  return explained;
}

/** What can still be given back of what was paid, when these parts have been. */
export function refundableLines(
  paid: readonly PaidLine[],
  returned: readonly (LineRef & { readonly ranges: readonly Range[] })[],
): RefundableLine[] {
  return paid.map((line) => {
    const back = returned.filter((each) => keyOf(each) === keyOf(line));
    return {
      ...line,
      left: without(
        line.ranges,
        back.flatMap(({ ranges }) => ranges),
      ),
    };
  });
}

/**
 * What so many parts of dishes come to, the last ones first; null when the payment does not hold as
 * many of one of them. Refunds of a dish add up to what was paid for it, in whatever pieces.
 */
export function refundOfLines(
  refundable: readonly RefundableLine[],
  wanted: readonly LineWanted[],
): LineRefund | null {
  const lines: ReturnedLine[] = [];
  const byRate = new Map<number, number>();
  if (new Set(wanted.map(keyOf)).size < wanted.length) return null;
  for (const { parts, ...on } of wanted) {
    const line = refundable.find((each) => keyOf(each) === keyOf(on));
    const length = line ? lengthOf(line.left) : 0;
    if (!line || length < parts) return null;
    const ranges = divide(line.left, [length - parts]).rest;
    let amount = 0;
    for (const { rate, amount: whole } of line.byRate) {
      const part = amountOf(ranges, line.ranges, whole);
      byRate.set(rate, (byRate.get(rate) ?? 0) + part);
      amount += part;
    }
    lines.push({ order: line.order, line: line.line, ranges, amount });
  }
  return {
    amount: lines.reduce((sum, { amount }) => sum + amount, 0),
    byRate: [...byRate].map(([rate, amount]) => ({ rate, amount })),
    lines,
  };
}

/** What was given back without what a refund that failed had given. */
export function withoutReturned(
  returned: readonly ReturnedLine[],
  failed: readonly ReturnedLine[],
): ReturnedLine[] {
  const isFailed = (line: ReturnedLine) =>
    failed.some(
      (each) => keyOf(each) === keyOf(line) && lengthOf(common(each.ranges, line.ranges)) > 0,
    );
  return returned.filter((line) => !isFailed(line));
}

/** What a payment still pays for when parts of what it paid for have been given back. */
export function coversWithout(
  covers: readonly Cover[],
  returned: readonly (LineRef & { readonly ranges: readonly Range[] })[],
): Cover[] {
  return covers.flatMap((cover) => {
    const back = returned.filter((each) => keyOf(each) === keyOf(cover));
    const left = without(
      [[cover.from, cover.to]],
      back.flatMap(({ ranges }) => ranges),
    );
    return left.map(([from, to]) => ({ ...cover, from, to }));
  });
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0);
}
