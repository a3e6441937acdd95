import * as Y from "yjs";

/**
 * The one form of a document's encoded state. Two implementations may write the same state with
 * other bytes in three ways that mean nothing: the order of an object's keys, the order of clients
 * in the delete set, and whole numbers past 31 bits as varint or float. Reading the state into a new
 * document, sorting the keys of all values and writing it with Yjs settles all three; ids, clocks,
 * origins, parents, values and deletes stay as they are, so equal bytes mean the same document down
 * to its history.
 */
export function canonicalState(state: Uint8Array): Uint8Array {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, state);
  if (doc.store.pendingStructs || doc.store.pendingDs) {
    throw new Error("the state builds on what it does not hold");
  }
  for (const structs of doc.store.clients.values()) {
    for (const struct of structs) {
      if (struct instanceof Y.Item && struct.content instanceof Y.ContentAny) {
        struct.content.arr = struct.content.arr.map(sortKeys);
      }
    }
  }
  return Y.encodeStateAsUpdate(doc);
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== "object" || value instanceof Uint8Array) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]));
}
