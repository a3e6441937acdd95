import { createHash, randomBytes, randomInt, timingSafeEqual } from "node:crypto";

/**
 * Opaque tokens of diners' refreshes and staff sign-ins: `<restaurant id>.<256 random bits>`. The
 * restaurant in front leads to its rows without searching the others; only the hash is stored.
 */
export function newToken(restaurantId: string): string {
  return `${restaurantId}.${randomBytes(32).toString("base64url")}`;
}

/** SHA-256 of a token; it has 256 random bits, so that nothing slower is needed. */
export function hashToken(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

/** The restaurant that a token claims to be of; null when it is malformed. */
export function restaurantOfToken(token: string): string | null {
  const pattern = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.[0-9A-Za-z_-]{43}$/;
  return pattern.exec(token)?.[1] ?? null;
}

/** A PIN of this many decimal digits. */
export function newPin(length: number): string {
  return Array.from({ length }, () => randomInt(10)).join("");
}

/** Whether two secrets are equal, in a time that tells nothing about where they differ. */
export function secretsEqual(a: string, b: string): boolean {
  return timingSafeEqual(hashToken(a), hashToken(b));
}

/** 32 signs that people do not mistake for each other. */
const SIGNS = "abcdefghijkmnpqrstuvwxyz23456789";

/** Random signs with 5 bits each: for QR codes and generated passwords. */
export function randomSigns(length: number): string {
  return Array.from(randomBytes(length), (byte) => SIGNS[byte % SIGNS.length]).join("");
}
