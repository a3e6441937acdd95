/**
 * What a refusal on the live connection means to the phone. The code says it, not the number of the
 * close: a proxy, a library or a newer server may close with any number, and only a code that this
 * phone knows may cost it anything.
 */

import type { ErrorCode } from "../errors.ts";
import { PROTOCOL_VERSION } from "./version.ts";

/**
 * - `drop`: what was sent breaks a rule of the document. The refused part goes, the rest is sent again.
 * - `sign-in`: the token does not do. Get a new one and come back.
 * - `gone`: the diner is no longer at the table.
 * - `ended`: the session is over: no more edits; show the end.
 * - `later`: it cannot be served now. Keep everything and come back, more slowly each time.
 * - `reload`: the app is too old for this server. Keep everything and have the page reloaded.
 */
export type Reaction = "drop" | "sign-in" | "gone" | "ended" | "later" | "reload";

/**
 * Refusals of the live connection. `shape` is a `drop`, unless the server is older than the phone: it
 * may then only not know yet what the phone knows.
 */
export const REACTIONS = {
  "token-missing": "sign-in",
  "token-invalid": "sign-in",
  "token-expired": "sign-in",
  "not-allowed": "sign-in",
  "session-closed": "ended",
  "session-expired": "ended",
  "session-unknown": "ended",
  "log-gone": "ended",
  "diner-gone": "gone",
  "storage-unavailable": "later",
  overloaded: "later",
  restarting: "later",
  internal: "later",
  "too-fast": "later",
  // Coming back sends everything from the beginning, and so what is missing.
  "update-incomplete": "later",
  "line-unknown": "later",
  "read-only": "later",
  "server-too-old": "later",
  "app-too-old": "reload",
  "update-malformed": "shape",
  "content-refused": "shape",
  "root-unknown": "shape",
  "value-invalid": "shape",
  "update-too-large": "drop",
  "foreign-client": "drop",
  "foreign-key": "drop",
  "foreign-delete": "drop",
  "written-once": "drop",
  "item-refused": "drop",
  "document-full": "drop",
} as const satisfies Partial<Record<ErrorCode, Reaction | "shape">>;

/** An error code with which the live connection refuses. */
export type LiveErrorCode = keyof typeof REACTIONS;

/** Whether this is a refusal of the live connection, as far as this release knows. */
export function isLiveErrorCode(code: string): code is LiveErrorCode {
  return Object.hasOwn(REACTIONS, code);
}

/**
 * Whether the guard refuses by a rule that a newer release may have widened: a root, a kind of value or
 * an encoding that it does not know.
 */
export function isAboutShape(code: LiveErrorCode): boolean {
  return REACTIONS[code] === "shape";
}

/**
 * What a phone does about a refusal with this reason, from a server that has named this version
 * (undefined: it has named none, as the first version did).
 */
export function reactionTo(reason: string, serverVersion: number | undefined): Reaction {
  if (!isLiveErrorCode(reason)) return "later";
  const reaction = REACTIONS[reason];
  if (reaction !== "shape") return reaction;
  return (serverVersion ?? 1) >= PROTOCOL_VERSION ? "drop" : "later";
}

/**
 * The numbers with which the server closes the socket, for clients that read them instead of the code:
 * 4400 what was sent is refused, 4401 the token does not do, 4403 the diner is gone, 4409 the session
 * is over, 4426 the client is too old, 4503 come back later.
 */
export const CLOSE = {
  refused: 4400,
  unauthenticated: 4401,
  gone: 4403,
  ended: 4409,
  outdated: 4426,
  unavailable: 4503,
} as const;

const CLOSE_OF: Record<Reaction | "shape", number> = {
  drop: CLOSE.refused,
  shape: CLOSE.refused,
  "sign-in": CLOSE.unauthenticated,
  gone: CLOSE.gone,
  ended: CLOSE.ended,
  reload: CLOSE.outdated,
  later: CLOSE.unavailable,
};

/** The close code that goes with a refusal. */
export function closeCodeFor(code: LiveErrorCode): number {
  return CLOSE_OF[REACTIONS[code]];
}
