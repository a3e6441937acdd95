/**
 * A lane of their own for edits, past Hocuspocus' handling of messages. That runs every message
 * through chains of hooks that nothing here listens to, builds a payload for each and sends an edit
 * back to the phone that made it. An edit – nearly everything that phones send – needs three things:
 * to be admitted, to be applied, to be acknowledged. Everything else goes on to Hocuspocus, in the
 * order in which it came.
 */
import { MessageType, OutgoingMessage } from "@hocuspocus/server";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { messageYjsUpdate } from "y-protocols/sync";
import * as Y from "yjs";
import type { Admission } from "./admission.ts";
import type { DinerConnection } from "./context.ts";
import { closeConnection, toRefusal } from "./refusal.ts";

/** Puts a connection's edits on the lane, from the next message on. */
export function openEditLane(connection: DinerConnection, admit: Admission): void {
  const { document } = connection;
  const hocuspocus = {
    handle: connection.handleMessage.bind(connection),
    settled: connection.waitForPendingMessages.bind(connection),
  };
  const editHead = headOf(connection.messageAddress);
  const saved = new OutgoingMessage(connection.messageAddress).writeSyncStatus(true).toUint8Array();
  const origin = { source: "connection" as const, connection };
  const send = connection.send.bind(connection);
  let applying = false;
  const waiting: Uint8Array[] = [];

  const take = async (frame: Uint8Array): Promise<void> => {
    const update = editIn(frame, editHead);
    if (update === null) {
      hocuspocus.handle(frame);
      await hocuspocus.settled();
      return;
    }
    await admit({
      connection,
      document,
      context: connection.context,
      type: messageYjsUpdate,
      payload: update,
    });
    applying = true;
    try {
      Y.applyUpdate(document, update, origin);
    } finally {
      applying = false;
    }
    send(saved);
  };
  const run = async (): Promise<void> => {
    try {
      for (let frame = waiting[0]; frame; frame = waiting[0]) {
        await take(frame);
        waiting.shift();
      }
    } catch (error) {
      // Nothing more of it is wanted. Admission has ended the connection already.
      waiting.length = 0;
      if (document.hasConnection(connection)) closeConnection(connection, toRefusal(error).reason);
    }
    running = null;
  };
  // What was sent before the lane was open may still be under way.
  let running: Promise<void> | null = hocuspocus.settled().then(run);
  // What goes to all phones while a phone's edit is applied is that edit: the others' news, not its own.
  connection.send = (message) => {
    if (!applying) send(message);
  };
  connection.handleMessage = (frame) => {
    waiting.push(frame);
    running ??= run();
  };
  // Hocuspocus asks before it lets go of the document.
  connection.waitForPendingMessages = () => running ?? hocuspocus.settled();
}

/** The bytes in front of an edit in a frame that is addressed so. */
function headOf(address: string): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarString(encoder, address);
    encoding.writeVarUint(encoder, MessageType.Sync);
    encoding.writeVarUint(encoder, messageYjsUpdate);
  });
}

/** The update in a frame that is a whole edit; null for any other frame. */
function editIn(frame: Uint8Array, head: Uint8Array): Uint8Array | null {
  if (frame.byteLength <= head.byteLength) return null;
  // From the end: the address differs between tables, what follows it between messages.
  for (let i = head.byteLength - 1; i >= 0; i--) if (frame[i] !== head[i]) return null;
  const decoder = decoding.createDecoder(frame);
  decoder.pos = head.byteLength;
  try {
    const end = decoding.readVarUint(decoder) + decoder.pos;
    return end <= frame.byteLength ? frame.subarray(decoder.pos, end) : null;
  } catch {
    return null;
  }
}
