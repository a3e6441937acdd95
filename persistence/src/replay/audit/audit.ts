import { TureenError } from "@tureen/shared/platform/errors";
import { z } from "zod";
import { type ChainedRow, GENESIS, historyHash, isDigestOf } from "../../platform/audit-chain.ts";
import type { Database, Queryable } from "../../platform/database.ts";
import { readRows } from "../../platform/rows.ts";
import { auditBill, type BillHead } from "./bill-audit.ts";
import { auditFiscal } from "./fiscal-audit.ts";
import {
  type HistoryRow,
  type RestaurantHead,
  readHeads,
  readHistory,
  readOrders,
  readUnchainedOrders,
} from "./read-history.ts";

const visibility = z.object({ hidden: z.boolean() });

/** Rows read at a time: bounds the memory, whatever a restaurant's history has grown to. */
const PAGE_ROWS = 500;
/** Faults of a kind that are named per restaurant; the first is the one that matters. */
const MAX_FAULTS = 20;

/** The last link of a restaurant's chain. */
export interface Head {
  readonly restaurantId: string;
  readonly eventNumber: number;
  /** Hexadecimal; of row `eventNumber`, or of no row (zeros) before the first. */
  readonly hash: string;
  /** Of the ledger of its bills; anchors from before there was one have none. */
  readonly bill?: BillHead | undefined;
}

export type FaultCode =
  | "row-missing"
  | "row-altered"
  | "link-broken"
  | "order-missing"
  | "order-altered"
  | "order-unrecorded"
  | "status-differs"
  | "void-differs"
  | "void-untold"
  | "counter-differs"
  | "anchor-differs"
  | "entry-missing"
  | "entry-altered"
  | "entry-link-broken"
  | "receipt-missing"
  | "receipt-altered"
  | "payment-differs"
  | "published-differs"
  | "signature-missing"
  | "signature-altered"
  | "signature-link-broken"
  | "day-missing"
  | "day-altered";

/** Something that is not as it was written. */
export interface Fault {
  readonly code: FaultCode;
  /** The row of history at which it shows; null when it shows at none. */
  readonly eventNumber: number | null;
  readonly orderId: string | null;
  readonly sentence: string;
}

/** What the audit found at one restaurant. */
export interface RestaurantAudit {
  readonly restaurantId: string;
  readonly slug: string;
  readonly ok: boolean;
  readonly events: number;
  readonly orders: number;
  /** Entries of the ledger of its bills, and receipts that they vouch for. */
  readonly entries: number;
  readonly receipts: number;
  /** Receipts that a device has signed, and those that still wait for it. */
  readonly signed: number;
  readonly unsigned: number;
  readonly head: Head;
  /** The first is the first broken link. */
  readonly faults: readonly Fault[];
  /** Faults beyond those named. */
  readonly more: number;
}

export interface AuditReport {
  readonly ok: boolean;
  readonly events: number;
  readonly orders: number;
  readonly entries: number;
  readonly receipts: number;
  readonly signed: number;
  readonly unsigned: number;
  readonly restaurants: readonly RestaurantAudit[];
  /** Heads that were noted earlier of restaurants that are no longer there. */
  readonly vanished: readonly Head[];
}

export interface AuditOptions {
  /** Only the restaurant with this short name. */
  readonly slug?: string | undefined;
  /** Heads that were noted earlier: the chains must still contain them. */
  readonly since?: readonly Head[] | undefined;
  readonly onProgress?: (slug: string, events: number) => void;
}

/**
 * Follows the chains of every restaurant from their first rows: the history of its orders, which are
 * compared with their digests and their last status; the ledger of its bills with receipts, payments
 * and published anchors; and the signatures of its receipts and days. `database` must see all rows: connect as the tables'
 * owner, not as the application. All of it is read in one snapshot, so that it may run beside the
 * application. Throws "restaurant-unknown".
 */
