/**
 * The access token of a diner: a JWT (HS256) of ten minutes that names the restaurant, the session
 * and the diner. It is refreshed with an opaque token (see opaque-token.ts), so it stays short.
 */
import type { DinerId } from "@tureen/shared/document/types";
import { TureenError } from "@tureen/shared/errors";
import { errors, type JWTPayload, jwtVerify, SignJWT } from "jose";

const ISSUER = "tureen";
const AUDIENCE = "diner";

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
export async function issueDinerToken(
  key: Uint8Array,
  identity: DinerIdentity,
  nowMs: number = Date.now(),
): Promise<{ token: string; expiresAt: number }> {
  const issuedAtS = Math.floor(nowMs / 1000);
  const expiresAtS = issuedAtS + DINER_TOKEN_LIFE_MS / 1000;
  const token = await new SignJWT({ sid: identity.sessionId, rid: identity.restaurantId })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(identity.diner)
    .setIssuedAt(issuedAtS)
    .setExpirationTime(expiresAtS)
    .sign(key);
  return { token, expiresAt: expiresAtS * 1000 };
}

/**
 * Checks signature, algorithm, issuer, audience and expiry of a diner's access token. Throws
 * TureenError token-expired when only its time is over, token-invalid for everything else.
 */
export async function verifyDinerToken(key: Uint8Array, token: string): Promise<DinerClaims> {
  let payload: JWTPayload;
  try {
    ({ payload } = await jwtVerify(token, key, {
      algorithms: ["HS256"],
      issuer: ISSUER,
      audience: AUDIENCE,
      requiredClaims: ["exp", "sub", "sid", "rid"],
    }));
  } catch (cause) {
    if (cause instanceof errors.JWTExpired) throw new TureenError("token-expired", { cause });
    if (cause instanceof errors.JOSEError || cause instanceof TypeError) {
      throw new TureenError("token-invalid", { cause });
    }
    throw cause;
  }
  const { sub, exp } = payload;
  const { sid, rid } = payload;
  if (!isText(sub) || !isText(sid) || !isText(rid) || exp === undefined) {
    throw new TureenError("token-invalid");
  }
  return { restaurantId: rid, sessionId: sid, diner: sub, expiresAt: exp * 1000 };
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.length > 0;
}
