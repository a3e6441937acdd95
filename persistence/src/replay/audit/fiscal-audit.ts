import { receiptContent } from "@tureen/shared/bill/receipt";
import { z } from "zod";
import { totalsText } from "../../bill/fiscal/close-day.ts";
import { createPlainDevice, PLAIN_DEVICE } from "../../bill/fiscal/plain-device.ts";
import { receiptOf } from "../../bill/fiscal/sign-receipt.ts";
import { signatureColumns } from "../../bill/schema/fiscal.ts";
import { sumReceipts } from "../../bill/sum-receipts.ts";
import type { Queryable } from "../../platform/database.ts";
import { readRows } from "../../platform/rows.ts";
import type { Fault, FaultCode } from "./audit.ts";

const PAGE_ROWS = 500;

/** What the audit found in one restaurant's fiscal journal. */
export interface FiscalAudit {
  readonly signed: number;
  /** Waiting for the device: no fault, and told. */
  readonly unsigned: number;
  readonly faults: readonly Fault[];
}

const recordRow = z.object({
  number: z.int(),
  content: z.string(),
  ...signatureColumns,
  previous: z.string().nullable(),
  counter: z.int().nullable(),
});
const closeRow = z.object({
  number: z.int(),
  date: z.string(),
  ofDay: z.int().nullable(),
  /** How many closes of its day come before it. */
  before: z.int(),
  /** Receipts of other days that it holds. */
  strays: z.int(),
  firstReceipt: z.int(),
  lastReceipt: z.int(),
  totals: z.string(),
  signature: z.string().nullable(),
  at: z.date(),
  currency: z.string(),
  lastDevice: z.string().nullable(),
  lastSignature: z.string().nullable(),
});

type SignedRow = z.infer<typeof recordRow>;

/**
 * Follows the signatures of a restaurant's receipts and of its days: that none is missing in between,
 * that each builds on the one before, that the closes of a day are numbered and hold its receipts, and
 * that their totals are what these come to. What the
 * plain device signed is computed again; the signatures of others are for their own tools to check.
 */
export async function auditFiscal(q: Queryable, restaurantId: string): Promise<FiscalAudit> {
  const faults: Fault[] = [];
  const note = (code: FaultCode, sentence: string) =>
    faults.push({ code, eventNumber: null, orderId: null, sentence });
  const plain = createPlainDevice();
  let signed = 0;
  let unsigned = 0;
  let after = 0;
  let last: SignedRow | undefined;
  /** What somebody has made of receipts that cannot be added up any more. */
  const unreadable: number[] = [];
  for (;;) {
    const rows = await readRecords(q, restaurantId, after);
    if (rows.length === 0) break;
    for (const row of rows) {
      after = row.number;
      if (!isReceipt(row.content)) unreadable.push(row.number);
      // Receipts of before there was a device have no record; after the first, each has one.
      if (row.state === null && last) {
        note(
          "signature-missing",
          `receipt ${row.number}: it was never handed to the signing device`,
        );
      }
      if (row.state === null) continue;
      if (row.state === "pending") unsigned += 1;
      else {
        signed += 1;
        if (last?.state === "pending") {
          note("signature-missing", `receipt ${last.number}: a later one is signed, it is not`);
        } else if (row.previous !== (last?.signature ?? null)) {
          note(
            "signature-link-broken",
            `receipt ${row.number}: its signature builds on another one`,
          );
        }
        if (row.device === PLAIN_DEVICE && !(await isPlain(row))) {
          note("signature-altered", `receipt ${row.number}: it is not what was signed`);
        }
      }
      last = row;
    }
  }

  async function isPlain(row: SignedRow): Promise<boolean> {
    const { number: receipt, content, previous, counter, transaction } = row;
    if (unreadable.includes(receipt)) return false;
    const claimed = { restaurantId, receipt, content, previous, signedBefore: (counter ?? 1) - 1 };
    const answer = await plain.finish(receiptOf(claimed), transaction ?? "");
    return answer.signature === row.signature;
  }

  let before: z.infer<typeof closeRow> | undefined;
  for (const close of await readCloses(q, restaurantId)) {
    const { number, firstReceipt: first, lastReceipt, signature, lastDevice } = close;
    const day = `close ${number} (${close.date})`;
    if (number !== (before?.number ?? 0) + 1 || first !== (before?.lastReceipt ?? 0) + 1) {
      note("day-missing", `${day}: it does not follow the close before`);
    }
    if (close.ofDay !== null && close.ofDay !== close.before + 1) {
      note("day-missing", `${day}: it is not number ${close.ofDay} of its day`);
    }
    // One from before a day could be closed again may hold what came late on the days before.
    if (close.ofDay !== null && close.strays > 0) {
      note("day-altered", `${day}: it holds receipts of another day`);
    }
    const isReadable = !unreadable.some((n) => n >= first && n <= lastReceipt);
    const range = { first, last: lastReceipt };
    const sums = isReadable ? await sumReceipts(q, restaurantId, range) : null;
    if (!sums || totalsText(close.currency, sums) !== close.totals) {
      note("day-altered", `${day}: its totals are not what its receipts come to`);
    }
    // A close keeps no device's name: that of its last receipt signed it, unless it looks otherwise.
    if (signature !== null && lastDevice === PLAIN_DEVICE && /^[0-9a-f]{64}$/.test(signature)) {
      const { lastSignature, at, ...rest } = close;
      const previous = before?.signature ?? null;
      const answer = await plain.close({
        ...{ ...rest, restaurantId, previous, at: at.getTime() },
        lastSignature: lastSignature ?? "",
      });
      if (answer.signature !== signature) note("day-altered", `${day}: it is not what was signed`);
    }
    before = close;
  }
  return { signed, unsigned, faults };
}

function isReceipt(content: string): boolean {
  try {
    return receiptContent.safeParse(JSON.parse(content)).success;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** Receipts about money, each with its record. */
function readRecords(q: Queryable, restaurantId: string, after: number): Promise<SignedRow[]> {
  return readRows(
    q,
    recordRow,
    `select c.number, c.content, f.state, f.device, f.transaction, f.signature, f.previous,
       f.signature_counter as counter
     from receipts c left join fiscal_records f
       on f.restaurant_id = c.restaurant_id and f.receipt_number = c.number
     where c.restaurant_id = $1 and c.kind <> 'table' and c.number > $2 order by c.number limit $3`,
    [restaurantId, after, PAGE_ROWS],
  );
}

function readCloses(q: Queryable, restaurantId: string) {
  return readRows(
    q,
    closeRow,
    `select k.number, to_char(k.business_day, 'YYYY-MM-DD') as date, k.of_day as "ofDay",
       (select count(*) from fiscal_closes b where b.restaurant_id = $1
         and b.business_day = k.business_day and b.number < k.number) as before,
       (select count(*) from receipts c where c.restaurant_id = $1 and c.kind <> 'table'
         and c.number between k.first_receipt and k.last_receipt
         and c.business_day <> k.business_day) as strays,
       k.first_receipt as "firstReceipt", k.last_receipt as "lastReceipt", k.totals, k.signature,
       k.at, trim(r.currency) as currency, f.device as "lastDevice", f.signature as "lastSignature"
     from fiscal_closes k join restaurants r on r.id = k.restaurant_id
       left join fiscal_records f
         on f.restaurant_id = k.restaurant_id and f.receipt_number = k.last_receipt
     where k.restaurant_id = $1 order by k.number`,
    [restaurantId],
  );
}
