/** SHA-256 where `crypto.subtle` is not: pages over plain HTTP have none, and its answers come late. */
import { digest } from "lib0/hash/sha256";

/** The SHA-256 of a text in UTF-8, hexadecimal. */
export function sha256Hex(text: string): string {
  const bytes = digest(new TextEncoder().encode(text));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
