import { z } from "zod";
import type { Actor } from "../platform/actor.ts";
import { billEntryHash, micros } from "../platform/audit-chain.ts";
import type { Transaction } from "../platform/database.ts";
import { bytes, readRows } from "../platform/rows.ts";
import type { SessionKey } from "../table/load-document.ts";
import type { LedgerKind } from "./schema/ledger.ts";

const taken = z.object({ entry: z.int(), receipt: z.int(), previousHash: bytes });
const known = z.object({ number: z.int(), paymentId: z.string().nullable(), content: z.string() });

/** The next places in a restaurant's ledger and among its receipts. */
export type LedgerNumbers = z.infer<typeof taken>;

/** An entry of the ledger that is to be made. */
export interface LedgerEntry extends SessionKey {
  readonly kind: LedgerKind;
  readonly paymentId: string | null;
  readonly once?: string | null;
  /** Plain JSON, as it is hashed. */
  readonly content: object;
  readonly by: Actor;
  readonly reason?: string | null;
  readonly now: Date;
}

/**
 * Takes the restaurant's next ledger number and, for a receipt, its next receipt number. The row
 * stays locked until the transaction ends, so that numbers commit in order and without gaps: take
 * them last, after the session's lock.
 */
export async function takeLedgerNumbers(
  tx: Transaction,
  restaurantId: string,
  { receipt }: { readonly receipt: boolean },
): Promise<LedgerNumbers> {
  const take = () =>
    readRows(
      tx,
      taken,
      `update bill_counters
       set next_entry = next_entry + 1, next_receipt = next_receipt + $2
       where restaurant_id = $1
       returning next_entry - 1 as entry, next_receipt - $2 as receipt,
         last_hash as "previousHash"`,
      [restaurantId, receipt ? 1 : 0],
    );
  let [numbers] = await take();
  if (!numbers) {
    // The restaurant's first entry ever.
    await tx.query("insert into bill_counters (restaurant_id) values ($1) on conflict do nothing", [
      restaurantId,
    ]);
    [numbers] = await take();
  }
  if (!numbers) throw new Error(`restaurant ${restaurantId} has no bill counters`);
  return numbers;
}

/** Adds an entry at the place taken from the counter, chained to the one before. */
export async function appendEntry(
  tx: Transaction,
  entry: LedgerEntry,
  { entry: number, previousHash }: LedgerNumbers,
): Promise<void> {
  const { restaurantId, sessionId, kind, paymentId, by, now } = entry;
  const content = JSON.stringify(entry.content);
  const once = entry.once ?? null;
  const reason = entry.reason ?? null;
  const hash = billEntryHash({
    ...{ restaurantId, number, sessionId, kind, paymentId, once, content },
    ...{ actorKind: by.kind, actorId: by.id, reason, at: micros(now), previousHash },
  });
  await tx.query(
    `with head as (
       update bill_counters set last_hash = $13 where restaurant_id = $1
     )
     insert into bill_entries (restaurant_id, number, session_id, kind, payment_id, once, content,
       actor_kind, actor_id, reason, at, previous_hash, hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      ...[restaurantId, number, sessionId, kind, paymentId, once, content],
      ...[by.kind, by.id, reason, now, previousHash, hash],
    ],
  );
}

/** The entry that a call with this key has made already, if it has. */
export async function findOnce(
  tx: Transaction,
  { restaurantId, sessionId }: SessionKey,
  once: string,
): Promise<z.infer<typeof known> | null> {
  const rows = await readRows(
    tx,
    known,
    `select number, payment_id as "paymentId", content from bill_entries
     where restaurant_id = $1 and session_id = $2 and once = $3 order by number limit 1`,
    [restaurantId, sessionId, once],
  );
  return rows[0] ?? null;
}
