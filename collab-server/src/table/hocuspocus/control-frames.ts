import { MessageType } from "@hocuspocus/server";
import { closeCodeFor, isLiveErrorCode } from "@tureen/shared/platform/protocol/reactions";
import * as decoding from "lib0/decoding";

/** Submessage of an Auth frame: the phone is turned away. */
const PERMISSION_DENIED = 1;
/** The reason with which Hocuspocus answers a phone that says goodbye. */
const GOODBYE = "provider_initiated";

/** How a socket is to be closed. */
export interface Ending {
  readonly code: number;
  readonly reason: string;
}

/**
 * How the socket has to end if this frame of Hocuspocus ends what it has with the phone, else null.
 * Hocuspocus detaches the document or denies permission and leaves the socket open; here a socket
 * carries one document, so it goes with it. Failures without a code of ours are internal: whoever
 * sent what cannot even be read may keep it and come back.
 */
export function endingOf(frame: Uint8Array): Ending | null {
  const decoder = decoding.createDecoder(frame);
  const nameBytes = decoding.readVarUint(decoder);
  decoder.pos += nameBytes;
  const type = decoding.readVarUint(decoder);
  const ends =
    type === MessageType.CLOSE ||
    (type === MessageType.Auth && decoding.readVarUint(decoder) === PERMISSION_DENIED);
  if (!ends) return null;
  const reason = decoding.readVarString(decoder);
  if (reason === GOODBYE) return { code: 1000, reason };
  const code = isLiveErrorCode(reason) ? reason : "internal";
  return { code: closeCodeFor(code), reason: code };
}
