/**
 * Frames of the y-websocket protocol: a kind (0: sync) and a message of y-protocols. Enough of it to
 * show a document to any Yjs client, and to read one from a server.
 */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import * as sync from "y-protocols/sync";
import type * as Y from "yjs";

/** The kinds of frame that carry the document, and who is there. */
const SYNC = 0;
const PRESENCE = 1;

function frame(write: (encoder: encoding.Encoder) => void): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, SYNC);
    write(encoder);
  });
}

/** Asks the other side for what this document lacks. */
export function askFrame(doc: Y.Doc): Uint8Array {
  return frame((encoder) => sync.writeSyncStep1(encoder, doc));
}

/** Tells the other side an update. */
export function updateFrame(update: Uint8Array): Uint8Array {
  return frame((encoder) => sync.writeUpdate(encoder, update));
}

/**
 * The answer to a frame that asks for the document; null for every other frame, so that nobody can
 * write. Throws for bytes that are no frame.
 */
export function answerTo(bytes: Uint8Array, doc: Y.Doc): Uint8Array | null {
  const decoder = decoding.createDecoder(bytes);
  if (decoding.readVarUint(decoder) !== SYNC) return null;
  if (decoding.readVarUint(decoder) !== sync.messageYjsSyncStep1) return null;
  return frame((encoder) => sync.readSyncStep1(decoder, encoder, doc));
}

/** Takes a frame in; true when it was the answer to having asked for everything. */
export function takeIn(bytes: Uint8Array, doc: Y.Doc): boolean {
  const decoder = decoding.createDecoder(bytes);
  if (decoding.readVarUint(decoder) !== SYNC) return false;
  const reply = encoding.createEncoder();
  return sync.readSyncMessage(decoder, reply, doc, "server") === sync.messageYjsSyncStep2;
}

/** Presence of nobody: changes nothing and shows that somebody is there. */
export function beatFrame(): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, PRESENCE);
    encoding.writeVarUint8Array(encoder, new Uint8Array([0]));
  });
}
