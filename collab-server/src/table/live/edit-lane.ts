/**
 * A lane of their own for edits, past Hocuspocus' handling of messages. That runs every message
 * through chains of hooks that nothing here listens to, builds a payload for each, writes the edit down
 * anew for the others and sends it back to the phone that made it. An edit – nearly everything that
 * phones send – needs to be admitted, applied, passed on as it came, and acknowledged. Everything else
 * goes on to Hocuspocus, in the order in which it came.
 */
import { type Document, MessageType, OutgoingMessage } from "@hocuspocus/server";
import type { LiveErrorCode } from "@tureen/shared/platform/protocol/reactions";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { messageYjsUpdate } from "y-protocols/sync";
import {
  applyQuietly,
  framesHandled,
  handleFrame,
  replaceFrameHandling,
} from "../hocuspocus/adapter.ts";
import type { Admission } from "./admission.ts";
import type { Backlog } from "./backlog.ts";
import type { DinerConnection } from "./context.ts";
import { passBroadcastPoints, passFramePoints } from "./document-fail-points.ts";
import { frameOf } from "./frames.ts";
import { PhoneSocket } from "./phone-socket.ts";
import { closeConnection, toRefusal } from "./refusal.ts";

/** Puts a connection's edits on the lane, from the next message on. */
export function openEditLane(
  connection: DinerConnection,
  admitEdit: Admission["admitEdit"],
  backlog: Backlog,
): void {
  const lane = new EditLane(connection, admitEdit, backlog);
  replaceFrameHandling(connection, lane);
  // Edits need not be looked up by the name of their document: they begin with it. A connection
  // through the y-websocket gateway has another socket, which only hands on what is asked for.
  const { webSocket } = connection;
  if (!(webSocket instanceof PhoneSocket)) return;
  webSocket.takeEdit = (frame) => lane.takeEdit(frame);
  connection.onClose(() => {
    webSocket.takeEdit = null;
  });
}

class EditLane {
  readonly #connection: DinerConnection;
  readonly #admitEdit: Admission["admitEdit"];
  readonly #backlog: Backlog;
  readonly #wire: WireForms;
  readonly #waiting: { readonly frame: Uint8Array; readonly update: Uint8Array | null }[] = [];
  #waitingBytes = 0;
  #running: Promise<void> | null;
  #isOver = false;

  constructor(connection: DinerConnection, admitEdit: Admission["admitEdit"], backlog: Backlog) {
    this.#connection = connection;
    this.#admitEdit = admitEdit;
    this.#backlog = backlog;
    this.#wire = wireFormsOf(connection);
    // What was sent before the lane was open may still be under way.
    this.#running = framesHandled(connection).then(() => this.#run());
  }

  /** Takes any frame, after those that were taken before. */
  take(frame: Uint8Array): void {
    this.#queue(frame, editIn(frame, this.#wire.editHead));
  }

  /** Takes a frame that is an edit of this document; false for any other. */
  takeEdit(frame: Uint8Array): boolean {
    const update = editIn(frame, this.#wire.editHead);
    if (update === null) return false;
    this.#queue(frame, update);
    return true;
  }

  /** Resolves when everything that was taken is dealt with. */
  settled(): Promise<void> {
    return this.#running ?? framesHandled(this.#connection);
  }

  #queue(frame: Uint8Array, update: Uint8Array | null): void {
    if (this.#isOver) return;
    if (!this.#backlog.take(frame.byteLength, this.#waitingBytes)) {
      // It keeps what it has sent, and comes back when there may be room again.
      this.#end("overloaded");
      return;
    }
    this.#waitingBytes += frame.byteLength;
    this.#waiting.push({ frame, update });
    this.#running ??= this.#run();
  }

  async #run(): Promise<void> {
    const connection = this.#connection;
    const waiting = this.#waiting;
    try {
      for (let next = waiting[0]; next; next = waiting[0]) {
        if (next.update) {
          await this.#edit(next.frame, next.update);
        } else {
          handleFrame(connection, next.frame);
          await framesHandled(connection);
        }
        waiting.shift();
        this.#done(next.frame);
      }
    } catch (error) {
      // Admission has ended the connection already.
      this.#forget(0);
      this.#end(toRefusal(error).reason);
    }
    this.#running = null;
  }

