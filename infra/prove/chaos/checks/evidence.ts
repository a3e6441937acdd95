/**
 * What is left of one restaurant after a run, as plain data: what Postgres holds and what each
 * replica of a document holds. Times are ms since the epoch, money minor units.
 */

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
}

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
