/**
 * Decides, before anything is stored or applied, whether an update from a diner's phone may enter
 * the session's document. It reads the update's structs against the document without applying
 * them, in the order in which Yjs would integrate them, and refuses
 * - anything that is not a set of a plain value under an allowed root;
 * - keys whose writer is somebody else, or that are the host's alone, client ids of another seat, deletes of foreign keys;
 * - a second write to what is written once, values of a wrong shape;
 * - updates that would leave structs pending because something they build on is missing;
 * - bytes that no Yjs encoder writes, where Yjs' own two readers disagree about what they mean.
 * Structs that the document holds already change nothing, but Yjs still resolves what they point to
 * and creates the roots that they name, so those are checked as well.
 *
 * Yjs internals it relies on (13.6): a map entry is an Item whose `origin` is the previous item of
 * the same key and whose `rightOrigin` is null; only an item without origin carries its parent and
 * key; an item's value is one ContentAny element; deleted values travel as ContentDeleted.
 */
import * as Y from "yjs";
import type { ErrorCode } from "../../platform/errors.ts";
import {
  MAX_CLIENTS_PER_DINER,
  MAX_CONTESTED_VALUES,
  MAX_UPDATE_BYTES,
  MAX_UPDATE_CLIENTS,
  MAX_UPDATE_STRUCTS,
} from "../../platform/limits.ts";
import { encodeDelta } from "./delta.ts";
import { inspectTap } from "./guard-tap.ts";
import type { Inspection, Refusal } from "./inspection.ts";
import { seatOf, seatOfClientId, splitPortionKey } from "./keys.ts";
import { CHARGES, splitClaimKey } from "./roots/claims.ts";
import {
  DINER_ROOT_NAMES,
  DINER_ROOTS,
  type DinerRoot,
  isDinerRoot,
  isRoot,
  writerOf,
} from "./roots.ts";
import { isHost } from "./session-document.ts";
import { exceedsShare } from "./shares.ts";
import type { Confirm, DinerId, Entry, Line, LineRef, Mark, Order, PaymentWish } from "./types.ts";
import { DINER_VALUES, isPlainJson } from "./values.ts";

/** Where a struct stands: its root and key. */
interface Place {
  readonly root: DinerRoot;
  readonly key: string;
}

/** A run of fresh structs of one client with their place. */
interface FreshRun {
  readonly clock: number;
  readonly end: number;
  readonly place: Place;
}

class Refused extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode, detail: string) {
    super(detail);
    this.code = code;
  }
}

/**
 * Inspects an update that a diner's connection sent for this document. Never throws for what the
 * update contains. The document is not changed.
 */
export function inspectUpdate(
  doc: Y.Doc,
  update: Uint8Array,
  diner: DinerId,
): Inspection | Refusal {
  if (update.byteLength > MAX_UPDATE_BYTES) {
    return { ok: false, code: "update-too-large", detail: `${update.byteLength} bytes` };
  }
  return inspectTap(doc, update, diner) ?? inspectAny(doc, update, diner);
}

/** The same, without the short way for taps. */
export function inspectAny(doc: Y.Doc, update: Uint8Array, diner: DinerId): Inspection | Refusal {
  let decoded: ReturnType<typeof Y.decodeUpdate>;
  try {
    decoded = Y.decodeUpdate(update);
  } catch (error) {
    // Whatever the decoder trips over (end of data, bad type, too deep): the bytes are not an update.
    return { ok: false, code: "update-malformed", detail: String(error).slice(0, 200) };
  }
  try {
    return new UpdateInspector(doc, diner).inspect(decoded, update);
  } catch (error) {
    if (error instanceof Refused) return { ok: false, code: error.code, detail: error.message };
    throw error;
  }
}

