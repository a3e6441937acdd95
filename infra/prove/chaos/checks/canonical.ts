/**
 * When two Yjs documents are "the same bytes". The encoding of a document may depend on how its edits
 * arrived and on what it keeps: Yjs cuts a client's run of structs where deliveries began, joins
 * neighbours only in the transaction that brought them, and collects deleted values when it is told
 * to. Reading everything into an empty document in one transaction joins all that can be joined and
 * collects all that is deleted, so that the encoding of that document depends on the edits alone:
 * same edits, same bytes, whatever the way they came.
 */
import { encodeDocument, rebuildDocument } from "@tureen/shared/table/document/session-document";
import * as Y from "yjs";

/** The canonical bytes of a document's state. */
export function canonicalBytes(state: Uint8Array): Uint8Array {
  const doc = rebuildDocument([state]);
  const bytes = encodeDocument(doc);
  doc.destroy();
  return bytes;
}

/** Whether a document holds structs or deletes that wait for something it has not received. */
export function isIncomplete(doc: Y.Doc): boolean {
  return doc.store.pendingStructs !== null || doc.store.pendingDs !== null;
}

/** How far a document knows each client: its clock by client id. */
export function clocksOf(doc: Y.Doc): ReadonlyMap<number, number> {
  return Y.decodeStateVector(Y.encodeStateVector(doc));
}

/** Who wrote the present value of a key, and where the edit ends; undefined when there is none. */
export function writtenBy(
  doc: Y.Doc,
  root: string,
  key: string,
): { readonly client: number; readonly clock: number; readonly value: unknown } | undefined {
  const map = doc.getMap(root);
  const item = map._map.get(key);
  if (!item || item.deleted) return undefined;
  return { client: item.id.client, clock: item.id.clock + item.length, value: map.get(key) };
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
