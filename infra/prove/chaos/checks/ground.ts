/** The evidence made ready: logs replayed, rows grouped by session. Built once, never changed. */
import { rebuildDocument } from "@tureen/shared/table/document/session-document";
import type * as Y from "yjs";
import { canonicalBytes } from "./canonical.ts";
import type { Evidence, OrderRecord, SessionRecord, StatusRow } from "./evidence.ts";
import { type Replay, replayLog } from "./replay.ts";

export interface GroundReplica {
  readonly name: string;
  readonly doc: Y.Doc;
  readonly bytes: Uint8Array;
}

/** One session with all that is known of it. */
export interface GroundSession extends SessionRecord {
  readonly replay: Replay;
  readonly orders: readonly OrderRecord[];
  readonly replicas: readonly GroundReplica[];
}

export interface Ground {
  readonly sessions: ReadonlyMap<string, GroundSession>;
  /** All of the restaurant's, by number. */
  readonly orders: readonly OrderRecord[];
  readonly statusHistory: readonly StatusRow[];
}

export function prepareGround(evidence: Evidence): Ground {
  const sessions = new Map<string, GroundSession>();
  for (const session of evidence.sessions) {
    sessions.set(session.id, {
      ...session,
      replay: replayLog(session),
      orders: evidence.orders.filter((order) => order.session === session.id),
      replicas: evidence.replicas
        .filter((replica) => replica.session === session.id)
        .map(({ name, state }) => ({
          name,
          doc: rebuildDocument([state]),
          bytes: canonicalBytes(state),
        })),
    });
  }
  return { sessions, orders: evidence.orders, statusHistory: evidence.statusHistory };
}

/** The ground reduced to one session; the restaurant's own numbers stay whole. */
export function groundOf(ground: Ground, session: string): Ground {
  const one = ground.sessions.get(session);
  return { ...ground, sessions: new Map(one ? [[session, one]] : []) };
}