class UpdateInspector {
  readonly #doc: Y.Doc;
  readonly #diner: DinerId;
  readonly #seat: number;
  readonly #fresh = new Map<number, FreshRun[]>();
  /** The structs of these runs, and what is deleted anew, as they have to be stored. */
  readonly #news = {
    structs: new Map<number, { clock: number; structs: Y.Item[] }>(),
    deletes: new Map<number, [clock: number, length: number][]>(),
  };
  /** Whether the update also holds what the document does. */
  #redundant = false;
  /** Clock up to which each client would be integrated, document and update together. */
  readonly #state = new Map<number, number>();
  /** By place, what this update adds to it: how many structs, and the end of the last. */
  readonly #added = new Map<string, { structs: number; last: Y.ID }>();
  readonly #writtenOnce = new Set<string>();
  readonly #lines: { id: string; line: Line }[] = [];
  readonly #confirms: { id: string; confirm: Confirm }[] = [];
  readonly #wishes: { id: string; wish: PaymentWish }[] = [];
  readonly #portionLines = new Set<string>();
  readonly #claims = new Set<string>();
  #mark: Mark | null = null;
  #edits = 0;

  constructor(doc: Y.Doc, diner: DinerId) {
    this.#doc = doc;
    this.#diner = diner;
    this.#seat = seatOf(diner);
  }

  inspect(decoded: ReturnType<typeof Y.decodeUpdate>, update: Uint8Array): Inspection {
    // An update begins with how many runs of structs, one per client, it has.
    this.#integrate(decoded.structs, leadingVarUint(update));
    this.#checkPortions();
    this.#checkClaims();
    this.#checkLimits();
    this.#checkDeletes(decoded.ds);
    const news = this.#fresh.size > 0 || this.#news.deletes.size > 0;
    return {
      ok: true,
      news,
      update: news && this.#redundant ? encodeDelta(this.#news) : update,
      lines: this.#lines,
      confirms: this.#confirms,
      wishes: this.#wishes,
      mark: this.#mark,
      edits: this.#edits,
    };
  }

  /** Walks the structs as Yjs would: each client's in order, each after what it builds on. */
  #integrate(structs: readonly (Y.Item | Y.GC | object)[], blocks: number): void {
    if (structs.length > MAX_UPDATE_STRUCTS) {
      throw new Refused("update-too-large", `${structs.length} structs`);
    }
    const queues = new Map<number, (Y.Item | Y.GC | object)[]>();
    for (const struct of structs as Y.Item[]) {
      this.#checkForm(struct);
      const queue = queues.get(struct.id.client);
      if (queue) queue.push(struct);
      else queues.set(struct.id.client, [struct]);
    }
    // Of two blocks of one client, or an empty one, Yjs keeps only the last when it applies them.
    if (blocks !== queues.size) throw new Refused("update-malformed", "repeated or empty block");
    const heads = new Map([...queues.keys()].map((client) => [client, 0]));
    for (let progress = true; progress; ) {
      progress = false;
      for (const [client, queue] of queues) {
        let head = heads.get(client) ?? 0;
        while (head < queue.length && this.#take(queue[head] as Y.Item)) {
          head += 1;
          progress = true;
        }
        heads.set(client, head);
      }
    }
    for (const [client, queue] of queues) {
      if ((heads.get(client) ?? 0) < queue.length) {
        throw new Refused("update-incomplete", `client ${client} builds on what is missing`);
      }
    }
  }

  /** What holds for every struct, also for those that the document holds already. */
  #checkForm(struct: Y.Item): void {
    if ((struct as unknown) instanceof Y.Skip)
      throw new Refused("update-incomplete", "skip struct");
    if (!(struct instanceof Y.Item)) throw new Refused("content-refused", "not an item");
    // Yjs integrates an empty struct at the next clock even though it ends at what is known.
    if (struct.length < 1) throw new Refused("update-malformed", "empty struct");
    if (typeof struct.parent === "string") requireKnownRoot({ root: struct.parent });
    // Only the stack limits how deep the decoder goes, and applying starts from a deeper stack.
    if (
      struct.content instanceof Y.ContentAny &&
      !struct.content.arr.every((v) => isPlainJson(v))
    ) {
      throw new Refused("value-invalid", "not plain or nested too deep");
    }
  }

  /** Accepts one struct if what it builds on is there; false to try again later. */
  #take(struct: Y.Item): boolean {
    const { client, clock } = struct.id;
    const known = this.#stateOf(client);
    const end = clock + struct.length;
    if (end <= known) {
      this.#redundant = true;
      const parent = struct.parent as unknown;
      return [struct.origin, struct.rightOrigin, parent].every(
        (id) => !(id instanceof Y.ID) || id.clock < this.#stateOf(id.client),
      );
    }
    if (clock > known) return false;
    // New structs only under client ids of the diner's own seat.
    if (seatOfClientId(client) !== this.#seat) {
      throw new Refused("foreign-client", `client ${client}`);
    }
    // A run of deleted values is one struct; its length is a number that costs the sender nothing.
    if (struct.length > MAX_UPDATE_STRUCTS) throw new Refused("update-too-large", "run of deletes");
    if (struct.rightOrigin !== null) throw new Refused("content-refused", "list position");
    let place: Place;
    if (struct.origin !== null) {
      if (struct.origin.clock >= this.#stateOf(struct.origin.client)) return false;
      place = this.#placeAt(struct.origin);
    } else {
      place = this.#ownPlace(struct.parent, struct.parentSub);
    }
    this.#requireOwn(place);
    if (clock < known) {
      // Yjs puts the new rest of a half-known run after the known half, whatever key that is under.
      const before = this.#placeAt(Y.createID(client, known - 1));
      if (before.root !== place.root || before.key !== place.key) {
        throw new Refused("update-malformed", "a run over two keys");
      }
    }
    const origin = clock < known ? Y.createID(client, known - 1) : struct.origin;
    this.#requireUncontested(place, origin, Y.createID(client, end - 1));
    this.#accept(struct, place);
    const run: FreshRun = { clock: known, end, place };
    const runs = this.#fresh.get(client);
    if (runs) runs.push(run);
    else if (this.#fresh.size < MAX_UPDATE_CLIENTS) this.#fresh.set(client, [run]);
    else throw new Refused("update-too-large", "client ids");
    if (clock < known) this.#redundant = true;
    const kept = this.#news.structs.get(client);
    if (kept) kept.structs.push(struct);
    else this.#news.structs.set(client, { clock: known, structs: [struct] });
    this.#state.set(client, end);
    return true;
  }

  #ownPlace(parent: unknown, key: string | null): Place {
    if (typeof parent !== "string") throw new Refused("content-refused", "nested type");
    if (!isDinerRoot(parent)) throw new Refused("root-unknown", parent.slice(0, 40));
    if (key === null) throw new Refused("content-refused", "list entry");
    return { root: parent, key };
  }

  #requireOwn({ root, key }: Place): void {
    if (writerOf(root, key) !== this.#diner) {
      throw new Refused("foreign-key", `${root} ${key.slice(0, 60)}`);
    }
    if (DINER_ROOTS[root].hostOnly && !isHost(this.#doc, this.#diner)) {
      throw new Refused("foreign-key", `${root} ${key} of no host`);
    }
  }

  /** An honest write follows the latest value, unless another device of the diner was faster. */
  #requireUncontested({ root, key }: Place, origin: Y.ID | null, last: Y.ID): void {
    const id = `${root} ${key}`;
    const added = this.#added.get(id);
    const entry = this.#doc.getMap(root)._map.get(key);
    const latest = added?.last ?? entry?.lastId ?? null;
    if (!Y.compareIDs(origin, latest)) {
      let values = added?.structs ?? 0;
      for (let i = entry ?? null; i && values <= MAX_CONTESTED_VALUES; i = i.left) values += 1;
      if (values > MAX_CONTESTED_VALUES) throw new Refused("document-full", id);
    }
    this.#added.set(id, { structs: (added?.structs ?? 0) + 1, last });
  }

  #accept(item: Y.Item, { root, key }: Place): void {
    const deleted = item.content instanceof Y.ContentDeleted;
    if (DINER_ROOTS[root].written === "once") {
      const id = `${root} ${key}`;
      if (item.origin || this.#writtenOnce.has(id) || mapEntry(this.#doc, root, key)) {
        throw new Refused("written-once", id);
      }
      if (deleted) throw new Refused("foreign-delete", id);
      this.#writtenOnce.add(id);
    }
    // Also of a value that is overwritten already, so that there are no more keys than lines.
    if (root === "portions") this.#portionLines.add(splitPortionKey(key).lineId);
    else if (root === "claims") this.#claims.add(key);
    if (deleted) return;
    if (!(item.content instanceof Y.ContentAny) || item.content.arr.length !== 1) {
      throw new Refused("content-refused", `${item.content.constructor.name} in ${root}`);
    }
    const value: unknown = item.content.arr[0];
    const parsed = DINER_VALUES[root].safeParse(value);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      throw new Refused("value-invalid", `${root}.${issue?.path.join(".")}: ${issue?.message}`);
    }
    this.#edits += 1;
    if (root === "lines") this.#lines.push({ id: key, line: parsed.data as Line });
    else if (root === "confirms") this.#confirms.push({ id: key, confirm: parsed.data as Confirm });
    else if (root === "wishes") this.#wishes.push({ id: key, wish: parsed.data as PaymentWish });
    else if (root === "marks") this.#mark = parsed.data as Mark;
  }

  /** Every portion belongs to a line that is there or comes along. */
  #checkPortions(): void {
    for (const lineId of this.#portionLines) {
      if (!this.#writtenOnce.has(`lines ${lineId}`) && !mapEntry(this.#doc, "lines", lineId)) {
        throw new Refused("line-unknown", lineId);
      }
    }
  }

  /** Nobody fills the document with claims of what nobody ordered. */
  #checkClaims(): void {
    for (const key of this.#claims) {
      if (mapEntry(this.#doc, "claims", key)) continue;
      if (!isOnBill(this.#doc, splitClaimKey(key))) throw new Refused("line-unknown", key);
    }
  }

  #checkLimits(): void {
    for (const root of DINER_ROOT_NAMES) this.#requireRoom(root);
    const added = [...this.#fresh.keys()].filter((client) => !this.#doc.store.clients.has(client));
    if (added.length === 0) return;
    let clients = added.length;
    for (const client of this.#doc.store.clients.keys()) {
      if (seatOfClientId(client) === this.#seat) clients += 1;
    }
    if (clients > MAX_CLIENTS_PER_DINER) throw new Refused("document-full", "client ids");
  }

  /** Only roots whose keys are written once have shares. */
  #requireRoom(root: DinerRoot): void {
    const { share } = DINER_ROOTS[root];
    if (!share) return;
    let added = 0;
    for (const id of this.#writtenOnce) if (id.startsWith(`${root} `)) added += 1;
    if (added === 0) return;
    const ids = [...this.#doc.getMap(root).keys()];
    const own = ids.filter((id) => writerOf(root, id) === this.#diner).length;
    if (exceedsShare(share, { all: ids.length + added, own: own + added })) {
      throw new Refused("document-full", `${ids.length} ${root}, ${own} of them own`);
    }
  }

  /**
   * Delete sets carry no author, and a reconnecting phone sends the whole document's. What is
   * deleted already is nobody's news; what would be deleted anew has to be the diner's own and
   * rewritable.
   */
  #checkDeletes(deletes: ReturnType<typeof Y.decodeUpdate>["ds"]): void {
    for (const [client, ranges] of deletes.clients) {
      const structs = this.#doc.store.clients.get(client);
      const known = structs ? Y.getState(this.#doc.store, client) : 0;
      const anew: [clock: number, length: number][] = [];
      let [previousEnd, said] = [0, 0];
      for (const { clock, len } of ranges) {
        const end = clock + len;
        // As Yjs writes them; it also keeps the walk below linear. An empty range would stay pending.
        if (len < 1 || clock < previousEnd) throw new Refused("update-malformed", "delete set");
        previousEnd = end;
        said += len;
        if (end > this.#stateOf(client)) {
          throw new Refused("update-incomplete", `deletes of client ${client}`);
        }
        if (structs && clock < known) {
          for (let i = Y.findIndexSS(structs, clock); i < structs.length; i++) {
            const struct = structs[i];
            if (!struct || struct.id.clock >= end) break;
            if (struct.deleted) continue;
            this.#requireDeletable(placeOf(this.#doc, struct));
            const from = Math.max(clock, struct.id.clock);
            const to = Math.min(end, struct.id.clock + struct.length);
            anew.push([from, to - from]);
          }
        }
        const runs = this.#fresh.get(client) ?? [];
        for (let i = runAt(runs, Math.max(clock, known)); i < runs.length; i++) {
          const run = runs[i];
          if (!run || run.clock >= end) break;
          this.#requireDeletable(run.place);
        }
        if (end > known) anew.push([Math.max(clock, known), end - Math.max(clock, known)]);
      }
      if (anew.reduce((sum, [, length]) => sum + length, 0) < said) this.#redundant = true;
      if (anew.length > 0) this.#news.deletes.set(client, anew);
    }
  }

  #requireDeletable(place: { root: string; key: string } | null): void {
    requireKnownRoot(place);
    if (
      !place ||
      !isDinerRoot(place.root) ||
      DINER_ROOTS[place.root].written === "once" ||
      writerOf(place.root, place.key) !== this.#diner
    ) {
      throw new Refused("foreign-delete", place ? `${place.root} ${place.key}` : "unknown place");
    }
  }

  #stateOf(client: number): number {
    let state = this.#state.get(client);
    if (state === undefined) {
      state = Y.getState(this.#doc.store, client);
      this.#state.set(client, state);
    }
    return state;
  }

  /** The place of a struct that is in the document or was accepted from this update. */
  #placeAt(id: Y.ID): Place {
    const structs = this.#doc.store.clients.get(id.client);
    if (id.clock >= Y.getState(this.#doc.store, id.client)) {
      const runs = this.#fresh.get(id.client) ?? [];
      const run = runs[runAt(runs, id.clock)];
      if (run) return run.place;
    }
    const struct = structs?.[Y.findIndexSS(structs, id.clock)];
    const place = struct ? placeOf(this.#doc, struct) : null;
    requireKnownRoot(place);
    if (!place || !isDinerRoot(place.root)) {
      throw new Refused("foreign-key", place ? `${place.root} ${place.key}` : "unknown place");
    }
    return { root: place.root, key: place.key };
  }
}

/** Index of the first run that ends after this clock; runs are in ascending order. */
function runAt(runs: readonly FreshRun[], clock: number): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((runs[middle]?.end ?? 0) > clock) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The number that an update begins with; the decoder has already read it without complaint. */
function leadingVarUint(bytes: Uint8Array): number {
  let value = 0;
  let factor = 1;
  for (const byte of bytes) {
    value += (byte & 127) * factor;
    if (byte < 128) break;
    factor *= 128;
  }
  return value;
}

/** Root and key of an item of the document; null for anything that is not an entry of a root map. */
function placeOf(doc: Y.Doc, struct: Y.Item | Y.GC): { root: string; key: string } | null {
  if (!(struct instanceof Y.Item) || struct.parentSub === null) return null;
  for (const [name, type] of doc.share) {
    if (type === struct.parent) return { root: name, key: struct.parentSub };
  }
  return null;
}

/** Whether a key of a root has ever been written. */
function mapEntry(doc: Y.Doc, root: DinerRoot, key: string): boolean {
  return doc.getMap(root)._map.has(key);
}

/** Whether something was ordered, or charged by staff. What is void or cancelled stays in the document. */
function isOnBill(doc: Y.Doc, { order, line }: LineRef): boolean {
  if (order === CHARGES) {
    const entry = doc.getMap<Entry>("entries").get(line);
    return entry?.what.kind === "charge";
  }
  const lines = doc.getMap<Order>("orders").get(order)?.lines;
  return lines?.some((each) => each.line === line) ?? false;
}

/** A newer release may have written in a root that this one does not know, also into this very document. */
function requireKnownRoot(place: { readonly root: string } | null): void {
  if (place && !isRoot(place.root)) {
    throw new Refused("root-unknown", place.root.slice(0, 40));
  }
}