  /** Nothing more of this phone is wanted on this connection; what is under way comes to its end. */
  #end(reason: LiveErrorCode): void {
    this.#isOver = true;
    this.#forget(1);
    const connection = this.#connection;
    if (connection.document.hasConnection(connection)) closeConnection(connection, reason);
  }

  /** Lets go of what waits, from this one on. */
  #forget(from: number): void {
    for (const { frame } of this.#waiting.splice(from)) this.#done(frame);
  }

  #done({ byteLength }: Uint8Array): void {
    this.#waitingBytes -= byteLength;
    this.#backlog.done(byteLength);
  }

  async #edit(frame: Uint8Array, update: Uint8Array): Promise<void> {
    const connection = this.#connection;
    const { document, context } = connection;
    const sent = { connection, document, context, payload: update };
    await this.#admitEdit(sent, (logged) => {
      applyQuietly(document, logged, { source: "connection", connection });
      this.#passOn(frame, update, logged);
    });
    this.#acknowledge();
  }

  #acknowledge(): void {
    const { webSocket } = this.#connection;
    const { saved, savedFrame } = this.#wire;
    if (webSocket instanceof PhoneSocket) {
      passFramePoints(saved);
      webSocket.sendFrame(savedFrame);
    } else {
      this.#connection.send(saved);
    }
  }

  /** To the others: as it came, or what is news in it. */
  #passOn(message: Uint8Array, update: Uint8Array, logged: Uint8Array): void {
    const { document, messageAddress } = this.#connection;
    let frame: Buffer | undefined;
    for (const other of document.getConnections()) {
      if (other === this.#connection) continue;
      const { webSocket } = other;
      const asItCame = logged === update && other.messageAddress === messageAddress;
      if (asItCame && webSocket instanceof PhoneSocket) {
        frame ??= frameOf(message);
        webSocket.sendFrame(frame);
      } else {
        other.send(asItCame ? message : editOf(other.messageAddress, logged));
      }
    }
    passBroadcastPoints();
  }
}

/** What all connections of a document write the same, unless they have an address of their own. */
interface WireForms {
  readonly address: string;
  /** The bytes in front of an edit. */
  readonly editHead: Uint8Array;
  /** The message that an edit is saved, and the same as a frame. */
  readonly saved: Uint8Array;
  readonly savedFrame: Buffer;
}

const wireForms = new WeakMap<Document, WireForms>();

function wireFormsOf({ document, messageAddress: address }: DinerConnection): WireForms {
  let forms = wireForms.get(document);
  if (forms?.address !== address) {
    const saved = new OutgoingMessage(address).writeSyncStatus(true).toUint8Array();
    forms = { address, editHead: headOf(address), saved, savedFrame: frameOf(saved) };
    wireForms.set(document, forms);
  }
  return forms;
}

/** The bytes in front of an edit in a frame that is addressed so. */
function headOf(address: string): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarString(encoder, address);
    encoding.writeVarUint(encoder, MessageType.Sync);
    encoding.writeVarUint(encoder, messageYjsUpdate);
  });
}

/** The message that brings this update to a phone. */
function editOf(address: string, update: Uint8Array): Uint8Array {
  return new OutgoingMessage(address).createSyncMessage().writeUpdate(update).toUint8Array();
}

/** The update in a frame that is an edit and nothing else; null for any other frame. */
function editIn(frame: Uint8Array, head: Uint8Array): Uint8Array | null {
  if (frame.byteLength <= head.byteLength) return null;
  // From the end: the address differs between tables, what follows it between messages.
  for (let i = head.byteLength - 1; i >= 0; i--) if (frame[i] !== head[i]) return null;
  const decoder = decoding.createDecoder(frame);
  decoder.pos = head.byteLength;
  try {
    const end = decoding.readVarUint(decoder) + decoder.pos;
    return end === frame.byteLength ? frame.subarray(decoder.pos, end) : null;
  } catch {
    return null;
  }
}
