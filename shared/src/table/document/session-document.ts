/**
 * Reads and writes the Yjs document of a session. The only module that touches Yjs types: the rest
 * of the system works on the plain `SessionView`.
 */
import * as Y from "yjs";
import { TureenError } from "../../platform/errors.ts";
import { MAX_CONFIRM_LINES, MAX_NOTE_LENGTH, MAX_PORTION } from "../../platform/limits.ts";
import { cleanText, isVisibleText } from "../../platform/text.ts";
import {
  dinerAt,
  makerOf,
  newClientId,
  newConfirmId,
  newLineId,
  portionKey,
  SERVER_CLIENT_ID,
  seatOfClientId,
} from "./keys.ts";
import { claimKey } from "./roots/claims.ts";
import { DINER_ROOTS, ROOTS, type Root, type ValueOf } from "./roots.ts";
import { exceedsShare } from "./shares.ts";
import type {
  Confirm,
  Diner,
  DinerId,
  Entry,
  Line,
  LineRef,
  Mark,
  Order,
  Payment,
  PaymentWish,
  Receipt,
  RejectedPayment,
  SessionFacts,
  Treat,
} from "./types.ts";

/** Everything in a session document as plain values, by key: of `session` its fields. */
export type SessionView = {
  readonly [R in Exclude<Root, "session">]: Readonly<Record<string, ValueOf<R>>>;
} & { readonly session: Partial<SessionFacts> };

function root<R extends Root>(doc: Y.Doc, name: R): Y.Map<ValueOf<R>> {
  return doc.getMap<ValueOf<R>>(name);
}

/** The view of a session in which nothing is yet. */
export function emptyView(): SessionView {
  return Object.fromEntries(ROOTS.map((name) => [name, {}])) as SessionView;
}

/** The whole document as plain values, by key; the values are shared and must not be changed. */
export function readSession(doc: Y.Doc): SessionView {
  const view = ROOTS.map((name) => [
    name,
    name === "lines" ? linesOf(doc) : root(doc, name).toJSON(),
  ]);
  return Object.fromEntries(view) as SessionView;
}

/** Of several values of a key, Yjs shows the last and keeps a trace of the others before it. */
function isOnlyValue(item: Y.Item): boolean {
  return !item.deleted && item.left === null;
}

/**
 * The lines that were written once. The guard sees to that on each node, but a diner who is on two
 * nodes at once can write one line id on both before they have read each other's log. Which of the
 * two dishes is shown would then depend on who looks when, so neither is: a line that was written
 * twice is none.
 */
function linesOf(doc: Y.Doc): Record<string, Line> {
  const lines: Record<string, Line> = {};
  for (const [id, item] of root(doc, "lines")._map) {
    if (isOnlyValue(item)) lines[id] = item.content.getContent()[0];
  }
  return lines;
}

/** Calls back after every transaction that changed anything; returns the way to stop. */
export function observeSession(doc: Y.Doc, changed: () => void): () => void {
  doc.on("afterTransaction", onTransaction);
  return () => doc.off("afterTransaction", onTransaction);
  function onTransaction(transaction: Y.Transaction) {
    if (transaction.changed.size > 0) changed();
  }
}

/**
 * Calls back for every key that a transaction set or took away, with its value now, as `readSession`
 * has it (undefined: it is gone); returns the way to stop. For a replay, which follows a document key by key.
 */
export function observeKeys(
  doc: Y.Doc,
  changed: (root: Root, key: string, value: unknown) => void,
): () => void {
  const names = new Map<unknown, Root>(ROOTS.map((name) => [root(doc, name), name]));
  doc.on("afterTransaction", onTransaction);
  return () => doc.off("afterTransaction", onTransaction);
  function onTransaction(transaction: Y.Transaction) {
    for (const [type, keys] of transaction.changed) {
      const name = names.get(type);
      if (name === undefined) continue;
      const map = root(doc, name);
      for (const key of keys) {
        if (key === null) continue;
        const item = map._map.get(key);
        const none = name === "lines" && !(item && isOnlyValue(item));
        changed(name, key, none ? undefined : map.get(key));
      }
    }
  }
}

/**
 * Whether two documents are the same to Yjs: the same edits, and the same of them taken back. Says
 * more than equal content, and less than equal bytes, which also depend on how edits were batched.
 */
export function sameDocument(a: Y.Doc, b: Y.Doc): boolean {
  return Y.equalSnapshots(Y.snapshot(a), Y.snapshot(b));
}

