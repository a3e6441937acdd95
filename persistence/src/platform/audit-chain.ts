import { createHash } from "node:crypto";
import { fieldsText, type HashField } from "@tureen/shared/platform/hash-fields";

/**
 * How the order history of a restaurant is chained. Row by row, in the order of their numbers, each
 * row's hash covers all its columns and the hash of the row before it; the first row of an order
 * also carries a digest of the whole order. So nothing in the past can be altered, removed, added or
 * put in another order without every later hash being wrong. What a hash cannot show is that the
 * newest rows, or all of them, were replaced: for that somebody keeps a head hash elsewhere
 * (anchor.ts).
 *
 * All hashes are SHA-256 over a list of fields in UTF-8. A field is its length in bytes, a colon and
 * the text; null is a dash; numbers are decimal, ids lower case, moments whole microseconds since
 * 1970, hashes hexadecimal, a list of parts is preceded by its length. migrations/0002, 0015, 0024 and 0029
 * say the same in SQL: a trigger refuses every row on which the two disagree.
 */

/** What the first row of a restaurant has for the hash of the row before it. */
export const GENESIS: Buffer = Buffer.alloc(32);

/** A moment in microseconds since 1970, as Postgres keeps it. */
export type Micros = string;

/** A JavaScript date as such a moment. */
export function micros(date: Date): Micros {
  return `${BigInt(date.getTime()) * 1000n}`;
}

/** One row of history as it is hashed. */
export interface ChainedRow {
  readonly restaurantId: string;
  readonly eventNumber: number;
  readonly orderId: string;
  readonly from: string | null;
  readonly to: string;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly reason: string | null;
  readonly at: Micros;
  /** Only of an order's first row. */
  readonly orderDigest: Uint8Array | null;
  /** Of a row about one line of the order. */
  readonly line: ChainedLineChange | null;
  /** Of a row about lines that went on one by one. */
  readonly progress: readonly ChainedLineMove[] | null;
  readonly previousHash: Uint8Array;
}

export interface ChainedLineChange {
  readonly id: string;
  readonly change: string;
  readonly portions: number;
  readonly voidEntry: number | null;
}

export interface ChainedLineMove {
  readonly line: string;
  readonly from: string;
  readonly to: string;
}

/** Everything about an order that never changes. */
export interface DigestedOrder {
  readonly restaurantId: string;
  readonly id: string;
  readonly sessionId: string;
  readonly confirmId: string;
  readonly number: number;
  readonly diner: string;
  readonly menuVersion: number;
  readonly currency: string;
  readonly totalMinor: number;
  readonly placedAt: Micros;
  /** By position. */
  readonly items: readonly DigestedItem[];
}

export interface DigestedItem {
  readonly id: string;
  readonly position: number;
  readonly lineId: string;
  readonly menuItemId: string;
  readonly name: string;
  readonly unitPriceMinor: number;
  readonly quantity: number;
  readonly note: string | null;
  readonly forDiner: string | null;
  readonly allergens: readonly string[];
  /** What it was for tax; null where the menu did not say. */
  readonly tax: readonly { readonly category: string; readonly weight: number }[] | null;
  /** The course that it was ordered for; null for none. */
  readonly course: {
    readonly number: number;
    readonly name: string;
    readonly held?: boolean | undefined;
  } | null;
  /** By position. */
  readonly customizations: readonly {
    readonly position: number;
    readonly optionId: string;
    readonly optionName: string;
    readonly valueId: string;
    readonly valueName: string;
    readonly priceDeltaMinor: number;
  }[];
  readonly shares: readonly { readonly diner: string; readonly quantity: number }[];
}

/** The hash of a row of history. */
export function historyHash(row: ChainedRow): Buffer {
  return hashFields([
    "tureen-history-1",
    row.restaurantId,
    row.eventNumber,
    row.orderId,
    row.from,
    row.to,
    row.actorKind,
    row.actorId,
    row.reason,
    row.at,
    row.orderDigest && Buffer.from(row.orderDigest).toString("hex"),
    Buffer.from(row.previousHash).toString("hex"),
    ...(row.line ? [row.line.id, row.line.change, row.line.portions, row.line.voidEntry] : []),
    ...(row.progress ? [row.progress.length] : []),
    ...(row.progress ?? []).flatMap(({ line, from, to }) => [line, from, to]),
  ]);
}

