import type { Bill } from "@tureen/shared/bill/bill";
import { ledgerEntry } from "@tureen/shared/bill/ledger";
import {
  paidLinesOf,
  type RefundableLine,
  type ReturnedLine,
  refundableLines,
  withoutReturned,
} from "@tureen/shared/bill/paid-lines";
import type { Cover } from "@tureen/shared/table/document/types";
import { z } from "zod";
import type { Queryable } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import type { SessionKey } from "../table/load-document.ts";

const row = z.object({ paymentId: z.string(), kind: z.string(), content: z.string() });

/** What the ledger says that a payment paid for, and what of it was given back. */
export interface PaidDishes {
  /** As it was captured. */
  readonly covers: readonly Cover[];
  readonly returned: readonly ReturnedLine[];
  readonly lines: readonly RefundableLine[];
}

/**
 * The dishes of each captured payment of a table, by its id. Payments of before the ledger said what
 * each dish had cost are divided by what the dishes come to now.
 */
export async function readPaidDishes(
  q: Queryable,
  { restaurantId, sessionId }: SessionKey,
  bill: Bill,
): Promise<ReadonlyMap<string, PaidDishes>> {
  const rows = await readRows(
    q,
    row,
    `select payment_id as "paymentId", kind, content from bill_entries
     where restaurant_id = $1 and session_id = $2
       and kind in ('captured', 'refunded', 'refund-failed') order by number`,
    [restaurantId, sessionId],
  );
  const paid = new Map<string, PaidDishes>();
  for (const { paymentId, kind, content } of rows) {
    const entry = ledgerEntry.parse({ kind, content: JSON.parse(content) });
    const before = paid.get(paymentId);
    if (entry.kind === "captured") {
      const { covers, lines = paidLinesOf(bill, entry.content) } = entry.content;
      paid.set(paymentId, { covers, returned: [], lines: refundableLines(lines, []) });
    } else if (before && (entry.kind === "refunded" || entry.kind === "refund-failed")) {
      const { lines = [] } = entry.content;
      const returned =
        entry.kind === "refunded"
          ? [...before.returned, ...lines]
          : withoutReturned(before.returned, lines);
      paid.set(paymentId, { ...before, returned, lines: refundableLines(before.lines, returned) });
    }
  }
  return paid;
}
