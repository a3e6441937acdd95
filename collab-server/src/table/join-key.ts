import { createHash, createHmac } from "node:crypto";

/** A session and the PIN it has now. */
export interface PinOfSession {
  readonly restaurantId: string;
  readonly sessionId: string;
  readonly pin: string;
}

/**
 * What the join QR of those at the table carries in place of the PIN: 128 bits that nobody can
 * guess, so that joining with it needs no counting and goes on while the PIN is locked. It follows
 * from the session and its PIN, and ends with either.
 */
export function joinKeyOf(key: Uint8Array, { restaurantId, sessionId, pin }: PinOfSession): string {
  return createHmac("sha256", key)
    .update(`tureen join\n${restaurantId}\n${sessionId}\n${pin}`)
    .digest()
    .subarray(0, 16)
    .toString("base64url");
}

/** Under what wrong PINs are counted: another for each PIN, and tells nothing about it. */
export function pinKeyOf(key: Uint8Array, session: PinOfSession): string {
  const digest = createHash("sha256").update(joinKeyOf(key, session)).digest("base64url");
  return `${session.sessionId} ${digest.slice(0, 12)}`;
}
