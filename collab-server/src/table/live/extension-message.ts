/**
 * The form in which Hocuspocus' Redis extension writes what servers say to each other: the sender's name,
 * its length in front, and then an ordinary frame of Hocuspocus.
 */
import { MessageType } from "@hocuspocus/server";
import * as decoding from "lib0/decoding";
import { messageYjsSyncStep1 } from "y-protocols/sync";

/** What a message says. All but `other` concern one document. */
export interface ExtensionMessage {
  readonly sender: string;
  readonly document: string;
  readonly kind: "state-vector" | "update" | "presence" | "who" | "notice" | "other";
  /** A state vector, an update of the document or of Yjs' awareness, a notice as text; else empty. */
  readonly body: Uint8Array;
}

const NOTHING = new Uint8Array();

/** A frame as `sender` publishes it. */
export function encodeMessage(sender: string, frame: Uint8Array): Buffer {
  const name = Buffer.from(sender);
  return Buffer.concat([Buffer.from([name.byteLength]), name, frame]);
}

/** Reads a message; null for what is none. */
export function decodeMessage(data: Buffer): ExtensionMessage | null {
  try {
    const frameAt = 1 + (data[0] ?? 0);
    const sender = data.toString("utf8", 1, frameAt);
    const decoder = decoding.createDecoder(data.subarray(frameAt));
    const document = decoding.readVarString(decoder);
    return { sender, document, ...contentOf(decoder) };
  } catch {
    return null;
  }
}

function contentOf(decoder: decoding.Decoder): Pick<ExtensionMessage, "kind" | "body"> {
  switch (decoding.readVarUint(decoder)) {
    case MessageType.Sync:
    case MessageType.SyncReply: {
      const step = decoding.readVarUint(decoder);
      const body = decoding.readVarUint8Array(decoder);
      return { kind: step === messageYjsSyncStep1 ? "state-vector" : "update", body };
    }
    case MessageType.Awareness:
      return { kind: "presence", body: decoding.readVarUint8Array(decoder) };
    case MessageType.QueryAwareness:
      return { kind: "who", body: NOTHING };
    case MessageType.BroadcastStateless:
      // A string is written as its bytes.
      return { kind: "notice", body: decoding.readVarUint8Array(decoder) };
    default:
      return { kind: "other", body: NOTHING };
  }
}
