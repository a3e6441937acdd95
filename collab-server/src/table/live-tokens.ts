/**
 * The tokens of the live connection: a diner's access token, or a reader's, with which a developer
 * or a tool watches one session's document and writes nothing.
 */

import type { SecretKeys } from "@tureen/persistence/platform/secret-keys";
import { sharedNowMs } from "@tureen/persistence/platform/shared-clock";
import type { DinerId } from "@tureen/shared/table/document/types";
import { signToken, verifyToken } from "../platform/auth/signed-token.ts";

/**
 * How long a reader's token is good for, ms. It cannot be taken back, and it is part of an address,
 * which tools like to write down: so it is short, and for one session only.
 */
export const READER_TOKEN_LIFE_MS = 30 * 60_000;

/** Who may take part in a session's live connection, and until when (ms since the epoch). */
export interface LiveClaims {
  readonly restaurantId: string;
  readonly sessionId: string;
  /** Null for a reader. */
  readonly diner: DinerId | null;
  readonly expiresAt: number;
}

/** A new token to read one session's document; `userId` is the member of staff who asked for it. */
export function issueReaderToken(
  key: Uint8Array,
  input: { readonly restaurantId: string; readonly sessionId: string; readonly userId: string },
  nowMs: number = sharedNowMs(),
): Promise<{ token: string; expiresAt: number }> {
  const { userId, ...place } = input;
  const claims = { ...place, subject: userId };
  return signToken(key, "reader", claims, { lifeMs: READER_TOKEN_LIFE_MS, nowMs });
}

/** Checks a token of either kind. Throws TureenError token-expired or token-invalid. */
export async function verifyLiveToken(keys: SecretKeys, token: string): Promise<LiveClaims> {
  const claims = await verifyToken(keys, token, ["diner", "reader"]);
  const { restaurantId, sessionId, audience, subject, expiresAt } = claims;
  const diner = audience === "diner" ? subject : null;
  return { restaurantId, sessionId, diner, expiresAt };
}
