/**
 * The access token of a diner: a signed token of ten minutes that names the restaurant, the session
 * and the diner. It is refreshed with an opaque token (persistence's tokens.ts), so it stays short.
 */

import type { SecretKeys } from "@tureen/persistence/platform/secret-keys";
import { sharedNowMs } from "@tureen/persistence/platform/shared-clock";
import type { DinerId } from "@tureen/shared/platform/identity";
import { signToken, verifyToken } from "./signed-token.ts";

/** How long a diner's access token is good for, ms; what a removed diner can at most still use. */
export const DINER_TOKEN_LIFE_MS = 10 * 60_000;

/** Whose token it is. */
export interface DinerIdentity {
  readonly restaurantId: string;
  readonly sessionId: string;
  readonly diner: DinerId;
}

/** What a valid diner token says; `expiresAt` in ms since the epoch. */
export interface DinerClaims extends DinerIdentity {
  readonly expiresAt: number;
}

/** A new access token for a diner, and when it expires (ms since the epoch). */
export function issueDinerToken(
  key: Uint8Array,
  identity: DinerIdentity,
  nowMs: number = sharedNowMs(),
): Promise<{ token: string; expiresAt: number }> {
  const { diner, ...place } = identity;
  const claims = { ...place, subject: diner };
  return signToken(key, "diner", claims, { lifeMs: DINER_TOKEN_LIFE_MS, nowMs });
}

/**
 * Checks a diner's access token, which may have expired `graceMs` ago. Throws TureenError token-expired or
 * token-invalid.
 */
export async function verifyDinerToken(
  keys: SecretKeys,
  token: string,
  grace: { readonly graceMs?: number } = {},
): Promise<DinerClaims> {
  const claims = await verifyToken(keys, token, ["diner"], grace);
  const { restaurantId, sessionId, subject: diner, expiresAt } = claims;
  return { restaurantId, sessionId, diner, expiresAt };
}