/** Whether updates wait in this document for others that they build on. */
export function isIncomplete(doc: Y.Doc): boolean {
  return doc.store.pendingStructs !== null || doc.store.pendingDs !== null;
}

/** Receipt of one confirm, without reading the rest of the document. */
export function receiptOf(doc: Y.Doc, confirmId: string): Receipt | undefined {
  return root(doc, "receipts").get(confirmId);
}

/** What became of one payment or wish to pay, without reading the rest of the document. */
export function paymentOf(doc: Y.Doc, key: string): Payment | RejectedPayment | undefined {
  return root(doc, "payments").get(key);
}

/** Whether this diner has ever been at the table, without reading the rest of the document. */
export function hasDiner(doc: Y.Doc, diner: DinerId): boolean {
  return root(doc, "diners").has(diner);
}

/** Whether a diner left or was removed, without reading the rest of the document. */
export function hasLeft(doc: Y.Doc, diner: DinerId): boolean {
  return root(doc, "diners").get(diner)?.gone === true;
}

/** Whether this diner is host of the table, without reading the rest of the document. */
export function isHost(doc: Y.Doc, diner: DinerId): boolean {
  return root(doc, "diners").get(diner)?.host === true;
}

/** What a diner's phone writes: only ever its own diner's keys. */
export class DinerEdits {
  readonly #doc: Y.Doc;
  readonly #diner: DinerId;

  constructor(doc: Y.Doc, diner: DinerId) {
    this.#doc = doc;
    this.#diner = diner;
  }

  /**
   * Puts a dish in the cart with this many portions of the diner's own; returns the line's id. The
   * note is kept without what the guard would refuse, such as control characters in pasted text.
   * Throws TureenError document-full before the guard would refuse one line too many.
   */
  addLine(line: Line, quantity: number): string {
    this.#requireRoom("lines");
    const id = newLineId(this.#diner);
    this.#doc.transact(() => {
      const clean = cleanText(line.note, MAX_NOTE_LENGTH);
      const note = isVisibleText(clean) ? clean : "";
      root(this.#doc, "lines").set(id, { ...line, note });
      this.#setPortion(id, quantity);
    });
    return id;
  }

