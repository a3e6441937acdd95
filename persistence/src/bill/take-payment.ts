import { decidePayment, splitOf } from "@tureen/shared/bill/decide";
import { TureenError } from "@tureen/shared/platform/errors";
import type { DinerId, Payment, PaymentWish } from "@tureen/shared/table/document/types";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import type { Actor } from "../platform/actor.ts";
import type { Database } from "../platform/database.ts";
import { recordActivity } from "../platform/record-activity.ts";
import type { SessionKey } from "../table/load-document.ts";
import { capture } from "./capture.ts";
import { editBill, type LockedBill } from "./edit-bill.ts";
import { findOnce } from "./ledger.ts";
import { insertPayment } from "./payment-rows.ts";
import { receiptOfEntry } from "./read-receipt.ts";

/** What the ledger says of a payment that was taken before. */
const takenBefore = z.object({ amount: z.int(), rounding: z.int() });

export interface TakePayment extends SessionKey {
  readonly method: "cash" | "card";
  readonly payer: DinerId | null;
  readonly wish: Omit<PaymentWish, "at">;
  readonly by: Actor;
  /** Another call with it finds what the first did. */
  readonly once: string;
  readonly now: Date;
}

export interface TakenPayment {
  readonly payment: string;
  readonly amount: number;
  readonly rounding: number;
  readonly receipt: number;
  readonly token: string;
}

/**
 * Records money that staff took in cash or by the card machine, also of a table that is over. Throws
 * "payment-rejected" with the reason when it cannot be taken as it was seen, "session-unknown".
 */
export async function takePayment(database: Database, input: TakePayment): Promise<TakenPayment> {
  const { restaurantId, sessionId, method, payer, by, once, now } = input;
  return editBill(database, input, async (bill) => {
    const { tx } = bill;
    const before = await findOnce(tx, input, once);
    if (before) {
      const { amount, rounding } = takenBefore.parse(JSON.parse(before.content));
      const given = await receiptOfEntry(tx, { restaurantId, entry: before.number });
      const { number: receipt, token } = given;
      return { payment: before.paymentId ?? "", amount, rounding, receipt, token };
    }
    if (!bill.session.row.logKept) throw new TureenError("log-gone");
    const at = now.getTime();
    const decision = decidePayment({
      ...{ wish: { ...input.wish, at }, payer, method, view: bill.view },
      ...{ sessionStatus: bill.session.row.status, arrivedAt: at, maxAgeMs: 0 },
    });
    if (!decision.ok) {
      const now = decision.now === null ? "" : `, now ${decision.now}`;
      throw new TureenError("payment-rejected", { detail: `${decision.code}${now}` });
    }
    const paymentId = uuidv7();
    await insertPayment(tx, {
      ...{ restaurantId, sessionId, paymentId, key: paymentId, diner: payer, method, decision },
      ...{ currency: currencyOf(bill), status: "captured", provider: null, expiresAt: null, now },
    });
    const { amount, tip, rounding, covers } = decision;
    const payment: Payment = {
      ...{ id: paymentId, by: payer, method, covers, amount, tip, rounding },
      ...{ status: "captured", at, statusAt: at, expiresAt: at, refunded: 0, tipRefunded: 0 },
      ...splitOf(input.wish),
    };
    // Reserved for a moment, so that it is captured as any other.
    const reserved = { ...payment, status: "reserved" } as const;
    const given = await capture(bill, input, {
      paymentKey: paymentId,
      payment: reserved,
      by,
      once,
    });
    await recordActivity(tx, {
      ...{ restaurantId, sessionId, by, now, action: "payment.take" },
      details: { paymentId, method, amount, tip },
    });
    return { payment: paymentId, amount, rounding, receipt: given.number, token: given.token };
  });
}

function currencyOf({ view }: LockedBill): string {
  const { currency } = view.session;
  if (currency === undefined) throw new Error("the session has no currency");
  return currency;
}
