import type { LineChangeKind } from "@tureen/shared/orders/line-change";
import type { LineMove } from "@tureen/shared/orders/line-move";
import type { OrderStatus } from "@tureen/shared/table/document/order-status";
import { z } from "zod";
import type { Actor } from "../platform/actor.ts";
import { historyHash, micros } from "../platform/audit-chain.ts";
import type { Transaction } from "../platform/database.ts";
import { bytes, readRows } from "../platform/rows.ts";

const numbers = z.object({ eventNumber: z.int(), previousHash: bytes, orderNumber: z.int() });

/** What happened to portions of one line of an order. */
export interface LineChange {
  readonly line: string;
  readonly change: LineChangeKind;
  readonly portions: number;
  /** The void in the ledger of bills that cancelled them, or that is taken back. */
  readonly voidEntry: number;
}

/**
 * A change of an order's status, of one of its lines while the status stays, or of lines that go on one
 * by one, from which the status follows.
 */
export interface HistoryEntry {
  readonly restaurantId: string;
  readonly orderId: string;
  readonly from: OrderStatus | null;
  readonly to: OrderStatus;
  readonly by: Actor;
  readonly reason: string | null;
  /** The digest of the order that begins with this row; null for all later rows. */
  readonly orderDigest: Buffer | null;
  readonly line?: LineChange;
  readonly progress?: readonly LineMove[];
  readonly now: Date;
}

/** The restaurant's next place in its history. */
export interface NextEvent {
  readonly eventNumber: number;
  /** Of the row before. */
  readonly previousHash: Buffer;
}

/**
 * Adds a row to the restaurant's history at the place taken from its counter, and chains it to the
 * row before (platform/audit-chain.ts); the kitchen's screens are told. The counter's lock makes that row the
 * one before for sure.
 */
export async function insertHistory(
  tx: Transaction,
  entry: HistoryEntry,
  { eventNumber, previousHash }: NextEvent,
): Promise<void> {
  const { restaurantId, orderId, from, to, reason, by, line, progress = null } = entry;
  const hash = historyHash({
    restaurantId,
    eventNumber,
    orderId,
    from,
    to,
    actorKind: by.kind,
    actorId: by.id,
    reason,
    at: micros(entry.now),
    orderDigest: entry.orderDigest,
    line: line ? { id: line.line, ...line } : null,
    progress,
    previousHash,
  });
  await tx.query(
    `with head as (
       update restaurant_counters set last_event_hash = $12 where restaurant_id = $1
     )
     insert into order_status_history (restaurant_id, event_number, order_id, from_status,
       to_status, actor_kind, actor_id, reason, at, order_digest, previous_hash, hash, line_id,
       line_change, portions, void_entry, progress)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
    [
      entry.restaurantId,
      eventNumber,
      entry.orderId,
      entry.from,
      entry.to,
      entry.by.kind,
      entry.by.id,
      entry.reason,
      entry.now,
      entry.orderDigest,
      previousHash,
      hash,
      ...[line?.line ?? null, line?.change ?? null, line?.portions ?? null],
      line?.voidEntry ?? null,
      progress && JSON.stringify(progress),
    ],
  );
  tx.tell({ kind: "kitchen", restaurantId, eventNumber });
}

/**
 * Takes the restaurant's next event number and, for a new order, its next order number. Its row
 * stays locked until the transaction ends, so that numbers commit in order and without gaps: take
 * them last.
 */
export async function takeNumbers(
  tx: Transaction,
  restaurantId: string,
  { order }: { readonly order: boolean },
): Promise<NextEvent & { orderNumber: number }> {
  const rows = await readRows(
    tx,
    numbers,
    `update restaurant_counters
     set next_event_number = next_event_number + 1, next_order_number = next_order_number + $2
     where restaurant_id = $1
     returning next_event_number - 1 as "eventNumber", next_order_number - $2 as "orderNumber",
       last_event_hash as "previousHash"`,
    [restaurantId, order ? 1 : 0],
  );
  if (!rows[0]) throw new Error(`restaurant ${restaurantId} has no counters`);
  return rows[0];
}
