import { type Document, MessageType } from "@hocuspocus/server";
import { failPoint, failPointsAreWatched } from "@tureen/persistence/platform/faults/fail-points";
import * as decoding from "lib0/decoding";

/** Passes the fail points of an edit on its way into the document, as Yjs tells of them. */
export function passDocumentPoints(document: Document): void {
  if (!failPointsAreWatched()) return;
  document.on("beforeTransaction", ({ origin }) => pass("before:apply", origin));
  document.on("afterTransaction", ({ origin }) => pass("after:apply", origin));
  document.on("afterTransactionCleanup", ({ origin }) => pass("before:broadcast", origin));
}

/** Passes the fail point of an edit that was handed to the connections of the other phones. */
export function passBroadcastPoints(): void {
  if (failPointsAreWatched()) afterWrites(() => failPoint("after:broadcast"));
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
