import { type PaymentDecision, splitOf } from "@tureen/shared/bill/decide";
import { decideWish } from "@tureen/shared/bill/decide-wish";
import type { PaymentRecord } from "@tureen/shared/bill/decision-record";
import { makerOf } from "@tureen/shared/table/document/keys";
import { paymentOf } from "@tureen/shared/table/document/session-document";
import type { Payment, PaymentWish, RejectedPayment } from "@tureen/shared/table/document/types";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import type { Database } from "../platform/database.ts";
import { failPoint } from "../platform/faults/fail-points.ts";
import { readRows } from "../platform/rows.ts";
import type { SessionKey } from "../table/load-document.ts";
import { editBill, type LockedBill } from "./edit-bill.ts";
import { appendEntry, takeLedgerNumbers } from "./ledger.ts";
import { insertPayment } from "./payment-rows.ts";
import { addProviderTask } from "./provider-tasks.ts";

const arrived = z.object({ at: z.date() });

export interface CommitPayment extends SessionKey {
  readonly wishId: string;
  /** How old a wish may be when it reaches the server. */
  readonly maxAgeMs: number;
  /** How long what it covers is kept for it. */
  readonly reserveMs: number;
  /** Who will be asked for the money; null where guests cannot pay on their phones. */
  readonly provider: string | null;
  readonly now: Date;
}

/** The one outcome of a wish to pay, and whether this call brought it about. */
export interface CommittedPayment {
  readonly kind: "reserved" | "rejected" | "already";
  readonly payment: Payment | RejectedPayment;
}

/** When a charge whose guest has not come back is looked at for the first time, ms. */
const FIRST_LOOK_MS = 10_000;

/**
 * Gives a queued wish to pay its one outcome, in one transaction: under the session's lock, decides
 * it with the pure function that phones and replays use, reserves what it covers, and notes that the
 * provider is to be asked. Whoever comes second finds the payment. No card is touched before. A card
 * that is put down for a tab reserves nothing: the provider is asked to hold the amount.
 */
export async function commitPayment(
  database: Database,
  input: CommitPayment,
): Promise<CommittedPayment> {
  return editBill(database, input, async (bill) => {
    const { wishId } = input;
    const known = paymentOf(bill.session.doc, wishId);
    if (known) {
      await finishRow(bill, input, null);
      return { kind: "already", payment: known };
    }
    const facts = {
      sessionStatus: bill.session.row.status,
      arrivedAt: await arrivalOf(bill, input),
      maxAgeMs: input.maxAgeMs,
      online: input.provider !== null,
    };
    const decision = decideWish(wishId, bill.view, facts);
    const wish = bill.view.wishes[wishId];
    const payment = decision.ok
      ? await reserve(bill, input, decision, wish)
      : ({ ...decision, status: "rejected", at: input.now.getTime() } as const);
    if (payment.status === "rejected") {
      const { status, code, now, at } = payment;
      bill.setPayment(wishId, { status, code, now, at });
    }
    const record: PaymentRecord = { seq: bill.session.row.headSeq, ...facts, decision };
    await finishRow(bill, input, record);
    return { kind: decision.ok ? "reserved" : "rejected", payment };
  });
}

async function reserve(
  bill: LockedBill,
  input: CommitPayment,
  decision: PaymentDecision & { readonly ok: true },
  wish: PaymentWish | undefined,
): Promise<Payment> {
  const { tx, view } = bill;
  const isTab = wish?.mode === "tab";
  const { restaurantId, sessionId, wishId, provider, now } = input;
  const paymentId = uuidv7();
  const diner = makerOf(wishId);
  const expiresAt = new Date(now.getTime() + input.reserveMs);
  const { amount, tip, rounding, covers } = decision;
  failPoint("before:reserve");
  await insertPayment(tx, {
    ...{ restaurantId, sessionId, paymentId, key: wishId, diner, method: "online" },
    ...{ currency: view.session.currency ?? "", decision, status: "pending", provider },
    ...{ expiresAt, now, ...(isTab && { hold: amount }) },
  });
  const numbers = await takeLedgerNumbers(tx, restaurantId, { receipt: false });
  const about = { key: wishId, method: "online", diner, total: bill.bill.total } as const;
  await appendEntry(
    tx,
    {
      ...{ restaurantId, sessionId, now, paymentId, kind: isTab ? "authorising" : "reserved" },
      ...{ by: { kind: "diner", id: diner } },
      content: isTab ? { ...about, hold: amount } : { ...about, amount, tip, covers },
    },
    numbers,
  );
  const asked = { restaurantId, paymentId, now };
  await addProviderTask(tx, { ...asked, task: "start", dueAt: now });
  const lookAt = new Date(now.getTime() + FIRST_LOOK_MS);
  await addProviderTask(tx, { ...asked, task: "look", dueAt: lookAt });
  const at = now.getTime();
  const payment: Payment = {
    ...{ id: paymentId, by: diner, method: "online", covers, amount, tip, rounding },
    ...{ status: "reserved", at, statusAt: at, expiresAt: expiresAt.getTime() },
    ...{ refunded: 0, tipRefunded: 0, ...(wish && splitOf(wish)) },
    ...(isTab && { status: "authorising", amount: 0, hold: { asked: amount, held: 0 } }),
  };
  bill.setPayment(wishId, payment);
  failPoint("after:reserve");
  return payment;
}

async function arrivalOf(bill: LockedBill, input: CommitPayment): Promise<number> {
  const rows = await readRows(
    bill.tx,
    arrived,
    `select created_at as at from payment_wishes
     where restaurant_id = $1 and session_id = $2 and wish_id = $3`,
    [input.restaurantId, input.sessionId, input.wishId],
  );
  if (!rows[0]) throw new Error(`wish ${input.wishId} is not in the queue`);
  return rows[0].at.getTime();
}

async function finishRow(
  bill: LockedBill,
  input: CommitPayment,
  result: PaymentRecord | null,
): Promise<void> {
  await bill.tx.query(
    `update payment_wishes
     set status = 'done', finished_at = $4, error = null, result = coalesce($5, result)
     where restaurant_id = $1 and session_id = $2 and wish_id = $3 and status = 'pending'`,
    [
      ...[input.restaurantId, input.sessionId, input.wishId, input.now],
      result && JSON.stringify(result),
    ],
  );
}
