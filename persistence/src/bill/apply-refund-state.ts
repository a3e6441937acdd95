import { paymentsOf } from "@tureen/shared/bill/bill";
import { coversWithout } from "@tureen/shared/bill/paid-lines";
import { sumByRate } from "@tureen/shared/bill/terms";
import { taxedAmountSchema } from "@tureen/shared/table/document/roots/payments";
import { z } from "zod";
import { SERVER } from "../platform/actor.ts";
import type { Database } from "../platform/database.ts";
import { recordActivity } from "../platform/record-activity.ts";
import { readRows } from "../platform/rows.ts";
import { editBill } from "./edit-bill.ts";
import { prepareReceipt } from "./issue-receipt.ts";
import { appendEntry, findOnce, takeLedgerNumbers } from "./ledger.ts";
import { readPayment } from "./payment-rows.ts";
import type { RefundState } from "./providers/provider.ts";
import { readPaidDishes } from "./read-paid-dishes.ts";

const content = z.object({
  key: z.string(),
  amount: z.int(),
  tip: z.int(),
  taxes: z.array(taxedAmountSchema()),
  /** Dishes that it gave back. */
  lines: z.array(z.unknown()).optional(),
});
const number = z.object({ number: z.int() });

/**
 * Applies how giving money back went, once. It counted as given back from the start; when the
 * provider could not do it, another entry takes that back, and staff can see that it failed.
 */
export async function applyRefundState(
  database: Database,
  input: {
    readonly restaurantId: string;
    readonly paymentId: string;
    readonly refundId: string;
    readonly state: RefundState;
    readonly now: Date;
  },
): Promise<void> {
  const { restaurantId, paymentId, refundId, state, now } = input;
  if (state === "pending") return;
  const row = await readPayment(database, { restaurantId, paymentId });
  if (!row) return;
  const key = { restaurantId, sessionId: row.sessionId, now };
  await editBill(database, key, async (bill) => {
    const { tx } = bill;
    const task = `update provider_tasks set status = $3, finished_at = $4
      where restaurant_id = $1 and id = $2 and status = 'pending'`;
    if (state === "done") {
      await tx.query(task, [restaurantId, refundId, "done", now]);
      return;
    }
    const refund = await findOnce(tx, key, refundId);
    const [failed] = await readRows(
      tx,
      number,
      `select number from bill_entries
       where restaurant_id = $1 and session_id = $2 and kind = 'refund-failed'
         and reason = $3`,
      [restaurantId, key.sessionId, refundId],
    );
    if (!refund || failed) return;
    const said = content.parse(JSON.parse(refund.content));
    const { key: paymentKey, amount, tip, taxes, lines } = said;
    const payment = paymentsOf(bill.view).find((each) => each.key === paymentKey);
    if (!payment) return;
    const back = taxes.map((each) => ({ ...each, gross: -each.gross, tax: -each.tax }));
    const numbers = await takeLedgerNumbers(tx, restaurantId, { receipt: true });
    const about = { payment: { ...payment, covers: [] }, amount, tip, rounding: 0, taxes: back };
    const receipt = await prepareReceipt(
      tx,
      key,
      bill.bill,
      { kind: "payment", ...about },
      numbers,
    );
    await appendEntry(
      tx,
      {
        ...key,
        ...{ kind: "refund-failed", paymentId, by: SERVER, reason: refundId },
        content: {
          ...{ key: paymentKey, amount, tip, taxes: back, receipt: receipt.vouched },
          ...(lines && { lines }),
        },
      },
      numbers,
    );
    await receipt.insert();
    await tx.query(
      `update payments set refunded_minor = refunded_minor - $3,
         tip_refunded_minor = tip_refunded_minor - $4, status = 'captured', status_at = $5
       where restaurant_id = $1 and id = $2`,
      [restaurantId, paymentId, amount, tip, now],
    );
    const { key: _, ...value } = payment;
    const paid = lines && (await readPaidDishes(tx, key, bill.bill)).get(paymentId);
    bill.setPayment(paymentKey, {
      ...value,
      // Its dishes are the payment's again.
      ...(paid && { covers: coversWithout(paid.covers, paid.returned) }),
      refunded: payment.refunded - amount,
      tipRefunded: payment.tipRefunded - tip,
      taxes: sumByRate([...(payment.taxes ?? []), ...back]),
    });
    await tx.query(task, [restaurantId, refundId, "failed", now]);
    await recordActivity(tx, {
      ...{ restaurantId, sessionId: key.sessionId, by: SERVER, now },
      action: "payment.refund-failed",
      details: { paymentId, amount, tip },
    });
  });
}
