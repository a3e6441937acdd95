import { randomBytes } from "node:crypto";
import { type Bill, keyOf } from "@tureen/shared/bill/bill";
import { amountOf, PORTION } from "@tureen/shared/bill/ranges";
import type { AnyReceipt, CommonReceipt, ReceiptContent } from "@tureen/shared/bill/receipt";
import { rangesOf } from "@tureen/shared/bill/shares";
import { businessDayOf } from "@tureen/shared/platform/business-day";
import type { Payment, TaxedAmount } from "@tureen/shared/table/document/types";
import { z } from "zod";
import { textDigest } from "../platform/audit-chain.ts";
import type { Transaction } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import type { SessionKey } from "../table/load-document.ts";
import { queueForSigning } from "./fiscal/sign-receipt.ts";
import type { LedgerNumbers } from "./ledger.ts";
import { readReceiptHead } from "./receipt-head.ts";

const place = z.object({
  name: z.string(),
  slug: z.string(),
  locale: z.string(),
  timezone: z.string(),
  dayStartsAt: z.int(),
  table: z.string(),
});

/** A receipt on its way into Postgres: its content is settled before the ledger's entry is. */
export interface PreparedReceipt {
  readonly number: number;
  /** With the restaurant's slug in front: the whole of its address. */
  readonly token: string;
  readonly content: string;
  /** What the ledger's entry holds of it. */
  readonly vouched: { readonly number: number; readonly digest: string };
  readonly insert: () => Promise<void>;
}

/** What a receipt is about: money that came in, or that was given back (negative). */
export interface Receipted {
  readonly kind: "payment" | "refund";
  readonly payment: Pick<Payment, "id" | "method" | "covers">;
  readonly amount: number;
  readonly tip: number;
  readonly rounding: number;
  readonly taxes: readonly TaxedAmount[];
  /** The dishes, where they are not what the payment covers. */
  readonly lines?: ReceiptContent["lines"];
}

/** Writes a receipt's content; `insert` keeps it once the entry that vouches for it is there. */
export async function prepareReceipt(
  tx: Transaction,
  key: SessionKey & { readonly now: Date },
  bill: Bill,
  about: Receipted,
  numbers: LedgerNumbers,
): Promise<PreparedReceipt> {
  const { kind, payment, amount, tip, rounding, taxes } = about;
  return writeReceipt(tx, key, numbers, {
    ...{ paymentId: payment.id, moved: amount + tip },
    content: (at): ReceiptContent => ({
      ...{ ...at, kind, currency: bill.currency, method: payment.method },
      ...{ lines: about.lines ?? linesOf(bill, payment), amount, tip, rounding },
      ...(kind === "payment" && inAmountsOf(bill, payment)),
      ...{ taxes: [...taxes], payment: payment.id },
    }),
  });
}

/** What stands on every receipt, beside what it is about. */
export type ReceiptFrame = Omit<CommonReceipt, "currency">;

/** Writes any receipt at the place that was taken for it. */
export async function writeReceipt(
  tx: Transaction,
  { restaurantId, sessionId, now }: SessionKey & { readonly now: Date },
  numbers: LedgerNumbers,
  about: {
    /** Null on a receipt for the whole table, which no device is asked to sign: it moves no money. */
    readonly paymentId: string | null;
    readonly moved: number;
    readonly content: (frame: ReceiptFrame) => AnyReceipt;
  },
): Promise<PreparedReceipt> {
  const [at] = await readRows(
    tx,
    place,
    `select r.name, r.slug, r.locale, r.timezone, r.day_starts_at as "dayStartsAt", t.label as table
     from sessions s join tables t on t.restaurant_id = s.restaurant_id and t.id = s.table_id
       join restaurants r on r.id = s.restaurant_id
     where s.restaurant_id = $1 and s.id = $2`,
    [restaurantId, sessionId],
  );
  if (!at) throw new Error(`session ${sessionId} has no table`);
  const number = numbers.receipt;
  const content = about.content({
    ...{ number, at: now.getTime(), restaurant: at.name },
    ...(await readReceiptHead(tx, { restaurantId, now })),
    ...{ table: at.table, locale: at.locale, entry: numbers.entry },
  });
  const text = JSON.stringify(content);
  const secret = randomBytes(16).toString("base64url");
  return {
    number,
    token: `${at.slug}-${secret}`,
    content: text,
    vouched: { number, digest: textDigest(text) },
    insert: async () => {
      await tx.query(
        `insert into receipts (restaurant_id, number, session_id, payment_id, kind, token,
           entry_number, content, business_day, amount_minor, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [
          ...[restaurantId, number, sessionId, about.paymentId, content.kind, secret],
          ...[numbers.entry, text, businessDayOf(now, at), about.moved, now],
        ],
      );
      if (about.paymentId !== null) {
        await queueForSigning(tx, { restaurantId, receipt: number, now });
      }
    },
  };
}

/** What of discounts and of the service charge is in the amounts of the dishes that a payment covers. */
function inAmountsOf(bill: Bill, payment: Pick<Payment, "covers">) {
  const ranges = rangesOf(payment.covers);
  const part = (of: "reduced" | "service") =>
    bill.lines.reduce(
      (sum, line) => sum + amountOf(ranges.get(keyOf(line)) ?? [], line.live, line[of]),
      0,
    );
  const [reduced, service] = [part("reduced"), part("service")];
  return { ...(reduced > 0 && { reduced }), ...(service > 0 && { service }) };
}

/** The dishes that a payment covers, with what it pays of them at the bill's prices. */
function linesOf(bill: Bill, payment: Pick<Payment, "covers">): ReceiptContent["lines"] {
  const ranges = rangesOf(payment.covers);
  return bill.lines.flatMap((line) => {
    const own = ranges.get(keyOf(line));
    if (!own) return [];
    const parts = own.reduce((sum, [from, to]) => sum + to - from, 0);
    const name = [line.name, ...line.choices].join(", ");
    return [{ name, portions: parts / PORTION, amount: amountOf(own, line.live, line.amount) }];
  });
}
