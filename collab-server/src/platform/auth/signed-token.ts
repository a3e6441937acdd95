/**
 * What all our signed tokens have in common: JWTs (HS256) of one issuer that name a restaurant, a
 * session, who it is for (`sub`) and, as their audience, what they are good for.
 */
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
 * Checks signature, algorithm, issuer, audience and expiry. Throws TureenError token-expired when
 * only its time is over, token-invalid for everything else.
 */
export async function verifyToken(
  key: Uint8Array,
  token: string,
  audiences: readonly Audience[],
): Promise<VerifiedToken> {
  let payload: JWTPayload;
  try {
    ({ payload } = await jwtVerify(token, key, {
      algorithms: ["HS256"],
      issuer: ISSUER,
      audience: [...audiences],
      requiredClaims: ["exp", "sub", "sid", "rid"],
    }));
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

function isText(value: unknown): value is string {
  return typeof value === "string" && value.length > 0;
}
