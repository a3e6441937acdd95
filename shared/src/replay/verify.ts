/**
 * Proves that a session is what its log says: walks the log as it was written, lets the guard judge
 * every diner's entry again, decides every confirm again with the inputs of its moment, and compares
 * all of it with the document, its copies and Postgres. Names the first difference, in the order of
 * the log; what only Postgres holds comes after.
 */
import * as Y from "yjs";
import { decideWish } from "../bill/decide-wish.ts";
import { viewOfDocument, viewOfLedger } from "../bill/ledger-view.ts";
import { lengthOf, PORTION } from "../bill/ranges.ts";
import { closeTabNow } from "../bill/tab.ts";
import type { Menu } from "../menu/menu.ts";
import { menuByClock } from "../menu/timing/decision-clock.ts";
import { inspectUpdate } from "../table/document/guard.ts";
import type { Refusal } from "../table/document/inspection.ts";
import { makerOf } from "../table/document/keys.ts";
import { isDinerRoot, writerOf } from "../table/document/roots.ts";
import { readSession, type SessionView, sameDocument } from "../table/document/session-document.ts";
import type { Order, Payment, Receipt } from "../table/document/types.ts";
import { firstDifference } from "./difference.ts";
import { ReplayError } from "./errors.ts";
import { JournalReader, type KeyChange } from "./journal.ts";
import { isStep, type OrderStep, orderSteps } from "./order-steps.ts";
import type {
  LogEntry,
  QueuedConfirm,
  QueuedWish,
  RecordedLineChange,
  Recording,
} from "./recording.ts";
import { orderInDocument, orderInPostgres, rederive } from "./rederive.ts";
import type { Difference, DifferenceCode, Verdict } from "./verdict.ts";
import { compareWithDecisions } from "./verify-orders.ts";

/** Other copies of the document that have to agree with the log. */
export interface Copies {
  /** Stored states, each as of a number of the log. */
  readonly snapshots?: readonly { readonly seq: number; readonly state: Uint8Array }[];
  /** A running server's state, read before the log was: it can hold nothing that the log lacks. */
  readonly live?: Uint8Array;
}

/** Verifies one session. Never throws for what the recording holds. */
export function verifyRecording(recording: Recording, copies: Copies = {}): Verdict {
  if (!recording.logKept) {
    const difference = compareWithDecisions(recording);
    return difference ? { ok: false, difference } : verdictOf(recording);
  }
  const verifier = new Verifier(recording, copies);
  try {
    verifier.walkLog();
    verifier.compareCopies();
    verifier.compareConfirms();
    verifier.compareOrders();
    verifier.compareBill();
    return verdictOf(recording);
  } catch (error) {
    if (error instanceof Found) return { ok: false, difference: error.difference };
    throw error;
  } finally {
    verifier.destroy();
  }
}

function verdictOf({ log, logKept, confirms, orders, ledger = [] }: Recording): Verdict {
  const pending = confirms.filter((queued) => queued.status === "pending").length;
  const counts = {
    confirms: confirms.length - pending,
    pending,
    orders: orders.length,
    entries: ledger.length,
  };
  return { ok: true, logKept, edits: log.length, ...counts };
}

class Found extends Error {
  readonly difference: Difference;
  constructor(difference: Difference) {
    super(difference.code);
    this.difference = difference;
  }
}

/** What the log says about an order, from its decision on. */
interface ToldOrder {
  /** As it was decided, before any change of its status. */
  readonly placed: Order;
  latest: Order;
  readonly menu: Menu;
  readonly steps: OrderStep[];
}

class Verifier {
  readonly #recording: Recording;
  readonly #copies: Copies;
  readonly #reader = new JournalReader();
  readonly #menus: ReadonlyMap<number, Menu>;
  readonly #queued: ReadonlyMap<string, QueuedConfirm>;
  /** By number of the log, the confirms that were decided upon the document as of it. */
  readonly #decidedAt: ReadonlyMap<number, readonly QueuedConfirm[]>;
  readonly #wishesDecidedAt: ReadonlyMap<number, readonly QueuedWish[]>;
  readonly #arrivals = new Map<string, LogEntry>();
  readonly #orders = new Map<string, ToldOrder>();

