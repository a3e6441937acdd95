import { paymentsOf } from "@tureen/shared/bill/bill";
import { lineName } from "@tureen/shared/bill/line-name";
import {
  coversWithout,
  type LineRefund,
  type LineWanted,
  type ReturnedLine,
  refundOfLines,
} from "@tureen/shared/bill/paid-lines";
import { lengthOf, PORTION } from "@tureen/shared/bill/ranges";
import { taxesOfLineRefund, taxesOfRefund } from "@tureen/shared/bill/receipt-taxes";
import { sumByRate } from "@tureen/shared/bill/terms";
import { TureenError } from "@tureen/shared/platform/errors";
import type { SessionView } from "@tureen/shared/table/document/session-document";
import type { Cover } from "@tureen/shared/table/document/types";
import type { Actor } from "../platform/actor.ts";
import type { Database } from "../platform/database.ts";
import { recordActivity } from "../platform/record-activity.ts";
import type { SessionKey } from "../table/load-document.ts";
import { editBill, type LockedBill } from "./edit-bill.ts";
import { prepareReceipt } from "./issue-receipt.ts";
import { appendEntry, findOnce, takeLedgerNumbers } from "./ledger.ts";
import { readPayment } from "./payment-rows.ts";
import { addProviderTask } from "./provider-tasks.ts";
import { readPaidDishes } from "./read-paid-dishes.ts";
import { receiptOfEntry } from "./read-receipt.ts";

/** Money to be given back. */
export interface Refund {
  /** The payment's key in the document. */
  readonly paymentKey: string;
  readonly amount: number;
  readonly tip: number;
  /** The dishes that are given back, which `amount` is what they come to; none: a sum. */
  readonly lines?: readonly LineWanted[] | undefined;
  readonly by: Actor;
  readonly reason: string;
  /** The refund's id, with the provider as well: another call with it does nothing more. */
  readonly once: string;
}

interface RefundReceipt {
  readonly number: number;
  readonly token: string;
}

/**
 * Gives back a payment or part of it. It counts at once, so that two refunds together are never more
 * than the payment; a provider is asked after the commit. Dishes that are given back can be paid again.
 * Throws "payment-unknown", "refund-too-high"; "refund-changed" for dishes that the payment does not
 * hold any more as they were seen; "log-gone" when the table's log is no longer kept.
 */
export async function refundPayment(
  database: Database,
  input: Omit<Refund, "paymentKey"> & {
    readonly restaurantId: string;
    readonly paymentId: string;
    readonly now: Date;
  },
): Promise<RefundReceipt> {
  const { restaurantId, paymentId, now, by } = input;
  const row = await readPayment(database, { restaurantId, paymentId });
  if (!row) throw new TureenError("payment-unknown");
  const key = { restaurantId, sessionId: row.sessionId, now };
  return editBill(database, key, async (bill) => {
    if (!bill.session.row.logKept) throw new TureenError("log-gone");
    const receipt = await refundLocked(bill, key, {
      ...input,
      paymentKey: row.wishId ?? paymentId,
    });
    const { amount, tip, reason } = input;
    await recordActivity(bill.tx, {
      ...{ restaurantId, sessionId: row.sessionId, by, now, action: "payment.refund" },
      details: { paymentId, amount, tip, reason },
    });
    return receipt;
  });
}

/** The same inside a bill that is locked already. */
export async function refundLocked(
  bill: LockedBill,
  key: SessionKey & { readonly now: Date },
  refund: Refund,
): Promise<RefundReceipt> {
  const { tx } = bill;
  const { restaurantId, now } = key;
  const { paymentKey, amount, tip, by, reason, once } = refund;
  const done = await findOnce(tx, key, once);
  if (done) return receiptOfEntry(tx, { restaurantId, entry: done.number });
  const payment = paymentsOf(bill.view).find((each) => each.key === paymentKey);
  if (payment?.status !== "captured") throw new TureenError("payment-unknown");
  const dishes = refund.lines && (await takeDishes(bill, key, payment.id, refund));
  const isTooHigh =
    amount > payment.amount - payment.refunded || tip > payment.tip - payment.tipRefunded;
  if (isTooHigh || amount + tip < 1) throw new TureenError("refund-too-high");

  const captured = paymentsOf(bill.view).filter(({ status }) => status === "captured");
  const back = dishes
    ? taxesOfLineRefund(captured, payment, dishes.refund)
    : taxesOfRefund(captured, payment, amount);
  const numbers = await takeLedgerNumbers(tx, restaurantId, { receipt: true });
  const receipt = await prepareReceipt(
    tx,
    key,
    bill.bill,
    {
      ...{ kind: "refund", payment: { ...payment, covers: [] }, taxes: back },
      lines: (dishes?.refund.lines ?? []).map((line) => returnedDish(bill.view, line)),
      // What rounding to coins added is not given back: the next coin is.
      ...{ amount: -amount, tip: -tip, rounding: 0 },
    },
    numbers,
  );
  await appendEntry(
    tx,
    {
      ...key,
      ...{ kind: "refunded", paymentId: payment.id, once, by, reason },
      content: {
        ...{ key: paymentKey, amount, tip, taxes: back, receipt: receipt.vouched },
        ...(dishes && { lines: dishes.refund.lines }),
      },
    },
    numbers,
  );
  await receipt.insert();
  await tx.query(
    `update payments set refunded_minor = refunded_minor + $3,
       tip_refunded_minor = tip_refunded_minor + $4, status_at = $5,
       status = case when refunded_minor + $3 = amount_minor
         and tip_refunded_minor + $4 = tip_minor then 'refunded' else status end
     where restaurant_id = $1 and id = $2`,
    [restaurantId, payment.id, amount, tip, now],
  );
  const { key: _, ...value } = payment;
  bill.setPayment(paymentKey, {
    ...value,
    ...(dishes && { covers: dishes.covers }),
    refunded: payment.refunded + amount,
    tipRefunded: payment.tipRefunded + tip,
    taxes: sumByRate([...(payment.taxes ?? []), ...back]),
  });
  if (payment.method === "online") {
    const task = { restaurantId, paymentId: payment.id, task: "refund", dueAt: now, now } as const;
    await addProviderTask(tx, { ...task, id: once, amount, tip });
  }
  return { number: receipt.number, token: receipt.token };
}

/** What dishes come to that are given back, and what the payment pays for from then on. */
async function takeDishes(
  bill: LockedBill,
  key: SessionKey,
  paymentId: string,
  { lines = [], amount }: Pick<Refund, "lines" | "amount">,
): Promise<{ readonly refund: LineRefund; readonly covers: readonly Cover[] }> {
  const paid = (await readPaidDishes(bill.tx, key, bill.bill)).get(paymentId);
  const refund = paid && refundOfLines(paid.lines, lines);
  if (!refund || refund.amount !== amount) throw new TureenError("refund-changed");
  return { refund, covers: coversWithout(paid.covers, [...paid.returned, ...refund.lines]) };
}

/** A dish as the receipt of its refund names it. */
function returnedDish(view: SessionView, line: ReturnedLine) {
  const portions = lengthOf(line.ranges) / PORTION;
  return { name: lineName(view, line), portions, amount: -line.amount };
}
