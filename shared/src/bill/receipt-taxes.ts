/**
 * The tax in each payment. A payment's tax is the difference that it makes to the tax of all that
 * was paid so far under its rate, so that the receipts of a table add up to its bill to the last
 * unit, however it was split, and each is exact to a unit.
 */
import type { Payment, TaxedAmount } from "../table/document/types.ts";
import { largestRemainder } from "./allocate.ts";
import { type Bill, keyOf } from "./bill.ts";
import type { LineRefund } from "./paid-lines.ts";
import { amountOf } from "./ranges.ts";
import { rangesOf } from "./shares.ts";
import { sumByRate, taxWithin } from "./terms.ts";

/** What of an amount that is captured now falls under each rate, and the tax in it. */
export function taxesOfCapture(
  bill: Bill,
  captured: readonly Payment[],
  { covers, amount }: Pick<Payment, "covers" | "amount">,
): TaxedAmount[] {
  const receipted = receiptedByRate(captured);
  const rates = bill.taxes.map(({ rate }) => rate);
  if (rates.length === 0) return [{ rate: 0, gross: amount, tax: 0 }];
  const open = bill.taxes.map(({ rate, gross }) =>
    Math.max(0, gross - (receipted.get(rate)?.gross ?? 0)),
  );
  const ranges = rangesOf(covers);
  const covered = rates.map((rate, i) => {
    const worth = bill.lines.reduce((sum, line) => {
      const own = ranges.get(keyOf(line));
      const ofRate = line.byRate.find((each) => each.rate === rate)?.amount ?? 0;
      return own ? sum + amountOf(own, line.live, ofRate) : sum;
    }, 0);
    return Math.min(worth, open[i] ?? 0);
  });
  // What the dishes are worth under each rate; what is left of the amount, from what is left there.
  const worth = covered.reduce((sum, each) => sum + each, 0);
  const first = worth <= amount ? covered : largestRemainder(amount, covered);
  const rest = largestRemainder(
    amount - first.reduce((sum, each) => sum + each, 0),
    open.map((each, i) => each - (first[i] ?? 0)),
  );
  return taxed(
    rates.map((rate, i) => ({ rate, gross: (first[i] ?? 0) + (rest[i] ?? 0) })),
    receipted,
  );
}

/** The same of an amount that is given back, negative: in proportion to what is held by rate. */
export function taxesOfRefund(
  captured: readonly Payment[],
  payment: Pick<Payment, "taxes">,
  amount: number,
): TaxedAmount[] {
  const held = payment.taxes ?? [];
  const parts = largestRemainder(
    amount,
    held.map(({ gross }) => gross),
  );
  return taxed(
    held.map(({ rate }, i) => ({ rate, gross: -(parts[i] ?? 0) })),
    receiptedByRate(captured),
  );
}

/**
 * The tax in dishes that are given back, negative: under the rates that they were paid under, as far
 * as the payment still holds as much there.
 */
export function taxesOfLineRefund(
  captured: readonly Payment[],
  payment: Pick<Payment, "taxes">,
  { amount, byRate }: Pick<LineRefund, "amount" | "byRate">,
): TaxedAmount[] {
  const held = payment.taxes ?? [];
  const first = held.map(({ rate, gross }) => {
    const wanted = byRate.find((each) => each.rate === rate)?.amount ?? 0;
    return Math.min(wanted, gross);
  });
  const rest = largestRemainder(
    amount - first.reduce((sum, each) => sum + each, 0),
    held.map(({ gross }, i) => gross - (first[i] ?? 0)),
  );
  return taxed(
    held.map(({ rate }, i) => ({ rate, gross: -((first[i] ?? 0) + (rest[i] ?? 0)) })),
    receiptedByRate(captured),
  );
}

function receiptedByRate(captured: readonly Payment[]): Map<number, TaxedAmount> {
  const sums = sumByRate(captured.flatMap(({ taxes = [] }) => taxes));
  return new Map(sums.map((sum) => [sum.rate, sum]));
}

function taxed(
  amounts: readonly { readonly rate: number; readonly gross: number }[],
  before: ReadonlyMap<number, TaxedAmount>,
): TaxedAmount[] {
  return sumByRate(
    amounts.map(({ rate, gross }) => {
      const had = before.get(rate) ?? { gross: 0, tax: 0 };
      return { rate, gross, tax: taxWithin(had.gross + gross, rate) - had.tax };
    }),
  );
}
