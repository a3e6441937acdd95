/**
 * What phones and servers say on the live connection besides Yjs: how the server closes, what the
 * stateless messages are, and what presence looks like.
 */
import type { ErrorCode } from "./errors.ts";

/**
 * Path of the live connection on the server's origin. A session's id may follow (`/collab/<id>`), so
 * that a proxy before several servers can send one table's phones to one of them.
 */
export const COLLAB_PATH = "/collab";

/** Path in front of a session's id where the same documents speak the y-websocket protocol. */
export const YJS_PATH = "/yjs";

/**
 * Numeric close codes with which the server refuses an edit or ends a connection. The reason of the
 * close is the error code, and the number says what the phone has to do:
 * - 4400 the phone's document holds something that is refused: drop the local copy, load afresh.
 * - 4401 the token does not do: get a new one and reconnect, or end if there is none.
 * - 4409 the session is over: no more edits; show the end.
 * - 4403 the diner is no longer at the table.
 * - 4503 cannot serve now: keep everything, reconnect with back-off.
 */
export const CLOSE = {
  refused: 4400,
  unauthenticated: 4401,
  gone: 4403,
  ended: 4409,
  unavailable: 4503,
} as const;

/** The close code that goes with an error on the live connection. */
export function closeCodeFor(code: ErrorCode): number {
  switch (code) {
    case "token-missing":
    case "token-invalid":
    case "token-expired":
    case "not-allowed":
      return CLOSE.unauthenticated;
    case "session-closed":
    case "session-expired":
    case "session-unknown":
    case "log-gone":
      return CLOSE.ended;
    case "diner-gone":
      return CLOSE.gone;
    case "storage-unavailable":
    case "overloaded":
    case "restarting":
    case "internal":
    case "too-fast":
    // Reconnecting sends everything from the beginning, and so what is missing.
    case "update-incomplete":
    case "line-unknown":
      return CLOSE.unavailable;
    default:
      return CLOSE.refused;
  }
}

/** A stateless message from the server to the phones of a session, as JSON. */
export type Notice =
  /** The menu or its availability changed: fetch it again. */
  | { readonly kind: "menu"; readonly version: number }
  /** Somebody's name changed or somebody joined: fetch the people again. */
  | { readonly kind: "people" }
  /** The connection is about to be refused; sent just before it is closed. */
  | { readonly kind: "refused"; readonly code: ErrorCode };

/** Presence: what a diner is looking at. Not saved anywhere. */
export interface Presence {
  readonly diner: string;
  /** Menu category or item id, if any. */
  readonly at?: string;
  readonly cart?: boolean;
}
