/**
 * Frames of the y-websocket protocol and of Hocuspocus'. Both are the same y-protocols messages;
 * Hocuspocus puts the document's name in front of each and has some kinds of its own.
 */
import { MessageType } from "@hocuspocus/server";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { type Awareness, encodeAwarenessUpdate } from "y-protocols/awareness";

/** Submessages of Hocuspocus' Auth frame. */
const TOKEN = 0;
const AUTHENTICATED = 2;

/** The kind of a y-websocket frame; -1 for one that has none. */
export function kindOf(frame: Uint8Array): number {
  // All kinds there are take one byte.
  return frame[0] ?? -1;
}

/** The name that goes in front of a document's frames. */
export function prefixOf(document: string): Uint8Array {
  return encoding.encode((encoder) => encoding.writeVarString(encoder, document));
}

/** A y-websocket frame as Hocuspocus reads it. */
export function withPrefix(prefix: Uint8Array, frame: Uint8Array): Uint8Array {
  const addressed = new Uint8Array(prefix.byteLength + frame.byteLength);
  addressed.set(prefix);
  addressed.set(frame, prefix.byteLength);
  return addressed;
}

/** A Hocuspocus frame without the document's name. */
export function withoutPrefix(frame: Uint8Array): Uint8Array {
  const decoder = decoding.createDecoder(frame);
  const nameBytes = decoding.readVarUint(decoder);
  return frame.subarray(decoder.pos + nameBytes);
}

/** Says who is there, without a document's name in front. */
export function tokenFrame(token: string): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MessageType.Auth);
    encoding.writeVarUint(encoder, TOKEN);
    encoding.writeVarString(encoder, token);
  });
}

/** Whether a frame, without a document's name, says that the token was taken. */
export function saysAuthenticated(frame: Uint8Array): boolean {
  return frame[0] === MessageType.Auth && frame[1] === AUTHENTICATED;
}

/** Everybody's presence, or of nobody: a frame that changes nothing and shows that we are there. */
export function presenceFrame(awareness: Awareness | null): Uint8Array {
  const clients = awareness ? [...awareness.getStates().keys()] : [];
  const update = awareness ? encodeAwarenessUpdate(awareness, clients) : new Uint8Array([0]);
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MessageType.Awareness);
    encoding.writeVarUint8Array(encoder, update);
  });
}
