/**
 * Promises 10 and 11: no share of a bill is paid twice, all the money that the provider took is
 * known, every reservation has ended, and the document, the ledger, the payments and the floor agree.
 */
import { billOf, heldOf, paymentsOf } from "@tureen/shared/bill/bill";
import { viewOfDocument, viewOfLedger } from "@tureen/shared/bill/ledger-view";
import { common, lengthOf, type Range } from "@tureen/shared/bill/ranges";
import { firstDifference } from "@tureen/shared/replay/difference";
import type { SessionView } from "@tureen/shared/table/document/session-document";
import type { Check, Offence } from "./finding.ts";
import type { GroundSession } from "./ground.ts";

export const checkBillsAgree: Check = (_, ground) => {
  const offences: Offence[] = [];
  const counts = {
    ...{ payments: 0, doublePaid: 0, lostCharges: 0, stuckReservations: 0, balanceMismatches: 0 },
    ledgerEntries: 0,
  };
  const about = () => false;
  for (const session of ground.sessions.values()) {
    const { view } = session.replay;
    const ids = { session: session.id };
    const { bill } = session;
    counts.payments += bill.payments.filter(({ status }) => isPaid(status)).length;
    counts.ledgerEntries += bill.ledger.length;
    for (const message of paidTwice(view)) {
      counts.doublePaid += 1;
      offences.push({ code: "double-paid", message, ids, about });
    }
    for (const message of lostCharges(session)) {
      counts.lostCharges += 1;
      offences.push({ code: "charge-lost", message, ids, about });
    }
    const stuck = new Set(
      bill.payments.filter(({ status }) => status === "pending").map(({ id }) => id),
    );
    // Of a tab only the document tells whether its card is held or to be charged.
    for (const { id, status } of paymentsOf(view)) if (status === "reserved") stuck.add(id);
    for (const id of stuck) {
      counts.stuckReservations += 1;
      const message = `payment ${id} is still reserved, with all at rest.`;
      offences.push({ code: "reservation-stuck", message, ids: { ...ids, payment: id }, about });
    }
    for (const message of mismatches(session)) {
      counts.balanceMismatches += 1;
      offences.push({ code: "balance-mismatch", message, ids, about });
    }
  }
  return { offences, counts };
};

const isPaid = (status: string) => status === "captured" || status === "refunded";

/** Parts of a dish that two payments hold, and more money than the bill ever was. */
function paidTwice(view: SessionView): string[] {
  const found: string[] = [];
  const byLine = new Map<string, { readonly key: string; readonly range: Range }[]>();
  for (const payment of paymentsOf(view)) {
    if (payment.status !== "reserved" && heldOf(payment) === 0) continue;
    for (const { order, line, from, to } of payment.covers) {
      const name = `${order}/${line}`;
      const others = byLine.get(name) ?? [];
      for (const other of others) {
        if (lengthOf(common([other.range], [[from, to]])) > 0) {
          found.push(`${name} is paid by ${other.key} and by ${payment.key}.`);
        }
      }
      others.push({ key: payment.key, range: [from, to] });
      byLine.set(name, others);
    }
  }
  // What was paid for an order that the kitchen then cancelled, or for what staff then took off the
  // bill, is to be given back.
  const { overpaid, total } = billOf(view);
  const uncancelled = Object.entries(view.orders).map(
    ([id, order]) => [id, { ...order, status: "placed" }] as const,
  );
  const charges = Object.entries(view.entries).filter(([, { what }]) => what.kind === "charge");
  const before = billOf({
    ...view,
    orders: Object.fromEntries(uncancelled),
    entries: Object.fromEntries(charges),
  });
  if (overpaid > before.total - total) found.push(`${overpaid} more was paid than the bill is.`);
  return found;
}

/** Money that the provider took or gave back, and the restaurant does not know of. */
function lostCharges({ bill }: GroundSession): string[] {
  const payments = new Map(bill.payments.map((payment) => [payment.id, payment]));
  const found: string[] = [];
  for (const { payment: id, state, amount, refunded } of bill.charges) {
    const payment = payments.get(id);
    const paid = payment !== undefined && isPaid(payment.status);
    if (state === "captured" && !paid)
      found.push(`charge ${id} of ${amount} is not known as paid.`);
    if (state !== "captured" && paid) found.push(`payment ${id} is paid, and its charge ${state}.`);
    if (paid && amount !== payment.amount + payment.tip) {
      found.push(`charge ${id} is of ${amount}, its payment of ${payment.amount + payment.tip}.`);
    }
    if (paid && refunded !== payment.refunded + payment.tipRefunded) {
      found.push(`of charge ${id} ${refunded} went back, of its payment ${payment.refunded}.`);
    }
  }
  return found;
}

/** Where the document, the ledger, the payments' rows and the floor's sums differ. */
function mismatches({ bill, replay: { view } }: GroundSession): string[] {
  const found: string[] = [];
  const said = firstDifference(viewOfLedger(bill.ledger), viewOfDocument(view));
  if (said) found.push(`the document's bill is not the ledger's: ${said.path}`);
  const inDocument = new Map(paymentsOf(view).map((payment) => [payment.id, payment]));
  for (const row of bill.payments) {
    const payment = inDocument.get(row.id);
    if (!payment) found.push(`payment ${row.id} is not in the document.`);
    else if ((payment.status === "captured") !== isPaid(row.status)) {
      found.push(`payment ${row.id} is ${row.status}, in the document ${payment.status}.`);
    }
  }
  if (inDocument.size > bill.payments.length) found.push("the document shows more payments.");
  const { total, paid, reserved, balance } = billOf(view);
  const floor = bill.sums && firstDifference({ total, paid, reserved, balance }, bill.sums);
  if (floor) found.push(`the floor's sums are not the bill's: ${floor.path}`);
  return found;
}
