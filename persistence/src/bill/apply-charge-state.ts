import { paymentOf } from "@tureen/shared/table/document/session-document";
import type { Payment } from "@tureen/shared/table/document/types";
import { uuidv7 } from "uuidv7";
import { SERVER } from "../platform/actor.ts";
import type { Database } from "../platform/database.ts";
import { failPoint } from "../platform/faults/fail-points.ts";
import { recordActivity } from "../platform/record-activity.ts";
import { applyHold } from "./apply-hold.ts";
import { capture } from "./capture.ts";
import { editBill, type LockedBill } from "./edit-bill.ts";
import { appendEntry, takeLedgerNumbers } from "./ledger.ts";
import { movePayment, type PaymentRow, readPayment } from "./payment-rows.ts";
import type { ChargeState } from "./providers/provider.ts";
import { refundLocked } from "./refund-payment.ts";
import { noteUnknownCharges } from "./restore-findings.ts";

/** What became of a payment by what its provider said. */
export type AppliedState =
  | ("captured" | "captured-late" | "returned")
  | ("held" | "raised")
  | ("ended" | "nothing");

/**
 * Applies what a provider says of a charge, exactly once, in one transaction with the document: money
 * that came in is written down, a charge that ended without it frees what it had reserved, and of a tab
 * it is noted how much is held. Money that
 * comes after its reservation lapsed pays what is still free, and is given back by itself when that is too
 * little; either is told to the table. `lapsed` says that it ended because its time was over.
 */
export async function applyChargeState(
  database: Database,
  input: {
    readonly restaurantId: string;
    readonly paymentId: string;
    readonly state: ChargeState;
    readonly lapsed?: boolean;
    readonly now: Date;
  },
): Promise<AppliedState> {
  const { restaurantId, paymentId, state, now } = input;
  if (state.state === "waiting" || state.state === "unknown") return "nothing";
  const known = await readPayment(database, { restaurantId, paymentId });
  if (!known) {
    await noteUnknown(database, { restaurantId, paymentId, state, now });
    return "nothing";
  }
  const key = { restaurantId, sessionId: known.sessionId, now };
  return editBill(database, key, async (bill) => {
    // Again, now that nobody else can move it.
    const row = await readPayment(bill.tx, { restaurantId, paymentId });
    const paymentKey = row?.wishId ?? paymentId;
    const payment = paymentOf(bill.session.doc, paymentKey);
    if (!row || !payment || payment.status === "rejected") return "nothing";
    if (payment.status === "captured") return "nothing";
    if (state.state === "failed") {
      if (!GOING_ON.has(payment.status)) return "nothing";
      // A card that was down is not any more: what was held on it has run out.
      const lapsed = input.lapsed || payment.status === "held";
      await end(bill, key, { paymentKey, payment, lapsed });
      return "ended";
    }
    if (!isExpected(row, state)) {
      // Never believed: somebody has to look. What it reserved stays reserved until it ends.
      const { amount, currency } = state;
      await recordActivity(bill.tx, {
        ...{ restaurantId, sessionId: row.sessionId, by: SERVER, now },
        action: "payment.mismatch",
        details: { paymentId, expected: row.amount + row.tip, amount, currency },
      });
      return "nothing";
    }
    if (state.state === "authorised") {
      return applyHold(bill, key, { paymentKey, payment, held: state.amount });
    }
    failPoint("before:capture");
    const applied = await takeMoney(bill, key, paymentKey, payment);
    await movePayment(bill.tx, { restaurantId, paymentId, status: "captured", now });
    failPoint("after:capture");
    return applied;
  });
}

/** Money of a payment that a restore has taken away is shown to staff: nothing stays unpaid or paid unseen. */
async function noteUnknown(
  database: Database,
  { restaurantId, paymentId, state, now }: Parameters<typeof applyChargeState>[1],
): Promise<void> {
  if (state.state !== "captured" && state.state !== "authorised") return;
  const { amount, currency } = state;
  const status = state.state === "captured" ? "captured" : "held";
  const charge = {
    paymentId,
    sessionId: null,
    amount,
    currency,
    status,
    at: now.getTime(),
  } as const;
  await noteUnknownCharges(database, { restaurantId, charges: [charge], now });
}

/** Payments that can still end without money. */
const GOING_ON: ReadonlySet<Payment["status"]> = new Set(["authorising", "held", "reserved"]);

/** Whether a payment is such that this could come of it: a tab has no amount before it is closed. */
function isExpected(
  row: PaymentRow,
  { state, amount, currency }: ChargeState & { readonly state: "authorised" | "captured" },
): boolean {
  if (currency !== row.currency) return false;
  if (state === "authorised") return row.hold !== null;
  const isSettled = row.hold === null || row.tabClosedAt !== null;
  return isSettled && amount === row.amount + row.tip;
}

type Key = { readonly restaurantId: string; readonly sessionId: string; readonly now: Date };

async function takeMoney(
  bill: LockedBill,
  key: Key,
  paymentKey: string,
  payment: Payment,
): Promise<AppliedState> {
  const by = SERVER;
  if (payment.status === "reserved") {
    await capture(bill, key, { paymentKey, payment, by });
    return "captured";
  }
  // Its dishes are free for others since: it pays as a sum, if there is as much left to pay.
  const isLeft = bill.bill.free >= payment.amount;
  await capture(bill, key, { paymentKey, payment: { ...payment, covers: [] }, by });
  if (isLeft) return "captured-late";
  const { amount, tip } = payment;
  await refundLocked(bill, key, {
    ...{ paymentKey, amount, tip, by, once: uuidv7() },
    reason: "It came after its time, and the bill was paid already.",
  });
  return "returned";
}

async function end(
  bill: LockedBill,
  key: Key,
  ended: { readonly paymentKey: string; readonly payment: Payment; readonly lapsed: boolean },
): Promise<void> {
  const { paymentKey, payment, lapsed } = ended;
  const status = lapsed ? "lapsed" : "failed";
  const numbers = await takeLedgerNumbers(bill.tx, key.restaurantId, { receipt: false });
  const content = { key: paymentKey, amount: payment.amount, tip: payment.tip };
  await appendEntry(
    bill.tx,
    { ...key, kind: status, paymentId: payment.id, content, by: SERVER },
    numbers,
  );
  await movePayment(bill.tx, { ...key, paymentId: payment.id, status: "failed" });
  bill.setPayment(paymentKey, { ...payment, status, statusAt: key.now.getTime() });
}
