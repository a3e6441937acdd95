/**
 * What nodes say to each other about one session, as bytes: version, sender, kind, and the rest.
 */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";

/** An edit as it stands in the session's log at `seq`. */
export interface LoggedEdit {
  readonly seq: number;
  readonly author: string;
  readonly update: Uint8Array;
}

export type FanOutMessage =
  | ({ readonly kind: "edit" } & LoggedEdit)
  /** The log goes up to `seq`: read it. */
  | { readonly kind: "head"; readonly seq: number }
  /** An update of Yjs' awareness protocol. */
  | { readonly kind: "presence"; readonly update: Uint8Array }
  /** Asks the other nodes who of theirs is present. */
  | { readonly kind: "who" }
  /** A stateless message for the session's phones. */
  | { readonly kind: "notice"; readonly payload: string };

type MessageKind = FanOutMessage["kind"];

/** Nodes of the next release may say something else: what has another version is left alone. */
const VERSION = 1;
/** The order is the format. */
const KINDS: readonly MessageKind[] = ["edit", "head", "presence", "who", "notice"];

/** Bytes that name the sender: random, one for each process. */
export const SENDER_BYTES = 8;

export function encodeMessage(sender: Uint8Array, message: FanOutMessage): Buffer {
  const encoder = encoding.createEncoder();
  encoding.writeUint8(encoder, VERSION);
  encoding.writeUint8Array(encoder, sender);
  encoding.writeUint8(encoder, KINDS.indexOf(message.kind));
  switch (message.kind) {
    case "edit":
      encoding.writeVarUint(encoder, message.seq);
      encoding.writeVarString(encoder, message.author);
      encoding.writeVarUint8Array(encoder, message.update);
      break;
    case "head":
      encoding.writeVarUint(encoder, message.seq);
      break;
    case "presence":
      encoding.writeVarUint8Array(encoder, message.update);
      break;
    case "notice":
      encoding.writeVarString(encoder, message.payload);
      break;
    case "who":
      break;
  }
  const bytes = encoding.toUint8Array(encoder);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Whether this node has sent a message itself; Redis returns to it what it says. */
export function isFrom(sender: Uint8Array, data: Uint8Array): boolean {
  return sender.every((byte, i) => data[i + 1] === byte);
}

/** Reads a message; null for one of another version or kind, and for what is none. */
export function decodeMessage(data: Uint8Array): FanOutMessage | null {
  try {
    const decoder = decoding.createDecoder(data);
    if (decoding.readUint8(decoder) !== VERSION) return null;
    decoder.pos += SENDER_BYTES;
    const kind = KINDS[decoding.readUint8(decoder)];
    switch (kind) {
      case "edit": {
        const seq = decoding.readVarUint(decoder);
        const author = decoding.readVarString(decoder);
        return { kind, seq, author, update: decoding.readVarUint8Array(decoder) };
      }
      case "head":
        return { kind, seq: decoding.readVarUint(decoder) };
      case "presence":
        return { kind, update: decoding.readVarUint8Array(decoder) };
      case "notice":
        return { kind, payload: decoding.readVarString(decoder) };
      case "who":
        return { kind };
      default:
        return null;
    }
  } catch {
    // Cut short, or not ours at all: the log has everything that was really said.
    return null;
  }
}
