/**
 * The guard for the one update that nearly every tap is: a diner's portion of a line, on a device that
 * has tapped on that line before, gets another number. One struct that follows the latest value of
 * its key, and the delete of that value. It is read from its bytes in one go; guard.ts has the rules.
 */
import * as decoding from "lib0/decoding";
import * as Y from "yjs";
import { MAX_PORTION } from "../../platform/limits.ts";
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
  const { client, clock, replaced, portion } = tap;
  if (Object.is(portion, -0) || Math.abs(portion) > MAX_PORTION) return null;
  const structs = doc.store.clients.get(client);
  if (!structs || replaced >= clock || Y.getState(doc.store, client) !== clock) return null;
  const latest = structs[Y.findIndexSS(structs, replaced)];
  const portions = doc.share.get("portions");
  if (!(latest instanceof Y.Item) || latest.parent !== portions || latest.deleted) return null;
  const key = latest.parentSub;
  if (key === null || latest.length !== 1 || portions._map.get(key) !== latest) return null;
  const own = writerOf("portions", key) === diner && dinerAt(seatOfClientId(client)) === diner;
  if (!own || !doc.share.get("lines")?._map.has(splitPortionKey(key).lineId)) return null;
  return {
    ok: true,
    news: true,
    update,
    lines: NOTHING,
    confirms: NOTHING,
    mark: null,
    edits: 1,
  };
}

/** A client's next value, and its own value that this one replaces, by clock. */
interface Tap {
  readonly client: number;
  readonly clock: number;
  readonly replaced: number;
  readonly portion: number;
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
    const portion = decoding.readVarInt(decoder);
    // The deletes: one client, one run, one value.
    if (next() !== 1 || next() !== client || next() !== 1) return null;
    if (next() !== replaced || next() !== 1 || decoding.hasContent(decoder)) return null;
    return { client, clock, replaced, portion };
  } catch {
    // Cut short, or a number beyond what is safe.
    return null;
  }
}
