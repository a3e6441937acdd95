/**
 * The guard for the one update that nearly every tap is: a diner's portion of a line, or what of a
 * line they pay, gets another number on a device that has tapped on that line before. One struct
 * that follows the latest value of its key, and the delete of that value. It is read from its bytes in one go; guard.ts has the rules.
 */
import * as decoding from "lib0/decoding";
import * as Y from "yjs";
import { MAX_CLAIM, MAX_PORTION } from "../../platform/limits.ts";
import type { Inspection } from "./inspection.ts";
import { dinerAt, seatOfClientId, splitPortionKey } from "./keys.ts";
import { writerOf } from "./roots.ts";
import type { DinerId } from "./types.ts";

/** An item with a plain value (content 8) that has an origin (bit 8) and stands under a key (bit 6). */
const FOLLOWING_VALUE = 0b1010_1000;
/** How lib0 writes that a whole number follows. */
const INTEGER = 125;
/** Longer than any such update: seven numbers of at most eight bytes and seven of one. */
const MAX_TAP_BYTES = 64;

const NOTHING: readonly never[] = [];

/**
 * Inspects an update that a diner's connection sent, if it is such a tap; null for anything else,
 * and for a tap that has to be refused or is not all news: the guard takes its time for those.
 */
export function inspectTap(doc: Y.Doc, update: Uint8Array, diner: DinerId): Inspection | null {
  if (update.byteLength > MAX_TAP_BYTES) return null;
  const tap = readTap(update);
  if (!tap) return null;
  const { client, clock, replaced, number } = tap;
  if (Object.is(number, -0)) return null;
  const structs = doc.store.clients.get(client);
  if (!structs || replaced >= clock || Y.getState(doc.store, client) !== clock) return null;
  const latest = structs[Y.findIndexSS(structs, replaced)];
  if (!(latest instanceof Y.Item) || latest.deleted || latest.length !== 1) return null;
  const root = rootOf(doc, latest.parent);
  const key = latest.parentSub;
  if (root === null || key === null) return null;
  if (doc.share.get(root)?._map.get(key) !== latest) return null;
  const own = writerOf(root, key) === diner && dinerAt(seatOfClientId(client)) === diner;
  if (!own || !mayStand(doc, root, key, number)) return null;
  return {
    ok: true,
    news: true,
    update,
    lines: NOTHING,
    confirms: NOTHING,
    wishes: NOTHING,
    mark: null,
    edits: 1,
  };
}

function rootOf(doc: Y.Doc, type: Y.Item["parent"]): "portions" | "claims" | null {
  if (type === doc.share.get("portions")) return "portions";
  return type === doc.share.get("claims") ? "claims" : null;
}

/** A claim is there only for what is on the bill, and that stays there. */
function mayStand(doc: Y.Doc, root: "portions" | "claims", key: string, number: number): boolean {
  if (root === "claims") return number >= 0 && number <= MAX_CLAIM;
  const line = splitPortionKey(key).lineId;
  return Math.abs(number) <= MAX_PORTION && (doc.share.get("lines")?._map.has(line) ?? false);
}

/** A client's next value, and its own value that this one replaces, by clock. */
interface Tap {
  readonly client: number;
  readonly clock: number;
  readonly replaced: number;
  readonly number: number;
}

/** The tap that these bytes are, to the last of them; null when they are anything else. */
function readTap(update: Uint8Array): Tap | null {
  const decoder = decoding.createDecoder(update);
  const next = () => decoding.readVarUint(decoder);
  try {
    if (next() !== 1 || next() !== 1) return null;
    const client = next();
    const clock = next();
    if (decoding.readUint8(decoder) !== FOLLOWING_VALUE || next() !== client) return null;
    const replaced = next();
    if (next() !== 1 || decoding.readUint8(decoder) !== INTEGER) return null;
    const number = decoding.readVarInt(decoder);
    // The deletes: one client, one run, one value.
    if (next() !== 1 || next() !== client || next() !== 1) return null;
    if (next() !== replaced || next() !== 1 || decoding.hasContent(decoder)) return null;
    return { client, clock, replaced, number };
  } catch {
    // Cut short, or a number beyond what is safe.
    return null;
  }
}