/** One entry of a restaurant's bill ledger as it is hashed; migrations/0012_bill.sql says the same in SQL. */
export interface ChainedBillEntry {
  readonly restaurantId: string;
  readonly number: number;
  readonly sessionId: string;
  readonly kind: string;
  readonly paymentId: string | null;
  readonly once: string | null;
  /** JSON, character by character. */
  readonly content: string;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly reason: string | null;
  readonly at: Micros;
  readonly previousHash: Uint8Array;
}

/** The hash of an entry of the bill ledger. */
export function billEntryHash(entry: ChainedBillEntry): Buffer {
  return hashFields([
    "tureen-bill-1",
    entry.restaurantId,
    entry.number,
    entry.sessionId,
    entry.kind,
    entry.paymentId,
    entry.once,
    entry.content,
    entry.actorKind,
    entry.actorId,
    entry.reason,
    entry.at,
    Buffer.from(entry.previousHash).toString("hex"),
  ]);
}

/** The digest of a text that an entry of the bill ledger vouches for, such as a receipt. */
export function textDigest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The digest of an order, for its first row of history. */
export function orderDigest(order: DigestedOrder): Buffer {
  if (order.items.some(({ course }) => course !== null)) {
    const fields = [...orderFields("tureen-order-3", order), ...taxFields(order)];
    return hashFields([...fields, ...courseFields(order)]);
  }
  const hasTax = order.items.some(({ tax }) => tax !== null);
  return hashFields(
    hasTax
      ? [...orderFields("tureen-order-2", order), ...taxFields(order)]
      : orderFields("tureen-order-1", order),
  );
}

/**
 * Whether this is the order's digest. Orders were digested without what their dishes are for tax at
 * first; a digest that holds it is matched by no other tax. One with courses always holds them.
 */
export function isDigestOf(order: DigestedOrder, digest: Uint8Array): boolean {
  const now = orderDigest(order);
  if (order.items.some(({ course }) => course !== null)) return now.equals(digest);
  return [now, hashFields(orderFields("tureen-order-1", order))].some((each) =>
    each.equals(digest),
  );
}

function orderFields(format: string, order: DigestedOrder): HashField[] {
  return [
    ...[format, order.restaurantId, order.id, order.sessionId, order.confirmId, order.number],
    ...[order.diner, order.menuVersion, order.currency, order.totalMinor, order.placedAt],
    ...[order.items.length, ...order.items.flatMap(itemFields)],
  ];
}

/** Of each item, in their order, what it was for tax. */
function taxFields({ items }: DigestedOrder): HashField[] {
  return items.flatMap(({ tax }) =>
    tax ? [tax.length, ...tax.flatMap(({ category, weight }) => [category, weight])] : [null],
  );
}

/** Of each item, in their order, the course that it was ordered for. */
function courseFields({ items }: DigestedOrder): HashField[] {
  return items.flatMap(({ course }) =>
    course ? [course.number, course.name, course.held ? "held" : null] : [null],
  );
}

function itemFields(item: DigestedItem): HashField[] {
  const shares = [...item.shares].sort((a, b) => (a.diner < b.diner ? -1 : 1));
  return [
    item.id,
    item.position,
    item.lineId,
    item.menuItemId,
    item.name,
    item.unitPriceMinor,
    item.quantity,
    item.note,
    item.forDiner,
    item.allergens.length,
    ...item.allergens,
    item.customizations.length,
    ...item.customizations.flatMap((c) => [
      c.position,
      c.optionId,
      c.optionName,
      c.valueId,
      c.valueName,
      c.priceDeltaMinor,
    ]),
    shares.length,
    ...shares.flatMap(({ diner, quantity }) => [diner, quantity]),
  ];
}

/** SHA-256 over a list of fields, as said above. */
export function hashFields(fields: readonly HashField[]): Buffer {
  return createHash("sha256").update(fieldsText(fields)).digest();
}
