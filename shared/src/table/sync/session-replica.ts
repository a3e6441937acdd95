/**
 * A session's document on a phone: what the diner writes and the server sends, what of it the server is
 * known to have, and how to go on when the server refuses something that is in it.
 */
import * as Y from "yjs";
import { newClientId, portionKey, seatOfClientId, splitPortionKey } from "../document/keys.ts";
import {
  DINER_ROOT_NAMES,
  DINER_ROOTS,
  type DinerRoot,
  isDinerRoot,
  writerOf,
} from "../document/roots.ts";
import {
  DinerEdits,
  encodeDocument,
  newDinerDocument,
  readSession,
  type SessionView,
} from "../document/session-document.ts";
import type { DinerId } from "../document/types.ts";
import type { Outgoing, Replica, SaveMark, SetValue } from "./replica.ts";

/** Transactions that bring what the server sent. */
const FROM_SERVER = Symbol("server");
/** Transactions that bring what the phone had kept. */
export const FROM_COPY = Symbol("copy");

/** Told of what happens to the document; each of them may be left out. */
export interface ReplicaListener {
  /** The view, or what of it is saved, may have changed. */
  readonly changed?: () => void;
  /** Something that a copy of the document on this phone lacks. */
  readonly updated?: (update: Uint8Array) => void;
  /** Another document has taken this one's place; a copy has to be made anew. */
  readonly replaced?: (state: Uint8Array) => void;
  /** The server refused these values for this reason, and they are gone from the document. */
  readonly dropped?: (reason: string, values: readonly SetValue[]) => void;
}

export class SessionReplica implements Replica {
  readonly diner: DinerId;
  onWritten: Replica["onWritten"];
  readonly #seat: number;
  readonly #listener: ReplicaListener;
  #doc: Y.Doc;
  #edits: DinerEdits;
  /** Of the clients of this seat: how far the server is known to have them. */
  #serverHas: Map<number, number>;
  /** Of these clients: what has arrived from the server beyond that, in the order of the clocks. */
  #arrived = new Map<number, { readonly from: number; readonly to: number }[]>();
  /** The document that will take this one's place, while the server's part of it is awaited. */
  #next: Y.Doc | undefined;
  /** Of the document that took another's place: what the server lacks. */
  #pieces: Outgoing[] = [];
  /**
   * What this page has made of its devices' portions, which are its own alone. Another tab may write an
   * older one anew, when it finds it in the copy that they share and the server refuses something there.
   */
  readonly #ownPortions = new Map<string, number>();
  /**
   * Portions of other devices that were written anew here, with who had written them. Frames of theirs may
   * still be under way to the server, and Yjs may put what is in them, although older, in the place of what
   * was written here without knowing them.
   */
  readonly #broughtOver = new Map<string, { readonly by: Y.ID; readonly value: number }>();
  /** What the server has refused, as `root key`: it is not written again. */
  readonly #refused = new Set<string>();
  #refusal = "";

  constructor(diner: DinerId, seat: number, listener: ReplicaListener = {}) {
    this.diner = diner;
    this.#seat = seat;
    this.#listener = listener;
    this.#serverHas = new Map();
    this.#doc = this.#open(newDinerDocument(newClientId(seat)));
    this.#edits = new DinerEdits(this.#doc, diner);
  }

  /** The document as it is now; another one after a refusal. */
  get doc(): Y.Doc {
    return this.#doc;
  }

  /** What the diner can do to it. */
  get edits(): DinerEdits {
    return this.#edits;
  }

