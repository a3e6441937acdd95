import type { ReceiptProof } from "@tureen/shared/bill/proof";
import { readStored, writeStored } from "../../platform/storage.ts";

/** What this browser remembers of a receipt: its entry's hash, and the anchor that it was shown. */
interface Seen {
  readonly hash: string;
  readonly anchor?: string;
}

/**
 * Whether the proof agrees with what this browser was shown of the same receipt before, which is then
 * remembered: who looks twice is a witness that no server can talk round.
 */
export function agreesWithBefore(token: string, { hash, anchor }: ReceiptProof): boolean {
  const key = `tureen.receipt.${token}`;
  const before = readStored<Seen>(key);
  if (before && (before.hash !== hash || (before.anchor ?? anchor?.hash) !== anchor?.hash)) {
    return false;
  }
  writeStored(key, { hash, ...(anchor && { anchor: anchor.hash }) } satisfies Seen);
  return true;
}
