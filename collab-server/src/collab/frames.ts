import type { Duplex } from "node:stream";

/** FIN and the opcode of a binary message (RFC 6455, section 5.2). */
const WHOLE_BINARY = 0x82;

/**
 * A message from server to phone as it stands on the wire: one unmasked binary frame
 * (RFC 6455, section 5.2). `ws` would write head and body apart, once more for every phone.
 */
export function frameOf(payload: Uint8Array): Buffer {
  const { byteLength } = payload;
  const headBytes = byteLength < 126 ? 2 : byteLength < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(headBytes + byteLength);
  frame[0] = WHOLE_BINARY;
  if (headBytes === 2) {
    frame[1] = byteLength;
  } else if (headBytes === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(byteLength, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(byteLength), 2);
  }
  frame.set(payload, headBytes);
  return frame;
}

/** Writes frames to one phone. */
export interface FrameWriter {
  /** Sends with everything else that this turn of the event loop has for the phone. */
  write(frame: Buffer): void;
  /** Sends at once what waits. */
  flush(): void;
  /** Bytes that wait for the turn to end. */
  heldBytes(): number;
}

/**
 * Holds a socket's frames until the event loop turns, so that what one edit sends to a phone – its
 * acknowledgement and the change itself – goes out in one system call. What waits when the socket
 * is closed is dropped; the phone gets everything again when it is back.
 */
export function createFrameWriter(stream: Duplex, isOpen: () => boolean): FrameWriter {
  let held: Buffer[] = [];
  let bytes = 0;
  const flush = () => {
    const frames = held;
    if (frames.length === 0) return;
    held = [];
    bytes = 0;
    if (!isOpen()) return;
    stream.write(frames.length === 1 ? (frames[0] as Buffer) : Buffer.concat(frames));
  };
  return {
    write(frame) {
      if (held.length === 0) setImmediate(flush);
      held.push(frame);
      bytes += frame.byteLength;
    },
    flush,
    heldBytes: () => bytes,
  };
}