  /**
   * Changes the diner's own portion of a line by some; everybody's changes add up. Taking off more
   * than one's own makes the portion negative: it takes off somebody else's. Stops at the bounds
   * of a portion, beyond which the guard would refuse the edit.
   */
  tap(lineId: string, by: number): void {
    const own = root(this.#doc, "portions").get(this.#portionKey(lineId)) ?? 0;
    const portion = Math.max(-MAX_PORTION, Math.min(MAX_PORTION, own + by));
    if (portion !== own) this.#setPortion(lineId, portion);
  }

  /**
   * Asks the kitchen for what the diner sees; returns the confirm's id. Throws TureenError
   * document-full before the guard would refuse one line or one confirm too many.
   */
  confirm(confirm: Confirm): string {
    if (confirm.lines.length > MAX_CONFIRM_LINES) throw new TureenError("document-full");
    this.#requireRoom("confirms");
    const id = newConfirmId(this.#diner);
    root(this.#doc, "confirms").set(id, confirm);
    return id;
  }

  mark(mark: Mark): void {
    root(this.#doc, "marks").set(this.#diner, mark);
  }

  /** Says how much of a line of the bill the diner pays, in parts of a portion; null takes it back. */
  claim({ order, line }: LineRef, parts: number | null): void {
    const claims = root(this.#doc, "claims");
    const key = claimKey(order, line, this.#diner);
    if (parts === null) claims.delete(key);
    else if (claims.get(key) !== parts) claims.set(key, parts);
  }

  /** Says what the diner, as host, pays for each of the others. */
  treat(treat: Treat): void {
    root(this.#doc, "treats").set(this.#diner, treat);
  }

  /**
   * Asks to pay what the diner sees; returns the wish's id. Throws TureenError document-full before
   * the guard would refuse one wish too many.
   */
  wish(wish: PaymentWish): string {
    this.#requireRoom("wishes");
    const id = newConfirmId(this.#diner);
    root(this.#doc, "wishes").set(id, wish);
    return id;
  }

  #requireRoom(name: "lines" | "confirms" | "wishes"): void {
    const { share } = DINER_ROOTS[name];
    const ids = [...root(this.#doc, name).keys()];
    const own = ids.filter((id) => makerOf(id) === this.#diner).length;
    if (share && exceedsShare(share, { all: ids.length + 1, own: own + 1 })) {
      throw new TureenError("document-full");
    }
  }

  #setPortion(lineId: string, portion: number): void {
    root(this.#doc, "portions").set(this.#portionKey(lineId), portion);
  }

  #portionKey(lineId: string): string {
    return portionKey(lineId, this.#diner, this.#doc.clientID);
  }
}

/** What the server writes, in the same transaction as the SQL it belongs to. */
export class ServerEdits {
  readonly #doc: Y.Doc;

  constructor(doc: Y.Doc) {
    this.#doc = doc;
  }

  facts(facts: Partial<SessionFacts>): void {
    const session = root(this.#doc, "session");
    for (const [field, value] of Object.entries(facts)) session.set(field, value);
  }

  /** Notes that staff answered a diner's call. */
  answered(diner: DinerId, at: number): void {
    const session = root(this.#doc, "session");
    const before = session.get("answered") as SessionFacts["answered"] | undefined;
    session.set("answered", { ...before, [diner]: at });
  }

  diner(diner: Diner): void {
    root(this.#doc, "diners").set(dinerAt(diner.seat), diner);
  }

  /** Marks a diner as no longer at the table; does nothing for an unknown one. */
  dinerGone(id: DinerId): void {
    const diner = root(this.#doc, "diners").get(id);
    if (diner) this.diner({ ...diner, gone: true });
  }

  receipt(confirmId: string, receipt: Receipt): void {
    root(this.#doc, "receipts").set(confirmId, receipt);
  }

  payment(key: string, payment: Payment | RejectedPayment): void {
    root(this.#doc, "payments").set(key, payment);
  }

  /** Notes an adjustment of the bill under its number in the restaurant's ledger. */
  entry(number: number, entry: Entry): void {
    root(this.#doc, "entries").set(String(number), entry);
  }

  order(id: string, order: Order): void {
    root(this.#doc, "orders").set(id, order);
  }

  /**
   * Says how far an order is, and which of its lines are not as far; throws RangeError when the document
   * does not hold it.
   */
  orderProgress(
    id: string,
    now: Pick<Order, "status" | "progress"> & Partial<Pick<Order, "statusAt" | "reason">>,
  ): void {
    const order = root(this.#doc, "orders").get(id);
    if (!order) throw new RangeError(`no order ${id} in this session's document`);
    const { progress: _, ...rest } = order;
    const { progress, ...moved } = now;
    this.order(id, { ...rest, ...moved, ...(progress && { progress }) });
  }
}

/**
 * Lets the server edit a document at the head of its log and returns the update that this makes,
 * or null when nothing changed. The caller holds the session's row lock: the server's client id is
 * shared by all server processes, and only that lock keeps its clock from being used twice.
 */
export function editAsServer(doc: Y.Doc, edit: (edits: ServerEdits) => void): Uint8Array | null {
  const ownClientId = doc.clientID;
  doc.clientID = SERVER_CLIENT_ID;
  let update: Uint8Array | null = null;
  const keep = (made: Uint8Array) => {
    update = made;
  };
  doc.on("update", keep);
  try {
    doc.transact(() => edit(new ServerEdits(doc)), "server");
  } finally {
    doc.off("update", keep);
    // Else Yjs sees a clash when other server edits arrive from the log, and says so on the console.
    doc.clientID = ownClientId;
  }
  return update;
}

/**
 * A new document for a phone, writing as this seat's device. Give every document a client id of its
 * own: when Yjs finds that edits under its id arrive from elsewhere it takes a random one, which is
 * replaced here by another of the same seat.
 */
export function newDinerDocument(clientId: number): Y.Doc {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  const seat = seatOfClientId(clientId);
  doc.on("afterTransactionCleanup", () => {
    if (seatOfClientId(doc.clientID) !== seat) doc.clientID = newClientId(seat);
  });
  return doc;
}

/** Rebuilds a document from a snapshot and the updates after it, in order. */
export function rebuildDocument(updates: Iterable<Uint8Array>, into: Y.Doc = new Y.Doc()): Y.Doc {
  into.transact(() => {
    for (const update of updates) Y.applyUpdate(into, update, "log");
  }, "log");
  return into;
}

/** The document's whole state as one update, for a snapshot. */
export function encodeDocument(doc: Y.Doc): Uint8Array {
  return Y.encodeStateAsUpdate(doc);
}
