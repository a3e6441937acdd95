import type { beforeHandleAwarenessPayload } from "@hocuspocus/server";
import { seatOfClientId } from "@tureen/shared/document/keys";
import { isPresenceOf } from "@tureen/shared/document/presence";
import type { DinerContext } from "./context.ts";

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
    const own = seatOfClientId(client) === context.seat && isPresenceOf(context.diner, state);
    if (own) context.presenceClient ??= client;
    if (!own || client !== context.presenceClient) states.delete(client);
  }
}