  get view(): SessionView {
    return readSession(this.#doc);
  }

  get state(): Uint8Array {
    return encodeDocument(this.#doc);
  }

  /** How far the server is known to have this seat's clients; for the copy that outlives the page. */
  get serverHas(): SaveMark {
    return this.#serverHas;
  }

  /**
   * The lines and confirms that hold something of this diner's that the server is not known to have.
   * Derived from the document, so that nothing can be called saved by mistake.
   */
  get unsaved(): ReadonlySet<string> {
    const ids = new Set<string>();
    if (this.#isSaved()) return ids;
    for (const root of DINER_ROOT_NAMES) {
      for (const [key, item] of this.#doc.getMap(root)._map) {
        if (writerOf(root, key) !== this.diner || this.#has(item.lastId)) continue;
        ids.add(root === "portions" ? splitPortionKey(key).lineId : key);
      }
    }
    return ids;
  }

  vector(): Uint8Array {
    return Y.encodeStateVector(this.#next ?? this.#doc);
  }

  answer(vector: Uint8Array): Outgoing {
    dropPending(this.#doc);
    // What it says holds for it alone: a database that was restored may have less than was saved.
    const there = Y.decodeStateVector(vector);
    for (const client of this.#doc.store.clients.keys()) {
      if (this.#isOwn(client)) this.#serverHas.set(client, there.get(client) ?? 0);
    }
    this.#arrived = new Map();
    this.#listener.changed?.();
    return { update: Y.encodeStateAsUpdate(this.#doc, vector), mark: this.#written() };
  }

  take(update: Uint8Array, complete: boolean): void {
    const next = this.#next;
    Y.applyUpdate(next ?? this.#doc, update, FROM_SERVER);
    if (next && complete) this.#replaceBy(next);
  }

  saved(mark: SaveMark): void {
    for (const [client, clock] of mark) this.#serverHasUpTo(client, clock);
    this.#listener.changed?.();
  }

  /**
   * Adds what the phone had kept: updates, and how far the server had them. Those that cannot be read are
   * left out; the server has what was saved of them.
   */
  restore(updates: Iterable<Uint8Array>, serverHas: SaveMark): void {
    applyKept(this.#doc, updates);
    this.saved(serverHas);
  }

  /**
   * After a refusal: adds of what the phone had kept only what another tab of this diner has written
   * there, value by value, as if it were written now.
   */
  adopt(updates: Iterable<Uint8Array>): void {
    const kept = new Y.Doc();
    applyKept(kept, updates);
    const doc = this.#doc;
    for (const root of DINER_ROOT_NAMES) {
      const here = doc.getMap(root);
      for (const [key, item] of kept.getMap(root)._map) {
        const isWanted = !item.deleted && this.#mayWrite(root, key) && !this.#ownPortions.has(key);
        const isKnown = item.lastId.clock < Y.getState(doc.store, item.lastId.client);
        if (!isWanted || isKnown || (here.has(key) && root !== "portions")) continue;
        const line = root === "portions" ? splitPortionKey(key).lineId : undefined;
        if (line === undefined || doc.getMap("lines").has(line)) {
          if (root === "portions") this.#bringOver(key, item);
          here.set(key, contentOf(item));
        }
      }
    }
    kept.destroy();
  }

  refused(reason: string, part: Outgoing | undefined): void {
    this.#refusal = reason;
    this.#giveUp(part?.sets ?? []);
  }

  beginAfresh(): void {
    this.#pieces = [];
    this.#next?.destroy();
    this.#next = newDinerDocument(newClientId(this.#seat));
  }

  pieces(): readonly Outgoing[] {
    return this.#pieces;
  }

  destroy(): void {
    this.onWritten = undefined;
    this.#next?.destroy();
    this.#doc.destroy();
  }

  /** Brings over what only the old document has, value by value, and goes on with the new one. */
  #replaceBy(next: Y.Doc): void {
    const old = this.#doc;
    const kept = this.#valuesToKeep(old, next);
    this.#next = undefined;
    this.#serverHas = new Map();
    this.#arrived = new Map();
    for (const client of next.store.clients.keys()) {
      if (this.#isOwn(client)) this.#serverHas.set(client, Y.getState(next.store, client));
    }
    const pieces: Outgoing[] = [];
    const collect = (update: Uint8Array) => {
      const mark = new Map([[next.clientID, Y.getState(next.store, next.clientID)]]);
      pieces.push({ update, mark });
    };
    next.on("update", collect);
    for (const { root, key, item } of kept) {
      if (root === "portions") this.#bringOver(key, item);
      next.getMap(root).set(key, contentOf(item));
      const last = pieces.length - 1;
      pieces[last] = { ...(pieces[last] as Outgoing), sets: [{ root, key }] };
    }
    for (const { root, key } of this.#takenBack(old, next)) next.getMap(root).delete(key);
    next.off("update", collect);
    this.#doc = this.#open(next);
    this.#edits = new DinerEdits(next, this.diner);
    this.#pieces = pieces;
    old.destroy();
    this.#listener.replaced?.(encodeDocument(next));
    this.#listener.changed?.();
  }

  /** This diner's own values that the server lacks and has not refused. */
  #valuesToKeep(old: Y.Doc, next: Y.Doc): { root: DinerRoot; key: string; item: Y.Item }[] {
    const values: { root: DinerRoot; key: string; item: Y.Item }[] = [];
    const lost: SetValue[] = [];
    const lines = new Set(next.getMap("lines").keys());
    for (const root of DINER_ROOT_NAMES) {
      const there = next.getMap(root);
      for (const [key, item] of old.getMap(root)._map) {
        if (item.deleted || !this.#mayWrite(root, key)) continue;
        const isThere = there.has(key);
        if (isThere && (DINER_ROOTS[root].written === "once" || this.#has(item.lastId))) continue;
        // A portion goes with its line.
        if (root === "portions" && !lines.has(splitPortionKey(key).lineId)) {
          lost.push({ root, key });
        } else {
          if (root === "lines") lines.add(key);
          values.push({ root, key, item });
        }
      }
    }
    this.#giveUp(lost);
    return values;
  }

  /** What this diner took back, as far as the server still has what it was. */
  #takenBack(old: Y.Doc, next: Y.Doc): SetValue[] {
    return DINER_ROOT_NAMES.flatMap((root) =>
      [...old.getMap(root)._map].flatMap(([key, item]) => {
        const there = item.deleted && next.getMap(root)._map.get(key);
        const isTheSame = there && !there.deleted && Y.compareIDs(there.lastId, item.lastId);
        return isTheSame && this.#mayWrite(root, key) ? [{ root, key }] : [];
      }),
    );
  }

  /** Whether it is this diner's, and nobody has refused it. */
  #mayWrite(root: DinerRoot, key: string): boolean {
    return writerOf(root, key) === this.diner && !this.#refused.has(`${root} ${key}`);
  }

  /** These are not written again. */
  #giveUp(values: readonly SetValue[]): void {
    const more = values.filter(({ root, key }) => !this.#refused.has(`${root} ${key}`));
    for (const { root, key } of more) {
      this.#refused.add(`${root} ${key}`);
      if (root === "portions") this.#ownPortions.delete(key);
    }
    // What is there already has come there by another way, and nothing is gone.
    const isLost = this.#refusal !== "written-once";
    if (isLost && more.length > 0) this.#listener.dropped?.(this.#refusal, more);
  }

  #bringOver(key: string, item: Y.Item): void {
    this.#broughtOver.set(key, { by: item.lastId, value: Number(contentOf(item)) });
  }

  /** Whether what stands in the place of a portion that was brought over is what its writer had before it. */
  #isOlder(key: string): boolean {
    const brought = this.#broughtOver.get(key);
    const item = this.#doc.getMap("portions")._map.get(key);
    return (
      brought !== undefined &&
      item?.lastId.client === brought.by.client &&
      item.lastId.clock < brought.by.clock
    );
  }

  /** Writes again what somebody else, or something older, has put in the place of this page's own. */
  #keepOwnPortions({ changed }: Y.Transaction): void {
    const portions = this.#doc.getMap<number>("portions");
    // Yjs' types do not say that a map is one of the types that change.
    const keys = changed.get(portions as unknown as Y.AbstractType<Y.YEvent<Y.Map<number>>>);
    for (const key of keys ?? []) {
      const own = key === null ? undefined : this.#ownPortions.get(key);
      if (key !== null && own !== undefined && portions.get(key) !== own) portions.set(key, own);
      else if (key !== null && this.#isOlder(key)) {
        portions.set(key, this.#broughtOver.get(key)?.value ?? 0);
      }
    }
  }

  #open(doc: Y.Doc): Y.Doc {
    doc.on("afterTransaction", (transaction: Y.Transaction) => {
      if (transaction.origin === FROM_SERVER) this.#noteArrived(transaction);
      if (!transaction.local) this.#keepOwnPortions(transaction);
      if (transaction.changed.size > 0) this.#listener.changed?.();
    });
    doc.on("update", (update: Uint8Array, origin: unknown, _: unknown, made: Y.Transaction) => {
      if (origin !== FROM_COPY) this.#listener.updated?.(update);
      if (origin === FROM_SERVER) return;
      const sets = setsOf(made);
      if (made.local) this.#noteOwnPortions(doc, sets);
      this.onWritten?.({ update, mark: this.#written(), sets });
    });
    return doc;
  }

  /** Only what was written under this page's own device: a value brought over may be an older one. */
  #noteOwnPortions(doc: Y.Doc, sets: readonly SetValue[]): void {
    for (const { root, key } of sets) {
      if (root !== "portions") continue;
      const own = portionKey(splitPortionKey(key).lineId, this.diner, doc.clientID);
      const portion = doc.getMap<number>("portions").get(key);
      if (key === own && portion !== undefined) this.#ownPortions.set(key, portion);
    }
  }

  /** What comes from the server is there, also what another device of this seat has written. */
  #noteArrived({ beforeState, afterState }: Y.Transaction): void {
    for (const [client, to] of afterState) {
      if (!this.#isOwn(client)) continue;
      const from = beforeState.get(client) ?? 0;
      if (to <= from) continue;
      // What lies before it may be this phone's own, of which the server has not said anything yet.
      this.#arrived.set(client, [...(this.#arrived.get(client) ?? []), { from, to }]);
      this.#serverHasUpTo(client, this.#serverHas.get(client) ?? 0);
    }
  }

  /** The server has this client up to here, and what has arrived from there that goes on from it. */
  #serverHasUpTo(client: number, clock: number): void {
    let known = Math.max(clock, this.#serverHas.get(client) ?? 0);
    const arrived = this.#arrived.get(client) ?? [];
    for (const { from, to } of arrived) if (from <= known) known = Math.max(known, to);
    const beyond = arrived.filter(({ to }) => to > known);
    if (beyond.length > 0) this.#arrived.set(client, beyond);
    else this.#arrived.delete(client);
    this.#serverHas.set(client, known);
  }

  #isOwn(client: number): boolean {
    return seatOfClientId(client) === this.#seat;
  }

  #written(): SaveMark {
    const written = new Map<number, number>();
    for (const client of this.#doc.store.clients.keys()) {
      if (this.#isOwn(client)) written.set(client, Y.getState(this.#doc.store, client));
    }
    return written;
  }

  #isSaved(): boolean {
    for (const [client, clock] of this.#written()) {
      if (clock > (this.#serverHas.get(client) ?? 0)) return false;
    }
    return true;
  }

  /** Whether the server is known to have the value that ends here; others' come from nowhere else. */
  #has({ client, clock }: Y.ID): boolean {
    return !this.#isOwn(client) || clock < (this.#serverHas.get(client) ?? 0);
  }
}

/** Adds what a phone has kept, as far as it can be read. */
function applyKept(doc: Y.Doc, updates: Iterable<Uint8Array>): void {
  doc.transact(() => {
    for (const update of updates) {
      try {
        Y.applyUpdate(doc, update, FROM_COPY);
      } catch {
        // Spoilt where it was kept.
      }
    }
  }, FROM_COPY);
}

/** The one value of a map's entry. */
const contentOf = (item: Y.Item): unknown => item.content.getContent().at(-1);

/**
 * Forgets edits that build on what this copy has lost and the server does not have: the server would
 * refuse them each time, and all that is sent with them.
 */
function dropPending(doc: Y.Doc): void {
  doc.store.pendingStructs = null;
  doc.store.pendingDs = null;
}

/** The values of diners' roots that a transaction has set. */
function setsOf({ changed, doc }: Y.Transaction): SetValue[] {
  const names = new Map<unknown, string>([...doc.share].map(([name, type]) => [type, name]));
  return [...changed].flatMap(([type, keys]) => {
    const root = names.get(type) ?? "";
    if (!isDinerRoot(root)) return [];
    return [...keys].flatMap((key) => (key === null ? [] : [{ root, key }]));
  });
}
