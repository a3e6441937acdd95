import type { Document } from "@hocuspocus/server";
import * as Y from "yjs";

/** Whether somebody with this state vector has changes that a document has not; it counts no deletions. */
export function isAhead(document: Document, stateVector: Uint8Array): boolean {
  for (const [client, clock] of Y.decodeStateVector(stateVector)) {
    if (clock > Y.getState(document.store, client)) return true;
  }
  return false;
}

/** Whether an update has changes or deletions that a document has not. */
export function bringsChanges(document: Document, update: Uint8Array): boolean {
  return !Y.snapshotContainsUpdate(Y.snapshot(document), update);
}
