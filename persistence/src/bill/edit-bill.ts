import { type Bill, billOf } from "@tureen/shared/bill/bill";
import type { SessionView } from "@tureen/shared/table/document/session-document";
import type { Entry, Payment, RejectedPayment } from "@tureen/shared/table/document/types";
import { type Database, inRestaurant, type Transaction } from "../platform/database.ts";
import { editSession, type LockedSession } from "../table/edit-session.ts";
import type { SessionKey } from "../table/load-document.ts";
import { answerPaidCalls } from "./answer-paid-calls.ts";
import { noteBill } from "./note-bill.ts";

/** A bill that nobody else can change until the transaction ends. */
export class LockedBill {
  readonly tx: Transaction;
  readonly session: LockedSession;
  #view: SessionView;
  #changed = false;

  constructor(tx: Transaction, session: LockedSession) {
    this.tx = tx;
    this.session = session;
    this.#view = session.view();
  }

  /** The document as it will be with what was changed here. */
  get view(): SessionView {
    return this.#view;
  }

  get bill(): Bill {
    return billOf(this.#view);
  }

  get changed(): boolean {
    return this.#changed;
  }

  setPayment(key: string, payment: Payment | RejectedPayment): void {
    this.session.edit((edits) => edits.payment(key, payment));
    this.#view = { ...this.#view, payments: { ...this.#view.payments, [key]: payment } };
    this.#changed = true;
  }

  setEntry(number: number, entry: Entry): void {
    this.session.edit((edits) => edits.entry(number, entry));
    this.#view = { ...this.#view, entries: { ...this.#view.entries, [number]: entry } };
    this.#changed = true;
  }
}

/**
 * The one way to change a bill: locks the session, lets `work` change the bill's part of the document
 * beside its SQL, ends the calls of those who have nothing to pay any more, and keeps the sums for the
 * floor, all in one transaction.
 */
export async function editBill<T>(
  database: Database,
  key: SessionKey & { readonly now: Date },
  work: (bill: LockedBill) => Promise<T>,
): Promise<T> {
  return inRestaurant(
    database,
    key.restaurantId,
    async (tx) => {
      const { result } = await editSession(tx, key, async (session) => {
        const bill = new LockedBill(tx, session);
        const result = await work(bill);
        if (bill.changed) {
          await answerPaidCalls(tx, session, key, bill.view);
          await noteBill(tx, key, bill.view);
        }
        return result;
      });
      return result;
    },
    { repeatable: true },
  );
}
