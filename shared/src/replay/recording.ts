/**
 * What is on record of one session: everything that a replay needs, and nothing else.
 * The same whether it was read from Postgres or from a file (file.ts). All times are milliseconds
 * since the epoch, all money minor units.
 */

import type { PaymentRecord } from "../bill/decision-record.ts";
import type { RecordedEntry } from "../bill/ledger.ts";
import type { Menu } from "../menu/menu.ts";
import type { DecisionRecord } from "../orders/decision-record.ts";
import type { LineChangeKind } from "../orders/line-change.ts";
import type { LineMove } from "../orders/line-move.ts";
import type { ChosenValue } from "../table/chosen-values.ts";
import type { OrderStatus } from "../table/document/order-status.ts";
import type { DinerId, Order, OrderLine, SessionStatus } from "../table/document/types.ts";

/** One row of the session's log. */
export interface LogEntry {
  /** 1, 2, 3 … without gaps. */
  readonly seq: number;
  /** A diner id, or "server". */
  readonly author: DinerId | "server";
  /** When it was appended, by the server's clock. */
  readonly at: number;
  /** The Yjs update, version 1 encoding. */
  readonly update: Uint8Array;
}

/** A confirm's row in the queue. */
export interface QueuedConfirm {
  readonly confirm: string;
  /** "failed": set aside after too many tries, with the rejection "internal". */
  readonly status: "pending" | "done" | "failed";
  readonly arrivedAt: number;
  /** The confirm as it was queued; the same as in the document. */
  readonly payload: unknown;
  /** Null while pending, or when it was set aside. */
  readonly result: DecisionRecord | null;
}

/** A wish to pay's row in its queue. */
export interface QueuedWish {
  readonly wish: string;
  readonly status: "pending" | "done" | "failed";
  readonly arrivedAt: number;
  readonly payload: unknown;
  /** Null while pending, or when it was set aside. */
  readonly result: PaymentRecord | null;
}

/** A line of a committed order, as Postgres holds it. */
export interface RecordedOrderLine extends Omit<OrderLine, "choices"> {
  readonly allergens: readonly string[];
  readonly chosen: readonly ChosenValue[];
}

/** A committed order, as Postgres holds it. */
export interface RecordedOrder {
  readonly id: string;
  readonly confirm: string;
  readonly number: number;
  readonly diner: DinerId;
  readonly menuVersion: number;
  readonly currency: string;
  readonly total: number;
  readonly placedAt: number;
  readonly status: OrderStatus;
  readonly statusAt: number;
  /** Why it was cancelled. */
  readonly reason: string | null;
  readonly lines: readonly RecordedOrderLine[];
  /** Every change of its status and of how far its lines are, oldest first, the first being "placed". */
  readonly history: readonly StatusChange[];
  /** What the kitchen was told of its lines, oldest first; left out by earlier recordings. */
  readonly lineChanges?: readonly RecordedLineChange[] | undefined;
}

/** Portions of a line that were cancelled, or that were to be made after all. */
export interface RecordedLineChange {
  /** The restaurant's number of the event. */
  readonly event: number;
  readonly line: string;
  readonly change: LineChangeKind;
  readonly portions: number;
  /** The void in the ledger that it is about. */
  readonly entry: number;
  readonly reason: string | null;
  readonly at: number;
}

/** One change of an order's status, or of how far its lines are. */
export interface StatusChange {
  /** The restaurant's number of the event. */
  readonly event: number;
  readonly from: OrderStatus | null;
  readonly to: OrderStatus;
  /** Who: a diner's id, or only that it was staff or the server. */
  readonly by: DinerId | "staff" | "server";
  readonly reason: string | null;
  readonly at: number;
  /** Lines that went on one by one, from which the status follows; left out for the order as a whole. */
  readonly moves?: readonly LineMove[] | undefined;
}

/** The record of one session. */
export interface Recording {
  readonly session: string;
  readonly restaurant: string;
  /** The table's label. */
  readonly table: string;
  readonly status: SessionStatus;
  readonly openedAt: number;
  /** Null while it is open. */
  readonly endedAt: number | null;
  /** The number of the last entry of the log, by the session's row. */
  readonly head: number;
  /** False once the log is no longer kept, or not all of it any more. */
  readonly logKept: boolean;
  readonly log: readonly LogEntry[];
  /** Every menu version that the session or one of its decisions refers to, oldest first. */
  readonly menus: readonly Menu[];
  readonly confirms: readonly QueuedConfirm[];
  readonly orders: readonly RecordedOrder[];
  /** Wishes to pay; left out by recordings from before there were any. */
  readonly wishes?: readonly QueuedWish[] | undefined;
  /** The table's entries of the restaurant's ledger, in the order of their numbers. */
  readonly ledger?: readonly RecordedEntry[] | undefined;
  /** Display names by diner; personal, so only where they were asked for. */
  readonly names?: Readonly<Record<DinerId, string | null>>;
}

/** The choices of an order's line with their groups' names, which only Postgres keeps. */
export function recordedChoices(
  { orders }: Pick<Recording, "orders">,
  { confirm }: Pick<Order, "confirm">,
  { line }: Pick<OrderLine, "line">,
): readonly ChosenValue[] | undefined {
  const recorded = orders.find((order) => order.confirm === confirm);
  return recorded?.lines.find((each) => each.line === line)?.chosen;
}
