import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import { writeFrames } from "../hocuspocus/adapter.ts";

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

/**
 * Writes frames to one phone. Holds them until the event loop turns, so that what one edit sends to
 * a phone – its acknowledgement and the change itself – goes out in one system call. What waits when
 * the socket is closed is dropped; the phone gets everything again when it is back.
 */
export class FrameWriter {
  readonly #stream: Duplex;
  readonly #socket: Pick<WebSocket, "readyState">;
  #held: Buffer[] | null = null;
  #heldBytes = 0;

  /** `socket` is what the stream carries. */
  constructor(stream: Duplex, socket: Pick<WebSocket, "readyState">) {
    this.#stream = stream;
    this.#socket = socket;
  }

  /** Bytes that wait for the turn to end. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** Sends with everything else that this turn of the event loop has for the phone. */
  write(frame: Buffer): void {
    if (this.#held) {
      this.#held.push(frame);
    } else {
      this.#held = [frame];
      if (writing.push(this) === 1) setImmediate(flushAll);
    }
    this.#heldBytes += frame.byteLength;
  }

  /** Sends at once what waits. */
  flush(): void {
    const frames = this.#held;
    if (!frames) return;
    this.#held = null;
    this.#heldBytes = 0;
    writeFrames(this.#stream, this.#socket, frames);
  }
}

/** Those that hold something until the event loop turns: one look for all of a table's phones. */
let writing: FrameWriter[] = [];

function flushAll(): void {
  const writers = writing;
  writing = [];
  for (const writer of writers) writer.flush();
}
