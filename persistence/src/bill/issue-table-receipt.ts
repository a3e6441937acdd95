import { type Bill, isPaid } from "@tureen/shared/bill/bill";
import { lengthOf, PORTION } from "@tureen/shared/bill/ranges";
import {
  receiptContent,
  type TableReceiptContent,
  tableReceiptContent,
} from "@tureen/shared/bill/receipt";
import { sumByRate } from "@tureen/shared/bill/terms";
import { TureenError } from "@tureen/shared/platform/errors";
import { z } from "zod";
import type { Actor } from "../platform/actor.ts";
import type { Database, Transaction } from "../platform/database.ts";
import { recordActivity } from "../platform/record-activity.ts";
import { readRows } from "../platform/rows.ts";
import type { SessionKey } from "../table/load-document.ts";
import { editBill } from "./edit-bill.ts";
import { writeReceipt } from "./issue-receipt.ts";
import { appendEntry, takeLedgerNumbers } from "./ledger.ts";

/** The bill as a table's receipt has it: what must have changed for another one to be given out. */
const billOnReceipt = tableReceiptContent.pick({
  ...{ currency: true, lines: true, listed: true, reduced: true, service: true, taxAdded: true },
  ...{ total: true, writtenOff: true, receipts: true, taxes: true },
});

type BillOnReceipt = z.infer<typeof billOnReceipt>;

const given = z.object({
  number: z.int(),
  kind: z.enum(["payment", "refund", "table"]),
  token: z.string(),
  content: z.string(),
});

/**
 * Gives out the receipt for a whole table: its bill, and the receipts of the money that paid it.
 * Asked again, it is the one that was given out, unless the bill has changed since: then a new one
 * that says which it replaces. It is numbered among the restaurant's receipts and vouched for by the
 * ledger as the others are; no report counts it, and no device signs it, since the receipts that it
 * sums up are counted and signed. Throws "bill-open" while something is unpaid or on its way,
 * "receipt-unknown" while nothing is on the bill, "billing-off" where bills are made elsewhere,
 * "log-gone", "session-unknown".
 */
export async function issueTableReceipt(
  database: Database,
  input: SessionKey & { readonly by: Actor; readonly now: Date },
): Promise<{ readonly number: number; readonly token: string }> {
  const { restaurantId, sessionId, by, now } = input;
  return editBill(database, input, async ({ tx, bill, view, session }) => {
    const receipts = await readGiven(tx, input);
    const before = receipts.findLast(({ kind }) => kind === "table");
    // What it was made of is gone with the log, and cannot change any more.
    if (!session.row.logKept && before) return { number: before.number, token: before.token };
    if (!session.row.logKept) throw new TureenError("log-gone");
    if (!view.session.terms) throw new TureenError("billing-off");
    if (bill.total === 0 && !isPaid(bill)) throw new TureenError("receipt-unknown");
    if (!isPaid(bill)) throw new TureenError("bill-open");
    const settled = settle(bill, receipts);
    if (before && isSame(before.content, settled)) {
      return { number: before.number, token: before.token };
    }
    const replaces = before?.number ?? null;
    const numbers = await takeLedgerNumbers(tx, restaurantId, { receipt: true });
    const receipt = await writeReceipt(tx, input, numbers, {
      ...{ paymentId: null, moved: 0 },
      content: (frame): TableReceiptContent => ({ ...frame, kind: "table", ...settled, replaces }),
    });
    const entry = { ...input, kind: "receipted", paymentId: null } as const;
    await appendEntry(tx, { ...entry, content: { receipt: receipt.vouched, replaces } }, numbers);
    await receipt.insert();
    await recordActivity(tx, {
      ...{ restaurantId, sessionId, by, now, action: "receipt.issue" },
      details: { receipt: receipt.number, replaces },
    });
    return { number: receipt.number, token: receipt.token };
  });
}

/** The receipts of a session, the oldest first. */
function readGiven(tx: Transaction, { restaurantId, sessionId }: SessionKey) {
  return readRows(
    tx,
    given,
    `select c.number, c.kind, r.slug || '-' || c.token as token, c.content
     from receipts c join restaurants r on r.id = c.restaurant_id
     where c.restaurant_id = $1 and c.session_id = $2 order by c.number`,
    [restaurantId, sessionId],
  );
}

function settle(bill: Bill, all: readonly z.infer<typeof given>[]): BillOnReceipt {
  const receipts = all
    .filter(({ kind }) => kind !== "table")
    .map(({ content }) => receiptContent.parse(JSON.parse(content)));
  const { currency, listed, reduced, service, total, writtenOff } = bill;
  return {
    currency,
    lines: bill.lines
      .filter(({ live }) => live.length > 0)
      .map((line) => ({
        name: [line.name, ...line.choices].join(", "),
        portions: lengthOf(line.live) / PORTION,
        amount: line.listed,
        reduced: line.reduced,
      })),
    ...{ listed, reduced, service, taxAdded: total - (listed - reduced + service) },
    ...{ total, writtenOff },
    receipts: receipts.map(({ number, kind, method, amount, tip, rounding }) => ({
      ...{ number, kind, method, amount, tip, rounding },
    })),
    taxes: sumByRate(receipts.flatMap(({ taxes }) => taxes)),
  };
}

/** Whether a receipt that was given out says the same of the bill. */
function isSame(content: string, settled: BillOnReceipt): boolean {
  const text = (of: unknown) => JSON.stringify(billOnReceipt.parse(of));
  return text(JSON.parse(content)) === text(settled);
}
