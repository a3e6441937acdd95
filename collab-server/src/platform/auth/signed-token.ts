/**
 * What all our signed tokens have in common: JWTs (HS256) of one issuer that name a restaurant, a
 * session, who it is for (`sub`) and, as their audience, what they are good for.
 */

import type { SecretKeys } from "@tureen/persistence/platform/secret-keys";
import { sharedNow } from "@tureen/persistence/platform/shared-clock";
import { TureenError } from "@tureen/shared/platform/errors";
import { errors, type JWTPayload, jwtVerify, SignJWT } from "jose";

const ISSUER = "tureen";

/** What a token is good for: a diner's part of their table, or reading one table's document. */
export type Audience = "diner" | "reader";

/** What a token is about; `subject` is the diner ("d3") or the member of staff (users.id). */
export interface TokenClaims {
  readonly restaurantId: string;
  readonly sessionId: string;
  readonly subject: string;
}

/** A valid token's claims; `expiresAt` in ms since the epoch. */
export interface VerifiedToken extends TokenClaims {
  readonly audience: Audience;
  readonly expiresAt: number;
}

/** A new token, and when it expires (ms since the epoch). */
export async function signToken(
  key: Uint8Array,
  audience: Audience,
  claims: TokenClaims,
  { lifeMs, nowMs }: { readonly lifeMs: number; readonly nowMs: number },
): Promise<{ token: string; expiresAt: number }> {
  const issuedAtS = Math.floor(nowMs / 1000);
  const expiresAtS = issuedAtS + lifeMs / 1000;
  const token = await new SignJWT({ sid: claims.sessionId, rid: claims.restaurantId })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setIssuer(ISSUER)
    .setAudience(audience)
    .setSubject(claims.subject)
    .setIssuedAt(issuedAtS)
    .setExpirationTime(expiresAtS)
    .sign(key);
  return { token, expiresAt: expiresAtS * 1000 };
}

/**
 * Checks signature (by any of the keys), algorithm, issuer, audience and expiry. Throws TureenError
 * token-expired when only its time is over, token-invalid for everything else.
 */
export async function verifyToken(
  keys: SecretKeys,
  token: string,
  audiences: readonly Audience[],
  /** An expiry so long ago counts as none, ms. */
  { graceMs = 0 }: { readonly graceMs?: number } = {},
): Promise<VerifiedToken> {
  let payload: JWTPayload;
  try {
    payload = await verifiedBy(keys, token, audiences, graceMs);
  } catch (cause) {
    if (cause instanceof errors.JWTExpired) throw new TureenError("token-expired", { cause });
    if (cause instanceof errors.JOSEError || cause instanceof TypeError) {
      throw new TureenError("token-invalid", { cause });
    }
    throw cause;
  }
  const { sub, exp, aud, sid, rid } = payload;
  // One audience, not a list of which one happens to be asked for.
  const audience = audiences.find((known) => known === aud);
  if (!isText(sub) || !isText(sid) || !isText(rid) || exp === undefined || !audience) {
    throw new TureenError("token-invalid");
  }
  return { restaurantId: rid, sessionId: sid, subject: sub, audience, expiresAt: exp * 1000 };
}

/** What a token says that one of the keys signed; the last key's error when none did. */
async function verifiedBy(
  [key, ...others]: SecretKeys,
  token: string,
  audiences: readonly Audience[],
  graceMs: number,
): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: ["HS256"],
      issuer: ISSUER,
      audience: [...audiences],
      currentDate: sharedNow(),
      clockTolerance: graceMs / 1000,
      requiredClaims: ["exp", "sub", "sid", "rid"],
    });
    return payload;
  } catch (error) {
    const [next, ...rest] = others;
    if (!next || !(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
    return verifiedBy([next, ...rest], token, audiences, graceMs);
  }
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.length > 0;
}
