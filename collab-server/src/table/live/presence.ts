import { type beforeHandleAwarenessPayload, MessageType } from "@hocuspocus/server";
import { MAX_PRESENCE_BYTES } from "@tureen/shared/platform/limits";
import { seatOfClientId } from "@tureen/shared/table/document/keys";
import { isPresenceOf } from "@tureen/shared/table/presence";
import * as decoding from "lib0/decoding";
import type { DinerContext } from "./context.ts";
import { HookRefusal } from "./refusal.ts";

/** A frame of presence: one diner's state, and word of others of the table who have gone. */
const MAX_FRAME_BYTES = 8 * MAX_PRESENCE_BYTES;

/** The kinds of frames that phones send. Hocuspocus prints every other one on the console. */
const KNOWN_FRAMES: ReadonlySet<number> = new Set([
  MessageType.Sync,
  MessageType.SyncReply,
  MessageType.Awareness,
  MessageType.QueryAwareness,
  MessageType.Auth,
  MessageType.Stateless,
  MessageType.CLOSE,
]);

/** Refuses a frame of a kind that phones do not send, and one of presence that is too large. */
export async function boundFrame(frame: Uint8Array): Promise<void> {
  const decoder = decoding.createDecoder(frame);
  const nameBytes = decoding.readVarUint(decoder);
  decoder.pos += nameBytes;
  const type = decoding.readVarUint(decoder);
  if (!KNOWN_FRAMES.has(type)) throw new HookRefusal("update-malformed");
  if (type === MessageType.Awareness && frame.byteLength > MAX_FRAME_BYTES) {
    throw new HookRefusal("update-too-large");
  }
}

/**
 * The `beforeHandleAwareness` hook: of what a phone says about presence, only its own diner's state
 * under one client id of its own seat goes on. Phones echo what they heard of others; that is
 * dropped, not refused.
 */
export async function admitPresence(
  payload: beforeHandleAwarenessPayload<DinerContext>,
): Promise<void> {
  const { connection, states } = payload;
  // No connection: it comes from another node, which has already looked.
  if (!connection) return;
  const context = connection.context as DinerContext;
  for (const [client, state] of states) {
    const { diner, seat } = context;
    const own = diner !== null && seatOfClientId(client) === seat && isPresenceOf(diner, state);
    if (own) context.presenceClient ??= client;
    if (!own || client !== context.presenceClient) states.delete(client);
  }
}