export async function auditAll(
  database: Database,
  { slug, since = [], onProgress = () => {} }: AuditOptions = {},
): Promise<AuditReport> {
  const client = await database.connect();
  try {
    await client.query("begin isolation level repeatable read read only");
    await mustSeeEverything(client);
    const restaurants: RestaurantAudit[] = [];
    const heads = await readHeads(client, slug);
    if (slug !== undefined && heads.length === 0) throw new TureenError("restaurant-unknown");
    for (const head of heads) {
      const anchors = since.filter(({ restaurantId }) => restaurantId === head.restaurantId);
      restaurants.push(await new ChainAudit(client, head, anchors, onProgress).run());
    }
    await client.query("commit");
    const present = new Set(heads.map(({ restaurantId }) => restaurantId));
    const vanished =
      slug === undefined ? since.filter(({ restaurantId }) => !present.has(restaurantId)) : [];
    const sum = (count: (audit: RestaurantAudit) => number) =>
      restaurants.reduce((total, audit) => total + count(audit), 0);
    return {
      ok: vanished.length === 0 && restaurants.every(({ ok }) => ok),
      events: sum(({ events }) => events),
      orders: sum(({ orders }) => orders),
      entries: sum(({ entries }) => entries),
      receipts: sum(({ receipts }) => receipts),
      signed: sum(({ signed }) => signed),
      unsigned: sum(({ unsigned }) => unsigned),
      restaurants,
      vanished,
    };
  } finally {
    // A failed transaction is rolled back with its connection.
    client.release(true);
  }
}

/** Whoever sees no rows would find nothing wrong with them. */
async function mustSeeEverything(q: Queryable): Promise<void> {
  const rows = await readRows(
    q,
    visibility,
    "select row_security_active('order_status_history') as hidden",
  );
  if (rows[0]?.hidden !== false) {
    throw new Error("this database user sees one restaurant only: connect as the tables' owner");
  }
}

/** The audit of one restaurant's chain. */
class ChainAudit {
  readonly #q: Queryable;
  readonly #restaurant: RestaurantHead;
  readonly #anchors: readonly Head[];
  readonly #onProgress: (slug: string, events: number) => void;
  /** Breaks of the chain first: a status that differs may only be what follows from one. */
  readonly #faults: Fault[] = [];
  readonly #statusFaults: Fault[] = [];
  #more = 0;
  #events = 0;
  #orders = 0;
  /** The last row that was read, as the next one must name it. */
  #last = { number: 0, hash: GENESIS };

  constructor(
    q: Queryable,
    restaurant: RestaurantHead,
    anchors: readonly Head[],
    onProgress: (slug: string, events: number) => void,
  ) {
    this.#q = q;
    this.#restaurant = restaurant;
    this.#anchors = anchors;
    this.#onProgress = onProgress;
  }

