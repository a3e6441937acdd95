/**
 * What a restaurant's ledger says of one table's bill: the payments and adjustments that follow from
 * its entries, which the table's document must show the same.
 */
import type { Adjustment, Cover, Payment, TaxedAmount } from "../table/document/types.ts";
import type { RecordedEntry } from "./ledger.ts";
import { coversWithout, type ReturnedLine, withoutReturned } from "./paid-lines.ts";
import { sumByRate } from "./terms.ts";

/** What the ledger says of a payment, to be compared with the document's. */
export type LedgerPayment = Pick<
  Payment,
  "by" | "covers" | "amount" | "tip" | "hold" | "status" | "refunded" | "tipRefunded"
> & { readonly receipt: number | null; readonly taxes: readonly TaxedAmount[] };

export interface LedgerView {
  readonly adjustments: Readonly<Record<string, Adjustment>>;
  readonly payments: Readonly<Record<string, LedgerPayment>>;
}

/** What follows from a table's entries, in the order of their numbers. */
export function viewOfLedger(entries: readonly RecordedEntry[]): LedgerView {
  const adjustments: Record<string, Adjustment> = {};
  const payments: Record<string, LedgerPayment> = {};
  const covered = new Map<string, readonly Cover[]>();
  const returned = new Map<string, readonly ReturnedLine[]>();
  const none = { refunded: 0, tipRefunded: 0, receipt: null, taxes: [] };
  for (const entry of entries) {
    if (entry.kind === "adjusted") {
      adjustments[entry.number] = entry.content;
      continue;
    }
    // A receipt for the table changes nothing of its bill.
    if (entry.kind === "receipted") continue;
    const { key } = entry.content;
    const before = payments[key];
    const hold = before?.hold && { hold: before.hold };
    switch (entry.kind) {
      case "reserved": {
        const { diner: by, covers, amount, tip } = entry.content;
        payments[key] = { ...none, ...hold, by, covers, amount, tip, status: "reserved" };
        break;
      }
      case "authorising": {
        const { diner: by, hold: asked } = entry.content;
        const nothing = { by, covers: [], amount: 0, tip: 0, hold: { asked, held: 0 } };
        payments[key] = { ...none, ...nothing, status: "authorising" };
        break;
      }
      case "authorised":
      case "raise-refused": {
        if (!before?.hold) break;
        const news =
          entry.kind === "authorised"
            ? { held: entry.content.held }
            : { refused: entry.content.amount };
        payments[key] = { ...before, hold: { ...before.hold, ...news }, status: "held" };
        break;
      }
      case "captured": {
        // Nobody is asked for money on a phone that was not reserved first; a tab has no amount before.
        if (entry.content.method === "online" && !before?.amount) break;
        const { diner: by, covers, amount, tip, taxes, receipt } = entry.content;
        const paid = { by, covers, amount, tip, taxes, receipt: receipt.number };
        covered.set(key, covers);
        payments[key] = { ...none, ...hold, ...paid, status: "captured" };
        break;
      }
      case "failed":
      case "lapsed":
      case "released":
        if (before) payments[key] = { ...before, status: entry.kind };
        break;
      case "refunded":
      case "refund-failed": {
        if (!before) break;
        const sign = entry.kind === "refunded" ? 1 : -1;
        const { amount, tip, taxes, lines = [] } = entry.content;
        const back = returned.get(key) ?? [];
        // A refund that failed names what it takes back just as it was given.
        returned.set(key, sign === 1 ? [...back, ...lines] : withoutReturned(back, lines));
        payments[key] = {
          ...before,
          covers: coversWithout(covered.get(key) ?? [], returned.get(key) ?? []),
          refunded: before.refunded + sign * amount,
          tipRefunded: before.tipRefunded + sign * tip,
          taxes: sumByRate([...before.taxes, ...taxes]),
        };
      }
    }
  }
  return { adjustments, payments };
}

/** What a document says, in the ledger's terms. */
export function viewOfDocument(view: {
  readonly entries: Readonly<Record<string, { readonly what: Adjustment }>>;
  readonly payments: Readonly<Record<string, Payment | { readonly status: "rejected" }>>;
}): LedgerView {
  const adjustments = Object.entries(view.entries).map(([n, { what }]) => [n, what] as const);
  const payments = Object.entries(view.payments).flatMap(([key, payment]) => {
    if (payment.status === "rejected") return [];
    const { by, covers, amount, tip, status, refunded, tipRefunded, receipt, taxes } = payment;
    const hold = payment.hold && { hold: payment.hold };
    const said = { by, covers, amount, tip, ...hold, status, refunded, tipRefunded };
    return [[key, { ...said, receipt: receipt ?? null, taxes: taxes ?? [] }] as const];
  });
  return { adjustments: Object.fromEntries(adjustments), payments: Object.fromEntries(payments) };
}
