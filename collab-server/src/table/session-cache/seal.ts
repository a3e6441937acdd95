/**
 * How a known document travels to Redis and back: encrypted and authenticated for its restaurant and
 * session. Notes to the kitchen are free text and part of the document, so that neither Redis nor its
 * files may tell them; and what was not written by a server of ours, or for another session, or by a
 * release with another format, does not open.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import type { SessionKey } from "@tureen/persistence/table/load-document";
import type { DinerId } from "@tureen/shared/table/document/types";
import type { KnownDocument } from "./session-cache.ts";

const CIPHER = "aes-256-gcm";
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const LENGTH_BYTES = 4;
/** Another number with every change of the format. */
const FORMAT = "tureen document 1";

/** What stands before the state. */
interface Head {
  readonly seq: number;
  readonly proof: string;
  readonly bytes: readonly (readonly [DinerId, number])[];
}

/** The key for sealing, made from the one for tokens. */
export function sealingKey(jwtKey: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", jwtKey, "", "tureen session cache", KEY_BYTES));
}

/** Nonce, tag, and the encrypted document. */
export function seal(key: Uint8Array, place: SessionKey, known: KnownDocument): Buffer {
  const head: Head = { seq: known.seq, proof: known.proof, bytes: [...known.bytes] };
  const headBytes = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(headBytes.byteLength);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(purposeOf(place));
  const parts = [length, headBytes, known.state].map((part) => cipher.update(part));
  parts.push(cipher.final());
  return Buffer.concat([nonce, cipher.getAuthTag(), ...parts]);
}

/** The document that was sealed for this session; null for anything else. */
export function open(key: Uint8Array, place: SessionKey, sealed: Buffer): KnownDocument | null {
  const body = decrypt(key, place, sealed);
  if (!body) return null;
  const stateAt = LENGTH_BYTES + body.readUInt32BE();
  const head = JSON.parse(body.toString("utf8", LENGTH_BYTES, stateAt)) as Head;
  const { seq, proof, bytes } = head;
  return { seq, proof, bytes: new Map(bytes), state: new Uint8Array(body.subarray(stateAt)) };
}

function decrypt(key: Uint8Array, place: SessionKey, sealed: Buffer): Buffer | null {
  const textAt = NONCE_BYTES + TAG_BYTES;
  if (sealed.byteLength <= textAt) return null;
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE_BYTES))
    .setAAD(purposeOf(place))
    .setAuthTag(sealed.subarray(NONCE_BYTES, textAt));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(textAt)), decipher.final()]);
  } catch {
    // The tag does not fit: not ours, or not for this session.
    return null;
  }
}

function purposeOf({ restaurantId, sessionId }: SessionKey): Buffer {
  return Buffer.from(`${FORMAT}\n${restaurantId}\n${sessionId}`);
}
