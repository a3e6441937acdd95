import { paymentsOf } from "@tureen/shared/bill/bill";
import { paidLinesOf } from "@tureen/shared/bill/paid-lines";
import { taxesOfCapture } from "@tureen/shared/bill/receipt-taxes";
import type { Payment } from "@tureen/shared/table/document/types";
import type { Actor } from "../platform/actor.ts";
import type { SessionKey } from "../table/load-document.ts";
import type { LockedBill } from "./edit-bill.ts";
import { prepareReceipt } from "./issue-receipt.ts";
import { appendEntry, takeLedgerNumbers } from "./ledger.ts";

/**
 * Writes down that a payment is paid: in the ledger, on a receipt and in the document, where it gets
 * its taxes and its receipt's number. Its row is the caller's.
 */
export async function capture(
  bill: LockedBill,
  key: SessionKey & { readonly now: Date },
  paid: {
    /** The payment's key in the document. */
    readonly paymentKey: string;
    readonly payment: Payment;
    readonly by: Actor;
    readonly once?: string;
  },
): Promise<{ readonly number: number; readonly token: string }> {
  const { tx } = bill;
  const { paymentKey, payment, by, once = null } = paid;
  const before = bill.bill;
  const captured = paymentsOf(bill.view).filter(({ status }) => status === "captured");
  const taxes = taxesOfCapture(before, captured, payment);
  const numbers = await takeLedgerNumbers(tx, key.restaurantId, { receipt: true });
  const { amount, tip, rounding } = payment;
  const about = { kind: "payment", payment, amount, tip, rounding, taxes } as const;
  const receipt = await prepareReceipt(tx, key, before, about, numbers);
  const lines = paidLinesOf(before, { ...payment, taxes });
  await appendEntry(
    tx,
    {
      ...key,
      ...{ kind: "captured", paymentId: payment.id, once, by },
      content: {
        ...{ key: paymentKey, method: payment.method, diner: payment.by, amount, tip, rounding },
        ...{ covers: payment.covers, lines, taxes, total: before.total, receipt: receipt.vouched },
      },
    },
    numbers,
  );
  await receipt.insert();
  bill.setPayment(paymentKey, {
    ...payment,
    ...{ status: "captured", statusAt: key.now.getTime(), receipt: receipt.number, taxes },
  });
  return { number: receipt.number, token: receipt.token };
}