  async run(): Promise<RestaurantAudit> {
    const { restaurantId, slug } = this.#restaurant;
    this.#checkAnchors(0, GENESIS);
    for (;;) {
      const rows = await readHistory(this.#q, {
        restaurantId,
        after: this.#last.number,
        limit: PAGE_ROWS,
      });
      if (rows.length === 0) break;
      await this.#checkPage(rows);
      this.#onProgress(slug, this.#events);
    }
    this.#checkEnd();
    await this.#checkUnrecorded();
    const billAnchors = this.#anchors.flatMap(({ bill }) => bill ?? []);
    const bill = await auditBill(this.#q, restaurantId, billAnchors);
    const fiscal = await auditFiscal(this.#q, restaurantId);
    for (const { code, eventNumber, sentence } of [...bill.faults, ...fiscal.faults]) {
      this.#note(code, eventNumber, null, sentence);
    }
    const faults = [...this.#faults, ...this.#statusFaults];
    const head = {
      restaurantId,
      eventNumber: this.#last.number,
      hash: this.#last.hash.toString("hex"),
      bill: bill.head,
    };
    return {
      restaurantId,
      slug,
      ok: faults.length === 0,
      events: this.#events,
      orders: this.#orders,
      entries: bill.entries,
      receipts: bill.receipts,
      signed: fiscal.signed,
      unsigned: fiscal.unsigned,
      head,
      faults,
      more: this.#more,
    };
  }

  async #checkPage(rows: readonly HistoryRow[]): Promise<void> {
    const { restaurantId } = this.#restaurant;
    const begun = rows.filter(({ from }) => from === null).map(({ orderId }) => orderId);
    const orders = await readOrders(this.#q, { restaurantId, orderIds: begun });
    for (const row of rows) {
      this.#checkRow(row);
      if (row.from === null) {
        this.#orders += 1;
        const order = orders.get(row.orderId);
        if (!order) {
          this.#fault("order-missing", row, "the order that it records is gone");
        } else if (!row.orderDigest || !isDigestOf(order, row.orderDigest)) {
          this.#fault("order-altered", row, "the order is not what was ordered");
        }
      }
      if (!row.voidAgrees) {
        this.#fault("void-differs", row, "the bill holds no such void, or no such undoing of one");
      }
      if (row.isLast && row.to !== row.orderStatus) {
        const sentence = `the order is ${row.orderStatus ?? "gone"}, its last event says ${row.to}`;
        this.#fault("status-differs", row, sentence);
      } else if (row.isLast && !row.statusAgrees) {
        this.#fault("status-differs", row, "the order's status has another time or reason");
      }
    }
  }

  #checkRow(row: HistoryRow): void {
    const expected = this.#last.number + 1;
    if (row.eventNumber !== expected) {
      const upTo = row.eventNumber - 1 === expected ? "" : ` to ${row.eventNumber - 1}`;
      this.#note("row-missing", expected, null, `event ${expected}${upTo} is missing`);
    } else if (!row.previousHash.equals(this.#last.hash)) {
      this.#fault("link-broken", row, "it does not follow from the event before");
    }
    if (!historyHash(row satisfies ChainedRow).equals(row.hash)) {
      this.#fault("row-altered", row, "it is not what was written");
    }
    this.#events += 1;
    this.#last = { number: row.eventNumber, hash: row.hash };
    this.#checkAnchors(row.eventNumber, row.hash);
  }

  /** A head that was noted earlier must be in the chain, or all of it was written anew. */
  #checkAnchors(number: number, hash: Buffer): void {
    for (const anchor of this.#anchors) {
      if (anchor.eventNumber !== number || anchor.hash === hash.toString("hex")) continue;
      const sentence = `event ${number} is not the one that the anchor noted`;
      this.#note("anchor-differs", number, null, sentence);
    }
  }

  #checkEnd(): void {
    const { nextEventNumber, lastEventHash } = this.#restaurant;
    const { number, hash } = this.#last;
    if (nextEventNumber - 1 > number) {
      const sentence = `the last events, ${number + 1} to ${nextEventNumber - 1}, are missing`;
      this.#note("row-missing", number + 1, null, sentence);
    } else if (nextEventNumber - 1 < number) {
      const sentence = `the counter is at ${nextEventNumber - 1}, the history at ${number}`;
      this.#note("counter-differs", number, null, sentence);
    } else if (!lastEventHash.equals(hash)) {
      const sentence = "the counter names another last event";
      this.#note("counter-differs", number, null, sentence);
    }
    for (const anchor of this.#anchors) {
      if (anchor.eventNumber <= number) continue;
      const sentence = `the anchor noted event ${anchor.eventNumber}, the history ends at ${number}`;
      this.#note("anchor-differs", number + 1, null, sentence);
    }
  }

  async #checkUnrecorded(): Promise<void> {
    const { restaurantId } = this.#restaurant;
    const limit = MAX_FAULTS;
    for (const orderId of await readUnchainedOrders(this.#q, { restaurantId, limit })) {
      const sentence = `order ${orderId} has no first event, or more than one`;
      this.#note("order-unrecorded", null, orderId, sentence);
    }
  }

  #fault(code: FaultCode, row: HistoryRow, what: string): void {
    const sentence = `event ${row.eventNumber} (order ${row.orderId}): ${what}`;
    this.#note(code, row.eventNumber, row.orderId, sentence);
  }

  #note(
    code: FaultCode,
    eventNumber: number | null,
    orderId: string | null,
    sentence: string,
  ): void {
    const faults = code === "status-differs" ? this.#statusFaults : this.#faults;
    if (faults.length >= MAX_FAULTS) this.#more += 1;
    else faults.push({ code, eventNumber, orderId, sentence });
  }
}
