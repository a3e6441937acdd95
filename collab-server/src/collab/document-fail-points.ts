import { type Document, MessageType } from "@hocuspocus/server";
import { failPoint, failPointsAreWatched } from "@tureen/persistence/faults/fail-points";
import * as decoding from "lib0/decoding";

/**
 * Passes the fail points of what happens to an edit inside Hocuspocus, which has no hooks there:
 * Yjs tells when it has applied it and, to listeners in the order of their coming, that it is an
 * update. Hocuspocus is the first of them and sends it to the other phones.
 */
export function passDocumentPoints(document: Document): void {
  if (!failPointsAreWatched()) return;
  document.on("beforeTransaction", ({ origin }) => pass("before:apply", origin));
  document.on("afterTransaction", ({ origin }) => pass("after:apply", origin));
  document.on("afterTransactionCleanup", ({ origin }) => pass("before:broadcast", origin));
  document.on("update", (_update: Uint8Array, origin: unknown) => {
    afterWrites(() => pass("after:broadcast", origin));
  });
}

function pass(point: Parameters<typeof failPoint>[0], origin: unknown): void {
  const isEdit = (origin as { source?: string } | null)?.source === "connection";
  if (isEdit) failPoint(point);
}

/** Passes the fail points of an acknowledgement when this frame, about to be sent, is one. */
export function passFramePoints(frame: Uint8Array): void {
  if (!failPointsAreWatched() || !isAcknowledgement(frame)) return;
  failPoint("before:acknowledge");
  afterWrites(() => failPoint("after:acknowledge"));
}

/** The transport holds what one turn of the event loop sends until the next. */
function afterWrites(then: () => void): void {
  setImmediate(() => setImmediate(then));
}

function isAcknowledgement(frame: Uint8Array): boolean {
  const decoder = decoding.createDecoder(frame);
  const nameBytes = decoding.readVarUint(decoder);
  decoder.pos += nameBytes;
  return decoding.readVarUint(decoder) === MessageType.SyncStatus;
}
