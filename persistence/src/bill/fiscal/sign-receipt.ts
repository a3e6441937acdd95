import type { ReceiptContent } from "@tureen/shared/bill/receipt";
import { z } from "zod";
import { textDigest } from "../../platform/audit-chain.ts";
import type { Database, Transaction } from "../../platform/database.ts";
import { readRows } from "../../platform/rows.ts";
import { ofRestaurant } from "../../platform/wire/index.ts";
import type { FiscalDevice, FiscalReceipt, FiscalSignature } from "./port.ts";

const claimedRecord = z.object({
  restaurantId: z.string(),
  receipt: z.int(),
  content: z.string(),
  previous: z.string().nullable(),
  signedBefore: z.int(),
  attempt: z.int(),
});

/** The oldest receipt of a restaurant that is not signed, claimed by this worker. */
export type ClaimedRecord = Readonly<z.infer<typeof claimedRecord>>;

/**
 * Queues a receipt in its own transaction, so that there is none without a record. Nothing of paying
 * waits for the device: the worker asks it after the commit.
 */
export async function queueForSigning(
  tx: Transaction,
  {
    restaurantId,
    receipt,
    now,
  }: { readonly restaurantId: string; readonly receipt: number; readonly now: Date },
): Promise<void> {
  await tx.query(
    `insert into fiscal_records (restaurant_id, receipt_number, next_attempt_at)
     values ($1, $2, $3)`,
    [restaurantId, receipt, now],
  );
  tx.tell({ kind: "queue", restaurantId });
}

/**
 * Claims the restaurant's oldest receipt that is not signed, if it is due. Only that one: the next
 * signature builds on it, so while it waits for its next try all later ones wait with it.
 */
export async function claimFiscalRecord(
  database: Database,
  input: { readonly restaurantId: string; readonly now: Date; readonly leaseUntil: Date },
): Promise<ClaimedRecord[]> {
  return readRows(
    ofRestaurant(database, input.restaurantId),
    claimedRecord,
    `with oldest as materialized (
       select receipt_number, next_attempt_at from fiscal_records
       where restaurant_id = $1 and state = 'pending' order by receipt_number limit 1 for update
     ), claimed as (
       update fiscal_records f set attempts = f.attempts + 1, next_attempt_at = $3
       from oldest where f.restaurant_id = $1 and f.receipt_number = oldest.receipt_number
         and oldest.next_attempt_at <= $2
       returning f.restaurant_id, f.receipt_number, f.attempts
     )
     select c.restaurant_id as "restaurantId", c.receipt_number as receipt, p.content,
       b.signature as previous, c.attempts as attempt,
       -- Counted where the record before has no count: it was signed before counts were kept.
       coalesce(b.signature_counter, (select count(*) from fiscal_records o
         where o.restaurant_id = $1 and o.receipt_number < c.receipt_number)) as "signedBefore"
     from claimed c
       join receipts p on p.restaurant_id = $1 and p.number = c.receipt_number
       left join lateral (select signature, signature_counter from fiscal_records o
         where o.restaurant_id = $1 and o.receipt_number < c.receipt_number
         order by o.receipt_number desc limit 1) b on true`,
    [input.restaurantId, input.now, input.leaseUntil],
  );
}

/** A device's answer that is about something else: as if there had been none. */
export class StrayAnswer extends Error {
  override readonly name = "StrayAnswer";
}

/**
 * Has a claimed receipt signed and keeps the signature. Safe to do twice: the device knows what it has
 * signed, and a record is signed once. Throws what the device throws; the record then comes up again.
 */
export async function signReceipt(
  database: Database,
  { record, device }: { readonly record: ClaimedRecord; readonly device: FiscalDevice },
): Promise<void> {
  const { restaurantId } = record;
  const receipt = receiptOf(record);
  const { transaction } = await device.begin(receipt);
  const signed = await device.finish(receipt, transaction);
  if (signed.receipt !== receipt.receipt || signed.transaction !== transaction) {
    throw new StrayAnswer(`an answer about receipt ${signed.receipt}, not ${receipt.receipt}`);
  }
  await keepSignature(database, { restaurantId, previous: record.previous, signed, device });
}

async function keepSignature(
  database: Database,
  kept: {
    readonly restaurantId: string;
    readonly previous: string | null;
    readonly signed: FiscalSignature;
    readonly device: FiscalDevice;
  },
): Promise<void> {
  const { restaurantId, previous, signed, device } = kept;
  await ofRestaurant(database, restaurantId).query(
    `update fiscal_records set state = 'signed', device = $3, transaction = $4, signature = $5,
       previous = $6, signed_at = $7, signature_counter = $8, error = null
     where restaurant_id = $1 and receipt_number = $2 and state = 'pending'`,
    [
      ...[restaurantId, signed.receipt, device.name, signed.transaction, signed.signature],
      ...[previous, new Date(signed.at), signed.counter],
    ],
  );
}

/** Puts a receipt back for another try, noting why there has to be one. */
export async function retryFiscalRecord(
  database: Database,
  { restaurantId, receipt }: Pick<ClaimedRecord, "restaurantId" | "receipt">,
  { at, error }: { readonly at: Date; readonly error: string },
): Promise<void> {
  await ofRestaurant(database, restaurantId).query(
    `update fiscal_records set next_attempt_at = $3, error = left($4, 2000)
     where restaurant_id = $1 and receipt_number = $2 and state = 'pending'`,
    [restaurantId, receipt, at, error],
  );
}

/** A receipt as a device signs it. */
export function receiptOf(record: Omit<ClaimedRecord, "attempt">): FiscalReceipt {
  const { restaurantId, receipt, content, previous, signedBefore } = record;
  const { at, kind, currency, taxes, tip, rounding, method, amount } = JSON.parse(
    content,
  ) as ReceiptContent;
  return {
    ...{ restaurantId, receipt, at, kind, currency, taxes, tip, rounding },
    means: [{ method, amount: amount + tip + rounding }],
    digest: textDigest(content),
    ...{ previous, signedBefore },
  };
}
