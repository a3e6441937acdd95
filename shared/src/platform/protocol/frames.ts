/**
 * Frames of the live connection as a client writes and reads them: those of Hocuspocus 4, which carry
 * y-protocols' sync and awareness messages behind the document's name and a type (SPEC.md, "Frames").
 */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";

const TYPE = {
  sync: 0,
  awareness: 1,
  auth: 2,
  queryAwareness: 3,
  syncReply: 4,
  stateless: 5,
  close: 7,
  syncStatus: 8,
} as const;

const SYNC = { ask: 0, answer: 1, update: 2 } as const;
const AUTH = { token: 0, denied: 1, granted: 2 } as const;

/** Every number of the wire. */
export const FRAME_TYPES = { type: TYPE, sync: SYNC, auth: AUTH } as const;

/** Who the server takes a client to be that says nothing else; Hocuspocus' own field for it. */
const CLIENT_NAME = "tureen";

/** What a client sends. */
export type ClientMessage =
  | { readonly kind: "token"; readonly token: string }
  /** Asks for what the client lacks, by its state vector. */
  | { readonly kind: "ask"; readonly vector: Uint8Array }
  /** Answers what the server lacks. */
  | { readonly kind: "answer"; readonly update: Uint8Array }
  | { readonly kind: "edit"; readonly update: Uint8Array }
  | { readonly kind: "presence"; readonly update: Uint8Array };

/** What a server sends, as far as clients act on it. */
export type ServerMessage =
  | { readonly kind: "granted" }
  /** The token ends soon: a newer one is wanted. */
  | { readonly kind: "token-wanted" }
  | { readonly kind: "denied"; readonly reason: string }
  | { readonly kind: "ask"; readonly vector: Uint8Array }
  | { readonly kind: "answer"; readonly update: Uint8Array }
  | { readonly kind: "edit"; readonly update: Uint8Array }
  /** The oldest answer or edit that was not acknowledged yet is saved, or was not taken. */
  | { readonly kind: "acknowledged"; readonly saved: boolean }
  | { readonly kind: "presence"; readonly update: Uint8Array }
  | { readonly kind: "presence-wanted" }
  | { readonly kind: "notice"; readonly payload: string }
  | { readonly kind: "closing"; readonly reason: string };

/** Writes a message about the document of this name. */
export function encodeClientMessage(document: string, message: ClientMessage): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarString(encoder, document);
    switch (message.kind) {
      case "token":
        encoding.writeVarUint(encoder, TYPE.auth);
        encoding.writeVarUint(encoder, AUTH.token);
        encoding.writeVarString(encoder, message.token);
        encoding.writeVarString(encoder, CLIENT_NAME);
        break;
      case "ask":
        writeSync(encoder, SYNC.ask, message.vector);
        break;
      case "answer":
        writeSync(encoder, SYNC.answer, message.update);
        break;
      case "edit":
        writeSync(encoder, SYNC.update, message.update);
        break;
      case "presence":
        encoding.writeVarUint(encoder, TYPE.awareness);
        encoding.writeVarUint8Array(encoder, message.update);
        break;
    }
  });
}

function writeSync(encoder: encoding.Encoder, step: number, content: Uint8Array): void {
  encoding.writeVarUint(encoder, TYPE.sync);
  encoding.writeVarUint(encoder, step);
  encoding.writeVarUint8Array(encoder, content);
}

/**
 * Reads a message about the document of this name; undefined for what is about another one, of a kind
 * that this release does not know, or no frame at all. A client leaves those alone: what they were
 * about is said again, or is in the next exchange.
 */
export function decodeServerMessage(
  document: string,
  frame: Uint8Array,
): ServerMessage | undefined {
  try {
    const decoder = decoding.createDecoder(frame);
    if (decoding.readVarString(decoder) !== document) return undefined;
    return readMessage(decoder);
  } catch {
    return undefined;
  }
}

function readMessage(decoder: decoding.Decoder): ServerMessage | undefined {
  switch (decoding.readVarUint(decoder)) {
    case TYPE.sync:
    case TYPE.syncReply:
      return readSync(decoder);
    case TYPE.awareness:
      return { kind: "presence", update: decoding.readVarUint8Array(decoder) };
    case TYPE.auth:
      return readAuth(decoder);
    case TYPE.queryAwareness:
      return { kind: "presence-wanted" };
    case TYPE.stateless:
      return { kind: "notice", payload: decoding.readVarString(decoder) };
    case TYPE.close:
      return { kind: "closing", reason: decoding.readVarString(decoder) };
    case TYPE.syncStatus:
      return { kind: "acknowledged", saved: decoding.readVarUint(decoder) === 1 };
    default:
      return undefined;
  }
}

function readSync(decoder: decoding.Decoder): ServerMessage | undefined {
  const step = decoding.readVarUint(decoder);
  const content = decoding.readVarUint8Array(decoder);
  switch (step) {
    case SYNC.ask:
      return { kind: "ask", vector: content };
    case SYNC.answer:
      return { kind: "answer", update: content };
    case SYNC.update:
      return { kind: "edit", update: content };
    default:
      return undefined;
  }
}

function readAuth(decoder: decoding.Decoder): ServerMessage | undefined {
  switch (decoding.readVarUint(decoder)) {
    case AUTH.token:
      return { kind: "token-wanted" };
    case AUTH.denied:
      return { kind: "denied", reason: decoding.readVarString(decoder) };
    case AUTH.granted:
      return { kind: "granted" };
    default:
      return undefined;
  }
}
