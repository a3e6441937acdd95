/**
 * Replays a session's log, update by update, and keeps what the checks need from the moments in
 * between. Counts portions by itself rather than with the cart's own functions, which the system
 * decides with: an error there must not excuse itself here.
 */
import { splitPortionKey } from "@tureen/shared/table/document/keys";
import {
  encodeDocument,
  readSession,
  rebuildDocument,
  type SessionView,
} from "@tureen/shared/table/document/session-document";
import * as Y from "yjs";
import { canonicalBytes, isIncomplete } from "./canonical.ts";
import type { SessionRecord } from "./evidence.ts";

/** The moment in the log in which an order or a receipt appeared. */
export interface Decision {
  readonly seq: number;
  /** Portions asked for in all, by line, just before. */
  readonly wanted: ReadonlyMap<string, number>;
}

export interface Replay {
  readonly doc: Y.Doc;
  readonly view: SessionView;
  /** The canonical bytes of the document. */
  readonly bytes: Uint8Array;
  /** Canonical bytes as of the sequence numbers that snapshots were taken at. */
  readonly bytesAt: ReadonlyMap<number, Uint8Array>;
  /** By order id, in the order of the log. */
  readonly orders: ReadonlyMap<string, Decision>;
  /** The number in the log of the update that brought a client's edits up to a clock. */
  readonly numberOf: (client: number, clock: number) => number | undefined;
  /** By confirm id, the number in the log of its receipt. */
  readonly receipts: ReadonlyMap<string, number>;
  /** Sequence numbers that are missing, doubled or unreadable; a sentence each. */
  readonly faults: readonly string[];
}

export function replayLog(session: SessionRecord): Replay {
  const doc = new Y.Doc();
  const faults: string[] = [];
  const orders = new Map<string, Decision>();
  const bytesAt = new Map<number, Uint8Array>();
  const snapshotsAt = new Set(session.snapshots.map((s) => s.seq));
  const inDocument = doc.getMap("orders");
  const receipts = new Map<string, number>();
  const arrivals = new Map<number, { clock: number; seq: number }[]>();
  let last = 0;
  for (const { seq, author, update } of session.log) {
    if (seq !== last + 1) faults.push(`number ${seq} follows ${last}`);
    last = seq;
    // Only the server writes orders; what the diners wanted just before is what it decided upon.
    const wanted = author === "server" ? wantedBy(doc) : null;
    try {
      rebuildDocument([update], doc);
    } catch (error) {
      faults.push(`update ${seq} cannot be applied: ${String(error)}`);
    }
    for (const [client, structs] of doc.store.clients) {
      const clock = Y.getState(doc.store, client);
      const known = arrivals.get(client) ?? [];
      if (structs.length > 0 && clock > (known.at(-1)?.clock ?? 0)) known.push({ clock, seq });
      arrivals.set(client, known);
    }
    for (const id of doc.getMap("receipts").keys()) if (!receipts.has(id)) receipts.set(id, seq);
    if (isIncomplete(doc)) faults.push(`update ${seq} builds on what is not in the log`);
    for (const id of inDocument.keys()) {
      if (!orders.has(id)) orders.set(id, { seq, wanted: wanted ?? wantedBy(doc) });
    }
    if (snapshotsAt.has(seq)) bytesAt.set(seq, canonicalBytes(encodeDocument(doc)));
  }
  if (last !== session.headSeq) faults.push(`it ends at ${last}, its head is ${session.headSeq}`);
  const bytes = canonicalBytes(encodeDocument(doc));
  const numberOf = (client: number, clock: number) =>
    arrivals.get(client)?.find((arrival) => arrival.clock >= clock)?.seq;
  return { doc, view: readSession(doc), bytes, bytesAt, orders, numberOf, receipts, faults };
}

/** How many of each line all diners together have asked for. */
function wantedBy(doc: Y.Doc): ReadonlyMap<string, number> {
  const wanted = new Map<string, number>();
  for (const [key, portion] of doc.getMap<number>("portions").entries()) {
    const { lineId } = splitPortionKey(key);
    wanted.set(lineId, (wanted.get(lineId) ?? 0) + portion);
  }
  return wanted;
}
