/**
 * What is left of one restaurant after a run, as plain data: what Postgres holds and what each
 * replica of a document holds. Times are ms since the epoch, money minor units.
 */

import type { RecordedEntry } from "@tureen/shared/bill/ledger";
import type { LineChangeKind } from "@tureen/shared/orders/line-change";
import type { LineMove } from "@tureen/shared/orders/line-move";
import type { OrderStatus } from "@tureen/shared/table/document/order-status";
import type { DinerId, OrderLine, SessionStatus } from "@tureen/shared/table/document/types";

/** One row of a session's log. */
export interface LogRow {
  readonly seq: number;
  readonly author: string;
  readonly update: Uint8Array;
}

/** A confirm's row in the queue. */
export interface QueueRow {
  readonly confirm: string;
  readonly status: "pending" | "done" | "failed";
  readonly attempts: number;
  readonly error: string | null;
}

export interface SessionRecord {
  readonly id: string;
  /** The table's id. */
  readonly table: string;
  readonly status: SessionStatus;
  readonly headSeq: number;
  /** The whole log, in order. */
  readonly log: readonly LogRow[];
  readonly snapshots: readonly { readonly seq: number; readonly state: Uint8Array }[];
  readonly queue: readonly QueueRow[];
  readonly bill: BillRecord;
}

/** What is kept of a session's bill beside its document. */
export interface BillRecord {
  readonly payments: readonly {
    readonly id: string;
    readonly status: string;
    readonly amount: number;
    readonly tip: number;
    readonly refunded: number;
    readonly tipRefunded: number;
  }[];
  /** The entries of the ledger, by number. */
  readonly ledger: readonly RecordedEntry[];
  /** What the provider keeps on its side. */
  readonly charges: readonly {
    readonly payment: string;
    readonly state: string;
    readonly amount: number;
    readonly refunded: number;
  }[];
  /** What the floor shows; null before there was anything to pay. */
  readonly sums: {
    readonly total: number;
    readonly paid: number;
    readonly reserved: number;
    readonly balance: number;
  } | null;
}

/** A session without a bill. */
export const NO_BILL: BillRecord = { payments: [], ledger: [], charges: [], sums: null };

/** An order as the order tables hold it, its lines in the document's words. */
export interface OrderRecord {
  readonly id: string;
  readonly session: string;
  readonly confirm: string;
  readonly number: number;
  readonly diner: DinerId;
  readonly currency: string;
  readonly total: number;
  readonly status: OrderStatus;
  readonly reason: string | null;
  readonly at: number;
  readonly statusAt: number;
  readonly lines: readonly OrderLine[];
}

/** One row of the restaurant's numbered history. */
export interface StatusRow {
  readonly number: number;
  readonly order: string;
  readonly from: OrderStatus | null;
  readonly to: OrderStatus;
  /** Lines that went on one by one, from which the status follows; null for the order as a whole. */
  readonly moves: readonly LineMove[] | null;
  /** Portions of a line that are not wanted any more, or after all; null for a move. */
  readonly change: {
    readonly line: string;
    readonly kind: LineChangeKind;
    readonly portions: number;
  } | null;
}

/** Whether a row is about the order's status: in one about a line of it the status stays. */
export function isStatusChange({ from, to }: StatusRow): boolean {
  return from !== to;
}

/** What Postgres holds of one restaurant. */
export interface StoredEvidence {
  readonly restaurantId: string;
  readonly sessions: readonly SessionRecord[];
  readonly orders: readonly OrderRecord[];
  readonly statusHistory: readonly StatusRow[];
}

/** A document as some phone or node held it at the end, when all was still and it was in sync. */
export interface Replica {
  /** Whose it is; for people. */
  readonly name: string;
  readonly session: string;
  /** `encodeDocument` of it. */
  readonly state: Uint8Array;
}

export interface Evidence extends StoredEvidence {
  readonly replicas: readonly Replica[];
}