  constructor(recording: Recording, copies: Copies) {
    this.#recording = recording;
    this.#copies = copies;
    this.#menus = new Map(recording.menus.map((menu) => [menu.version, menu]));
    this.#queued = new Map(recording.confirms.map((queued) => [queued.confirm, queued]));
    this.#wishesDecidedAt = Map.groupBy(
      recording.wishes ?? [],
      (queued) => queued.result?.seq ?? -1,
    );
    this.#decidedAt = Map.groupBy(recording.confirms, (queued) => queued.result?.seq ?? -1);
  }

  destroy(): void {
    this.#reader.destroy();
  }

  walkLog(): void {
    let expectedSeq = 1;
    for (const entry of this.#recording.log) {
      this.#same("log-gap", "log", expectedSeq, entry.seq);
      const changes = this.#apply(entry);
      this.#compareReceipts(entry, changes);
      this.#closeTabsAgain(entry, changes);
      this.#decideAgain(entry.seq);
      this.#decidePaymentsAgain(entry.seq);
      this.#compareSnapshots(entry.seq);
      expectedSeq += 1;
    }
    const { status, head } = this.#recording;
    this.#same("log-gap", "the log's last entry", head, expectedSeq - 1);
    this.#same("session-differs", "status", readSession(this.#reader.doc).session.status, status);
  }

  /** Lets an entry in as the server did. */
  #apply(entry: LogEntry): KeyChange[] {
    const where = `edit ${entry.seq} by ${entry.author}`;
    const refusal = this.#refusalOf(entry);
    if (refusal && refusal.code !== "written-once") throw refused(where, refusal);
    let changes: KeyChange[];
    try {
      changes = this.#reader.apply(entry.update);
    } catch (error) {
      const found = String(error instanceof ReplayError ? error.cause : error).slice(0, 200);
      throw new Found({ code: "log-malformed", where, found });
    }
    if (refusal && !changes.every((change) => isSpoiltLine(change, entry.author))) {
      throw refused(where, refusal);
    }
    if (this.#reader.incomplete) throw new Found({ code: "log-incomplete", where });
    const foreign =
      entry.author === "server" ? changes.find((change) => isDinerRoot(change.root)) : undefined;
    if (foreign) {
      throw new Found({ code: "log-foreign", where: `${where}, ${foreign.root} ${foreign.key}` });
    }
    for (const { root, key } of changes) if (root === "confirms") this.#arrivals.set(key, entry);
    return changes;
  }

  #refusalOf({ author, update }: LogEntry): Refusal | null {
    if (author === "server") return null;
    const inspection = inspectUpdate(this.#reader.doc, update, author);
    return inspection.ok ? null : inspection;
  }

  /** Decides again what was decided upon the document as it stands now. */
  #decideAgain(seq: number): void {
    const decided = this.#decidedAt.get(seq);
    if (!decided) return;
    const view = readSession(this.#reader.doc);
    for (const { confirm, result } of decided) {
      if (!result) continue;
      const where = `confirm ${confirm}`;
      const menu = this.#menus.get(result.menuVersion);
      if (!menu) throw new Found({ code: "menu-missing", where, expected: result.menuVersion });
      const again = rederive(confirm, result, view, menu, this.#menus);
      if (!again) throw new Found({ code: "confirm-unknown", where });
      this.#same("decision-differs", where, again, result.decision);
    }
  }

  /** Decides again the wishes to pay that were decided upon the document as it stands now. */
  #decidePaymentsAgain(seq: number): void {
    const decided = this.#wishesDecidedAt.get(seq);
    if (!decided) return;
    const view = readSession(this.#reader.doc);
    for (const { wish, result } of decided) {
      if (!result) continue;
      const where = `wish to pay ${wish}`;
      if (!view.wishes[wish]) throw new Found({ code: "wish-differs", where });
      const again = decideWish(wish, view, result);
      this.#same("payment-decision-differs", where, again, result.decision);
    }
  }

  /** A tab that was closed is charged for what the document says, just before it. */
  #closeTabsAgain({ seq }: LogEntry, changes: readonly KeyChange[]): void {
    for (const { root, key, before, after } of changes) {
      if (root !== "payments") continue;
      const [was, is] = [before, after] as (Payment | undefined)[];
      if (was?.status !== "held" || is?.status !== "reserved" || !was.hold) continue;
      const now = readSession(this.#reader.doc);
      const view = { ...now, payments: { ...now.payments, [key]: was } };
      const tab = { ...was, key, hold: was.hold };
      const again = closeTabNow(view, tab, { tip: is.tip, seen: null });
      const { amount, tip, covers } = is;
      const found = { kind: "capture", amount, tip, covers };
      this.#same("payment-decision-differs", `tab ${key}, edit ${seq}`, again, found);
    }
  }

  /** What an entry says about confirms and orders has to follow from the decision just before it. */
  #compareReceipts(entry: LogEntry, changes: readonly KeyChange[]): void {
    const receipts = changes.filter((change) => change.root === "receipts");
    for (const { key, before, after } of receipts) {
      const where = `receipt of confirm ${key}, edit ${entry.seq}`;
      const queued = this.#queued.get(key);
      const receipt = after as Receipt | undefined;
      if (before !== undefined || !queued) throw new Found({ code: "receipt-unexplained", where });
      if (queued.result && queued.result.seq === entry.seq - 1) {
        this.#same("receipt-differs", where, queued.result.receipt, receipt);
        const { decision } = queued.result;
        const outcome = decision.ok
          ? { ok: true }
          : { ok: false, code: decision.code, lines: decision.lines };
        const { ok, ...rest } = receipt as Receipt & { code?: string; lines?: unknown };
        const said = ok ? { ok } : { ok, code: rest.code, lines: rest.lines };
        this.#same("receipt-differs", where, outcome, said);
        this.#expectOrder(queued, where);
      } else if (queued.status !== "failed" || receipt?.ok !== false || receipt.code !== "internal")
        throw new Found({ code: "receipt-unexplained", where, found: receipt });
    }
    for (const { root, key, before, after } of changes) {
      if (root === "orders") this.#compareOrderChange(entry, key, before, after);
    }
    for (const { confirm, result } of this.#decidedAt.get(entry.seq - 1) ?? []) {
      if (result && !receipts.some(({ key }) => key === confirm)) {
        throw new Found({ code: "receipt-missing", where: `confirm ${confirm}` });
      }
    }
  }

  #expectOrder({ confirm, result }: QueuedConfirm, where: string): void {
    const menu = result && this.#menus.get(result.menuVersion);
    if (!result?.receipt.ok || !menu) return;
    const placed = orderInDocument(confirm, makerOf(confirm), result, menu);
    if (!placed) throw new Found({ code: "receipt-differs", where, expected: "a rejection" });
    // With the prices that counted by the clock of its moment.
    const { menu: priced } = menuByClock(menu, result.clock);
    const { order } = result.receipt;
    const { status: to, statusAt, progress } = placed;
    const first = { from: null, to, statusAt, reason: null, progress };
    this.#orders.set(order, { placed, latest: placed, menu: priced, steps: [first] });
  }

  #compareOrderChange(entry: LogEntry, id: string, before: unknown, after: unknown): void {
    const told = this.#orders.get(id);
    const where = `order ${id}, edit ${entry.seq}`;
    const order = after as Order | undefined;
    if (!told || !order)
      throw new Found({ code: "order-in-document-differs", where, found: order });
    if (before === undefined) {
      this.#same("order-in-document-differs", where, told.placed, order);
      return;
    }
    const { status, statusAt, reason, progress } = order;
    const from = told.latest.status;
    const moved = { ...told.placed, status, statusAt, reason, progress };
    this.#same("order-in-document-differs", where, moved, order);
    told.latest = order;
    told.steps.push({ from, to: status, statusAt, reason: reason ?? null, progress });
  }

  #compareSnapshots(seq: number): void {
    for (const snapshot of this.#copies.snapshots ?? []) {
      if (snapshot.seq === seq) this.#compareSnapshot(snapshot);
    }
  }

  #compareSnapshot({ seq, state }: { readonly seq: number; readonly state: Uint8Array }): void {
    const where = `snapshot at edit ${seq}`;
    const copy = readCopy(state, "snapshot-unreadable", where);
    try {
      this.#same("snapshot-differs", where, readSession(this.#reader.doc), readSession(copy));
      if (!sameDocument(copy, this.#reader.doc))
        throw new Found({ code: "snapshot-differs", where });
    } finally {
      copy.destroy();
    }
  }

  /** The live copy, and snapshots of numbers that the log has not. */
  compareCopies(): void {
    const { head } = this.#recording;
    for (const { seq } of this.#copies.snapshots ?? []) {
      if (seq > head) {
        const where = `snapshot at edit ${seq}`;
        throw new Found({ code: "snapshot-differs", where, expected: head, found: seq });
      }
    }
    if (!this.#copies.live) return;
    const where = "the running server's document";
    const live = readCopy(this.#copies.live, "live-unreadable", where);
    try {
      const { doc } = this.#reader;
      // Applied to a copy of the log's document, which changes when it brings anything new.
      const merged = readCopy(Y.encodeStateAsUpdate(doc), "live-unreadable", where);
      let ahead = false;
      merged.on("update", () => {
        ahead = true;
      });
      Y.applyUpdate(merged, this.#copies.live);
      const [expected, found] = [readSession(doc), readSession(live)];
      merged.destroy();
      if (ahead) this.#differ("live-ahead", where, expected, found);
      if (!sameDocument(live, doc)) this.#differ("live-behind", where, expected, found);
    } finally {
      live.destroy();
    }
  }

  compareConfirms(): void {
    const view = readSession(this.#reader.doc);
    for (const [id, confirm] of Object.entries(view.confirms)) {
      const where = `confirm ${id}`;
      const queued = this.#queued.get(id);
      if (!queued) throw new Found({ code: "confirm-unqueued", where });
      this.#same("confirm-differs", where, confirm, queued.payload);
      const arrived = this.#arrivals.get(id)?.at;
      this.#same("confirm-differs", `${where}, when it arrived`, arrived, queued.arrivedAt);
      const receipt = view.receipts[id];
      if (queued.status === "pending") continue;
      if (!receipt) throw new Found({ code: "receipt-missing", where });
      if (queued.status === "failed") continue;
      if (!queued.result) throw new Found({ code: "decision-missing", where });
      const decidedWith = queued.result.arrivedAt;
      this.#same("confirm-differs", `${where}, when it arrived`, arrived, decidedWith);
    }
    for (const id of this.#queued.keys()) {
      if (!view.confirms[id]) throw new Found({ code: "confirm-unknown", where: `confirm ${id}` });
    }
  }

  compareOrders(): void {
    const view = readSession(this.#reader.doc);
    const rows = new Map(this.#recording.orders.map((order) => [order.id, order]));
    for (const [id, { placed, latest, menu, steps }] of this.#orders) {
      const where = `order #${placed.number}`;
      const row = rows.get(id);
      if (!row) throw new Found({ code: "order-missing", where });
      const { status, statusAt, reason, history, lineChanges = [], ...rest } = row;
      this.#same("order-differs", where, orderInPostgres(placed, id, view, menu), rest);
      this.#same(
        "status-differs",
        where,
        { status: latest.status, statusAt: latest.statusAt, reason: latest.reason ?? null },
        { status, statusAt, reason },
      );
      this.#same("history-differs", `${where}, history`, steps, orderSteps(row));
      const wrong = history.find((change) => !isStep(change));
      if (wrong) throw new Found({ code: "history-differs", where, found: wrong });
      for (const change of lineChanges) this.#compareVoid(id, change, view.entries, where);
    }
    for (const { id, number } of rows.values()) {
      if (!this.#orders.has(id)) {
        throw new Found({ code: "order-unknown", where: `order #${number}` });
      }
    }
  }

  /** What the kitchen was told of a line follows from a void in the bill, or from its undoing. */
  #compareVoid(
    order: string,
    { event, line, change, portions, entry, reason, at }: RecordedLineChange,
    entries: SessionView["entries"],
    where: string,
  ): void {
    const made = entries[entry];
    const said =
      change === "cancelled"
        ? made
        : Object.values(entries).find(
            ({ what }) => what.kind === "reversal" && what.entry === entry,
          );
    const { what } = made ?? {};
    const isOfIt = what?.kind === "void" && what.on.order === order && what.on.line === line;
    const voided = isOfIt ? lengthOf(what.ranges) / PORTION : 0;
    const expected = { portions: voided, reason: said?.reason, at: said?.at };
    this.#same("void-differs", `${where}, event ${event}`, expected, { portions, reason, at });
  }

  /** Every wish has its outcome, and the document shows the bill that the ledger says. */
  compareBill(): void {
    const view = readSession(this.#reader.doc);
    const { wishes = [], ledger = [] } = this.#recording;
    const queued = new Map(wishes.map((each) => [each.wish, each]));
    for (const [id, wish] of Object.entries(view.wishes)) {
      const where = `wish to pay ${id}`;
      const row = queued.get(id);
      if (!row) throw new Found({ code: "wish-unqueued", where });
      this.#same("wish-differs", where, wish, row.payload);
      if (row.status === "pending") continue;
      const payment = view.payments[id];
      if (!payment) throw new Found({ code: "payment-missing", where });
      if (!row.result) continue;
      const { decision } = row.result;
      const said =
        payment.status === "rejected"
          ? { ok: false, code: payment.code, now: payment.now }
          : { ok: true };
      const expected = decision.ok ? { ok: true } : decision;
      this.#same("payment-decision-differs", where, expected, said);
    }
    // A session that was brought in from a recording has no entries of this restaurant's ledger.
    if (ledger.length === 0) return;
    this.#same("ledger-differs", "the bill", viewOfLedger(ledger), viewOfDocument(view));
  }

  #same(code: DifferenceCode, where: string, expected: unknown, found: unknown): void {
    const difference = firstDifference(expected, found);
    if (!difference) return;
    const { path, ...values } = difference;
    throw new Found({ code, where: path === "" ? where : `${where}, ${path}`, ...values });
  }

  /** For what is known to differ: where its content does, else that Yjs sees it. */
  #differ(code: DifferenceCode, where: string, expected: unknown, found: unknown): never {
    this.#same(code, where, expected, found);
    throw new Found({ code, where });
  }
}

function refused(where: string, { code, detail }: Refusal): Found {
  const found = `${code} ${detail}`;
  return new Found({ code: "log-refused", where, expected: "an edit of theirs", found });
}

/**
 * A diner on two nodes at once can write one of their lines on both before the nodes have read each
 * other's log. Both entries were let in rightly; the second makes the line none.
 */
function isSpoiltLine({ root, key, after }: KeyChange, author: string): boolean {
  const own = writerOf(root, key) === author;
  return own && (root === "portions" || (root === "lines" && after === undefined));
}

/** A document made of one whole state. */
function readCopy(state: Uint8Array, code: DifferenceCode, where: string): Y.Doc {
  const copy = new Y.Doc();
  try {
    Y.applyUpdate(copy, state);
    return copy;
  } catch (error) {
    copy.destroy();
    throw new Found({ code, where, found: String(error).slice(0, 200) });
  }
}
